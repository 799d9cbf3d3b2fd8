"""Artworks to try "who made this?" with, and what makes each of them special."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, render_template

from simulator.artists.cases import every_case
from simulator.artists.people import Cast
from simulator.context import simulator
from simulator.gallery import prolific

blueprint = Blueprint("artworks", __name__)

_SHOWN_FIRST = (
    "deviantart-plain", "pixiv-page-2", "danbooru-two", "furaffinity-commission", "x-art-by", "bluesky-own",
)  # fmt: skip
_MANY = (100, 1_000, 50_000)


@dataclass(frozen=True)
class ArtworkCard:
    """An artwork as lists show it."""

    address: str
    about: str
    page: str
    """Where the simulator has it."""
    search: str
    """Where Fovea looks for its artist."""


@blueprint.get("/artworks/")
def artworks() -> str:
    """All of them."""
    return render_template("artworks.html", artworks=cards(), many=cards_of_many_posts())


def cards(*, few: bool = False) -> list[ArtworkCard]:
    """The artworks of which it is known whose they are; or a few of them, in their order."""
    cases = {case.name: case for case in every_case(Cast(simulator().gallery))}
    chosen = [cases[name] for name in _SHOWN_FIRST if name in cases] if few else list(cases.values())
    return [_card(case.url, f"{case.site}: {', '.join(case.about) or 'one picture'}") for case in chosen]


def cards_of_many_posts() -> list[ArtworkCard]:
    """An artwork each of accounts with many posts, of which a first scan takes its time."""
    shelf = simulator().gallery.shelf("artstation")
    found = [(posts, shelf.post(prolific.number_of(posts, posts // 2))) for posts in _MANY]
    return [
        _card(post.url, f"by an account with {posts:,} posts") for posts, post in found if post is not None
    ]


def _card(url: str, about: str) -> ArtworkCard:
    settings = simulator().settings
    return ArtworkCard(
        address=url,
        about=about,
        page=f"/-/{url.partition('://')[2]}",
        search=f"{settings.fovea_public_url.rstrip('/')}/artists?url={quote(url, safe='')}",
    )
