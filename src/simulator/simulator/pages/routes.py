"""Pages: what this is, profiles, photo streams, photos, groups, short links."""

import numpy as np
from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from simulator.context import simulator
from simulator.drawing.sizes import BY_LETTER, dimensions
from simulator.pages import artworks
from simulator.pages.cards import day, person_card, photo_cards, photo_path
from simulator.world import DEMO_ACCOUNTS, identifiers, titles

blueprint = Blueprint("pages", __name__)

_IN_A_GRID = 60


def _account(path: str) -> int:
    account = simulator().directory.account_of_path(path)
    if account is None or simulator().state.is_deleted(account):
        abort(404)
    return account


def _page() -> int:
    return max(1, min(10_000, request.args.get("page", 1, type=int)))


@blueprint.get("/")
def index() -> str:
    """What this is, and people to try Fovea with."""
    directory, state = simulator().directory, simulator().state
    text = request.args.get("q", "").strip()
    if text:
        people = [person_card(number) for number in directory.search(text) if not state.is_deleted(number)]
    else:
        people = [person_card(number, demo.about) for number, demo in enumerate(DEMO_ACCOUNTS)]
    popular = np.argsort(-np.bincount(directory.world.favorite_photo, minlength=directory.world.photos))[:24]
    world = directory.world
    return render_template(
        "index.html",
        people=people,
        text=text,
        artworks=[] if text else artworks.cards(few=True),
        photos=photo_cards(popular.tolist()),
        world=world,
        groups=world.groups,
    )


@blueprint.get("/people/<path>/")
def profile(path: str) -> str:
    """A profile: who, how many, the newest favourites and photos."""
    account = _account(path)
    directory, state = simulator().directory, simulator().state
    contacts = [] if state.is_private(account) else directory.world.contacts_of(account).tolist()
    faved = [] if state.is_private(account) else state.favorites(account).photos[:18].tolist()
    return render_template(
        "profile.html",
        card=person_card(account),
        private=state.is_private(account),
        joined=day(int(directory.world.account_joined[account])),
        faved=photo_cards(faved),
        photos=photo_cards(directory.photos_of(account)[:18].tolist()),
        contacts=len(contacts),
        people=[directory.person(number) for number in contacts[:18] if not state.is_deleted(number)],
    )


@blueprint.get("/photos/<path>/")
def stream(path: str) -> str:
    """Somebody's photos, newest first."""
    account = _account(path)
    photos = simulator().directory.photos_of(account)
    return _grid(account, "Photos", photos[(_page() - 1) * _IN_A_GRID :][: _IN_A_GRID + 1].tolist())


@blueprint.get("/photos/<path>/favorites/")
def favorites(path: str) -> str:
    """Somebody's favourites, newest first."""
    account = _account(path)
    if simulator().state.is_private(account):
        abort(403)
    photos = simulator().state.favorites(account).photos
    return _grid(account, "Favourites", photos[(_page() - 1) * _IN_A_GRID :][: _IN_A_GRID + 1].tolist())


def _grid(account: int, title: str, photos: list[int]) -> str:
    more = len(photos) > _IN_A_GRID
    return render_template(
        "stream.html",
        card=person_card(account),
        title=title,
        photos=photo_cards(photos[:_IN_A_GRID]),
        page=_page(),
        more=more,
    )


@blueprint.get("/photos/<path>/<int:photo_id>/")
def photo(path: str, photo_id: int) -> str:
    """A photo, who loves it and what they say."""
    directory, state, world = simulator().directory, simulator().state, simulator().directory.world
    account, number = _account(path), directory.photo_of_id(str(photo_id))
    if number is None or int(world.photo_owner[number]) != account:
        abort(404)
    facts, large = simulator().flickr.rows.facts(number), BY_LETTER["l"]
    others = [other for other in directory.photos_of(account)[:13].tolist() if other != number]
    return render_template(
        "photo.html",
        card=person_card(account),
        facts=facts,
        title=titles.title(facts.cluster, facts.noise) or "Untitled",
        description=titles.description(facts.cluster, facts.noise),
        tags=titles.tags(facts.cluster, facts.noise),
        source=simulator().flickr.rows.address_of(number, large),
        size=dimensions(large, facts.noise),
        uploaded=day(facts.uploaded),
        favorites=state.favorite_count(number),
        favers=[directory.person(faver) for faver in state.favers(number, 30)],
        comments=[(directory.person(one.account), day(one.at), one) for one in state.comments(number)],
        short=f"/p/{identifiers.to_base58(photo_id)}",
        others=photo_cards(others[:12]),
    )


@blueprint.get("/groups/<key>/")
def group(key: str) -> str:
    """A group and its pool."""
    found = simulator().directory.group(key)
    if found is None:
        abort(404)
    begin = (_page() - 1) * _IN_A_GRID
    shown = [
        number
        for number in found.photos[begin : begin + _IN_A_GRID].tolist()
        if simulator().state.photo_is_visible(number)
    ]
    return render_template(
        "group.html",
        group=found,
        photos=photo_cards(shown),
        page=_page(),
        more=begin + _IN_A_GRID < len(found.photos),
    )


@blueprint.get("/p/<short>")
def short_link(short: str) -> Response:
    """Where flic.kr/p/... leads."""
    try:
        number = simulator().directory.photo_of_id(str(identifiers.from_base58(short)))
    except ValueError:
        number = None
    if number is None or not simulator().state.photo_is_visible(number):
        abort(404)
    return redirect(photo_path(number), 302)


@blueprint.get("/health/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@blueprint.get("/health/ready")
def ready() -> dict[str, object]:
    """The world is there (nothing is served before it is)."""
    return {
        "status": "ready",
        "users": simulator().directory.world.accounts,
        "seed": simulator().directory.world.seed,
    }
