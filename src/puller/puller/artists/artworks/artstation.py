"""ArtStation, through what its own pages read (`/projects/HASH.json`; seen in gallery-dl's and Danbooru's
sources): one project, whose pictures are told in its assets.
"""

import re
from collections.abc import Mapping
from typing import Any

from fovea.artists.links_in_text import links_in
from fovea.artists.records import ArtistName, Artwork, ArtworkAddress, ImageLink, Role
from fovea.errors import FoveaError, NotFound, SourceRefused
from puller.artists.artworks.contract import MOST_ARTISTS, markup, not_an_artwork, parts_in
from puller.artists.sites import ARTSTATION as SITE
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Site, UrlForm, compile_path

# The hash of a project, or the words of its title in addresses of earlier years.
_NAME = r"([A-Za-z0-9][A-Za-z0-9_-]{1,100})"
_PROJECT = compile_path(rf"/(?:artwork|projects)/{_NAME}(?:\.json)?")
_AT_USER = compile_path(rf"/projects/{_NAME}")
_USER_HOST = re.compile(r"([a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)\.artstation\.com")
_NOT_USERS = frozenset({"www", "magazine", "cdn", "cdna", "cdnb", "help", "api", "ws", "dash"})
_NOT_PROJECTS = frozenset({"new", "edit", "latest", "search", "trending"})
_COVER = "cover"


class ArtStation:
    """ArtStation as a site of artworks."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="one project", example="https://www.artstation.com/artwork/04XA4"),
        UrlForm(
            meaning="one project at its artist's", example="https://somebody.artstation.com/projects/04XA4"
        ),
    )

    def understand(self, url: str) -> ArtworkAddress | None:
        """Projects, also at the hosts of their artists."""
        parts = parts_in(url)
        if parts is None:
            return None
        user = _USER_HOST.fullmatch(parts.host)
        if parts.host in {"www.artstation.com", "artstation.com"}:
            project = _PROJECT.fullmatch(parts.path)
        elif user is not None and user[1] not in _NOT_USERS:
            project = _AT_USER.fullmatch(parts.path)
        else:
            return None
        if project is None or project[1].lower() in _NOT_PROJECTS:
            return None
        return ArtworkAddress(site="artstation", external_id=project[1], url=_url(project[1]))

    def refusal(self, answer: Answer) -> FoveaError | None:
        """404 is no such project; 403 the wall before the site, or a project that is not for all."""
        if answer.status in {404, 410}:
            return NotFound("ArtStation has no such project, or no longer")
        if answer.status in {401, 403}:
            return SourceRefused(
                "ArtStation does not let programs in at the moment", source_code=f"http_{answer.status}"
            )
        return None

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What ArtStation tells of a project."""
        told = reading.mapping(asker.get(f"{SITE.api}/projects/{address.external_id}.json").json())
        images = _images(reading.objects(told.get("assets")))
        if not images:
            raise not_an_artwork("This project shows no pictures")
        number = reading.text(told.get("hash_id"), longest=100) or address.external_id
        description = told.get("description") or told.get("description_html")
        return Artwork(
            site="artstation",
            external_id=number if re.fullmatch(_NAME, number) else address.external_id,
            url=reading.address(told.get("permalink")) or address.url,
            own=True,
            title=reading.text(told.get("title")) or "",
            images=images,
            posted_at=reading.moment(told.get("published_at")) or reading.moment(told.get("created_at")),
            mature=any(
                told.get(name) is True for name in ("adult_content", "admin_adult_content", "hide_as_adult")
            ),
            artists=_artists(told),
            links=links_in(markup(description), where="mention", base=f"{SITE.api}/"),
        )


def _url(name: str) -> str:
    return f"{SITE.api}/artwork/{name}"


def _artists(told: Mapping[str, Any]) -> tuple[ArtistName, ...]:
    """The owner, and those with whom the project was made."""
    owner = _person(reading.mapping(told.get("user")), "artist")
    others = [_person(one, "collaborator") for one in reading.objects(told.get("collaborators"))]
    found: dict[str | None, ArtistName] = {}
    for one in (owner, *others):
        if one is not None:
            found.setdefault(one.handle, one)
    return tuple(found.values())[:MOST_ARTISTS]


def _person(told: Mapping[str, Any], role: Role) -> ArtistName | None:
    handle = reading.text(told.get("username"), longest=100)
    if handle is None or not re.fullmatch(r"[A-Za-z0-9_-]+", handle):
        return None
    return ArtistName(
        name=reading.text(told.get("full_name"), longest=200) or handle,
        handle=handle.lower(),
        url=f"{SITE.api}/{handle.lower()}",
        external_id=reading.text(told.get("id"), longest=20),
        role=role,
    )


def _images(assets: list[dict[str, Any]]) -> tuple[ImageLink, ...]:
    """The pictures in their order; the cover, which is a part of one of them, only where nothing else is."""
    usable = [
        (one, size)
        for one in assets
        if one.get("has_image") is not False
        and (size := reading.size(one.get("image_url"), one.get("width"), one.get("height"))) is not None
    ]
    shown = [one for one in usable if one[0].get("asset_type") != _COVER] or usable
    ordered = sorted(shown, key=lambda one: reading.number(one[0].get("position")) or 0)
    return tuple(
        ImageLink(url=size.url, width=size.width, height=size.height, page=number)
        for number, (_, size) in enumerate(ordered, start=1)
    )
