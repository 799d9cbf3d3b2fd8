"""Artists as boards name them: by tags, some of which say that nobody knows, or something else entirely."""

from collections.abc import Iterable
from urllib.parse import quote

from fovea.artists.addresses import account
from fovea.artists.records import ArtistName, Role
from puller.artists.artworks.contract import MOST_ARTISTS

# Tags among those of artists that are nobody's name, in the spelling of all boards taken together.
NOBODY = frozenset(
    {
        "anonymous", "anonymous_artist", "artist_needed", "artist_not_credited", "artist_request",
        "artist_unknown", "avoid_posting", "banned_artist", "conditional_dnp", "dnp_artist",
        "epilepsy_warning", "needs_artist", "official_art", "photographer_request", "sound_edit",
        "sound_warning", "tagme", "third-party_edit", "third-party_request", "unknown", "unknown_artist",
        "unknown_artist_signature", "various_artists",
    }
)  # fmt: skip
_SUFFIXES = ("_(artist)", "_(circle)", "_(illustrator)", "_(mangaka)")


def artists(
    tags: Iterable[str], *, network: str | None, page: str, role: Role = "artist"
) -> tuple[ArtistName, ...]:
    """The people of these tags at a board: their page is that of the `network` of this name; where it is
    none, `page` has a place for the tag.
    """
    found: dict[str, ArtistName] = {}
    for tag in tags:
        handle = " ".join(tag.split())
        if handle and handle.replace(" ", "_").lower() not in NOBODY:
            found.setdefault(handle, _artist(handle, network, page, role))
    return tuple(found.values())[:MOST_ARTISTS]


def _artist(handle: str, network: str | None, page: str, role: Role) -> ArtistName:
    try:
        url = account(network, handle).url if network is not None else None
    except ValueError:  # a tag that can be no artist's there
        url = None
    return ArtistName(
        name=_name(handle),
        handle=handle,
        url=url if url is not None else page.format(quote(handle, safe="")),
        role=role,
    )


def _name(handle: str) -> str:
    for suffix in _SUFFIXES:
        handle = handle.removesuffix(suffix) or handle
    return " ".join(handle.replace("_", " ").split()) or handle
