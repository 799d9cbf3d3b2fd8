"""Pages of lists by number: the newest first, each page beginning where the one before ended, however much is
added meanwhile.
"""

from marshmallow import fields, validate

from api_server.schemas import Input

MOST = 100


class PageQuery(Input):
    """Which page."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))
    cursor = fields.String(
        load_default=None,
        validate=validate.Regexp(r"\A[0-9]{1,18}\Z", error="Take the `next_cursor` of the page before."),
        metadata={"description": "The `next_cursor` of the page before."},
    )


def before(cursor: str | None) -> int | None:
    """The number before which a page begins."""
    return None if cursor is None else int(cursor)


def next_cursor(numbers: list[int], *, limit: int) -> str | None:
    """The cursor of the next page, or None when this one was not full."""
    return str(numbers[-1]) if len(numbers) == limit else None


def cursor_field() -> fields.String:
    """The field that tells it."""
    return fields.String(
        required=True, allow_none=True, metadata={"description": "Of the next page; null: there is none."}
    )
