"""What a mute means: whom, which tag or which group a value names, and what to call it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from api_server import people
from api_server.context import Context
from api_server.converters import LARGEST_ID
from api_server.steering import pools
from fovea.database import accounts, mutes
from fovea.database.engine import read
from fovea.errors import InvalidInput
from fovea.flickr.tags import clean_tag
from fovea.flickr.values import nsid_of

SOURCE = "flickr"


@dataclass(frozen=True)
class Named:
    """What is to be muted, as it is stored."""

    kind: str
    value: str
    label: str


def checked(kind: str, value: str) -> tuple[str, str]:
    """Kind and stored value of what a client names. Raises InvalidInput for what can name nothing."""
    match kind:
        case mutes.ACCOUNT:
            if not (value.isascii() and value.isdigit() and 0 < int(value[:20]) <= LARGEST_ID):
                raise _wrong("value", "An account is named by its number here, as in 17.")
            return kind, str(int(value))
        case mutes.TAG:
            tag = clean_tag(value)
            if not tag:
                raise _wrong("value", "Nothing is left of this tag: it has no letters or digits.")
            if len(tag) > mutes.LONGEST_VALUE:
                raise _wrong("value", f"A tag has at most {mutes.LONGEST_VALUE} letters.")
            return kind, tag
        case mutes.GROUP:
            if nsid_of(value) is None:
                raise _wrong("value", "A group is named by its id at Flickr, as in 34427469792@N01.")
            return kind, mutes.group_value(SOURCE, value)
    raise _wrong("kind", f"What can be muted is one of {', '.join(mutes.KINDS)}.")


def identify(context: Context, kind: str, value: str) -> Named:
    """What a checked value names. A group's photos are read now, unless that was done lately. Raises
    NotFound, or what the source refuses it with.
    """
    if kind == mutes.ACCOUNT:
        with read(context.engine) as connection:
            account = people.require(connection, int(value))
        return Named(kind, value, account.external_id)  # the name may change, and may be erased
    if kind == mutes.GROUP:
        return Named(kind, value, pools.ensure(context, *mutes.group_of(value)))
    return Named(kind, value, value)


def people_of(connection: Connection, muted: list[mutes.Mute]) -> dict[str, accounts.Account]:
    """The accounts among these mutes, by value."""
    numbers = [int(one.value) for one in muted if one.kind == mutes.ACCOUNT]
    return {str(number): account for number, account in accounts.get_many(connection, numbers).items()}


def shown_value(mute: mutes.Mute) -> str:
    """A mute's value as clients name it."""
    return mutes.group_of(mute.value)[1] if mute.kind == mutes.GROUP else mute.value


def _wrong(field: str, reason: str) -> InvalidInput:
    return InvalidInput(reason, errors={field: [reason]})
