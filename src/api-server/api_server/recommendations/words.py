"""Why something is recommended, in words."""

from collections.abc import Mapping
from typing import Any

from api_server.recommendations.answer import Part, Person, Photo

Names = Mapping[int, Mapping[str, Any]]  # shapes of accounts, by number


def of_photo(photo: Photo, owner: Mapping[str, Any], names: Names) -> str:
    """One sentence about a photo."""
    who = [str(names[reason.account_id]["display_name"]) for reason in photo.reasons]
    others = photo.supporters - len(who)
    if others:
        who.append("1 other" if others == 1 else f"{others:,} others")
    sentence = f"Faved by {_listed(who)}, whose {'work' if len(who) > 1 else 'photos'} you fave or follow"
    bonus = next((part for part in photo.why or () if part.kind == "owner"), None)
    if bonus is not None and bonus.count:
        sentence += f"; it is by {owner['display_name']}, of whom you faved {_photos(bonus.count)}"
    return sentence + "."


def of_person(person: Person, name: str) -> str:
    """One sentence about a person."""
    shared = f"{name} faved {_photos(person.shared_favorites)} that you faved too"
    if not person.shared_favorites:
        return f"You faved {_photos(person.owned)} by {name}."
    return f"{shared}, and you faved {_photos(person.owned)} of theirs."


def of_part(part: Part, names: Names) -> str:
    """What a part of a score stands for."""
    if part.kind == "photographer" and part.account_id is not None:
        name = names[part.account_id]["display_name"]
        return f"{name} faved it; you share {_favorites(part.shared_favorites or 0)}"
    count = part.count or 0
    more = "1 more photographer" if count == 1 else f"{count:,} more photographers"
    known = f"you faved {_photos(count)} by" if count else "you follow"
    return _WORDS[part.kind].format(
        more=more, known=known, photos=_photos(count), favorites=_favorites(count)
    )


_WORDS = {
    "others": "{more} faved it",
    "owner": "{known} the same photographer",
    "likeness": "you dismissed {photos} by the same photographer",
    "newness": "it was posted lately, and you want more that is new",
    "popularity": "many people faved it, and you want more that is popular",
    "shared": "{favorites} that you share, the rare ones counting most",
    "owned": "{photos} of theirs that you faved",
    "followed": "you follow them",
    "dismissed": "they faved what you dismissed",
}


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _photos(count: int) -> str:
    return "1 photo" if count == 1 else f"{count:,} photos"


def _favorites(count: int) -> str:
    return "1 favourite" if count == 1 else f"{count:,} favourites"
