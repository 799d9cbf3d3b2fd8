"""Accounts as somebody names them in a search: one, or a list of them."""

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, fields

MOST_ACCOUNTS = 20
LONGEST_NAME = 300


class Accounts(fields.Field[list[str]]):
    """A name, or a list of names, as a list without white space around them."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
            raise ValidationError("Name an account, or give a list of names.")
        if not 0 < len(names) <= MOST_ACCOUNTS:
            raise ValidationError(f"Name 1 to {MOST_ACCOUNTS} accounts.")
        wanted = [name.strip() for name in names]
        if not all(0 < len(name) <= LONGEST_NAME for name in wanted):
            raise ValidationError(f"A name has 1 to {LONGEST_NAME} characters.")
        return list(dict.fromkeys(wanted))


def accounts_field() -> Accounts:
    """A field for the accounts among whose posts is searched."""
    name = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"}
    several = {"type": "array", "items": name, "minItems": 1, "maxItems": MOST_ACCOUNTS}
    return Accounts(
        load_default=None,
        allow_none=True,
        metadata={
            "anyOf": [name, several, {"type": "null"}],
            "description": "Only posted by one of these: user names, ids, source/id; or accounts of artists "
            "by their address or as network:name. In a form, the field may be repeated.",
        },
    )
