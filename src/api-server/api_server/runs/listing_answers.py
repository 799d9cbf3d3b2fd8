"""What the answers to parts of listings, to checks and to pages bring: the next part, and what a source says.

The first whole answer to a part is the one that counts: where it says that the list goes on, the next part
begins, in the same transaction. Answers that come after it change nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from api_server.runs import answers, listing_plans
from fovea.artists.records import Unread
from fovea.database import artist_search_pages, fitting, listing_checks, listing_parts, listing_runs
from fovea.database.listing_parts import Part
from fovea.database.listing_runs import Planned
from fovea.database.run_items import CHECK, PAGE, POSTS, Item
from fovea.messages import PullResponse

REPEATS = "listing_repeats"
TOO_LONG = "listing_too_long"
LONGEST_CURSOR = 4_000


def apply(
    connection: Connection, items: Mapping[int, Item], answered: Mapping[int, PullResponse], *, now: int
) -> dict[int, Item]:
    """Take in whole answers (by item) to those of these items that are parts, checks or pages; items that are
    something else now: failed, because their answer leads nowhere.
    """
    changed: dict[int, Item] = {}
    parts = listing_parts.of_items(connection, [one for one in answered if items[one].kind == POSTS])
    plans = listing_runs.plans(connection, {part.run_id for part in parts.values()})
    for item_id, response in answered.items():
        item = items[item_id]
        code = None
        if item.kind == CHECK:
            code = _checked(connection, item, response)
        elif item.kind == PAGE:
            code = _page_read(connection, item, response, now=now)
        elif item_id in parts and item.run_id in plans:
            part, plan = parts[item_id], plans[item.run_id]
            code = _go_on(connection, item, part, plan, response, now=now)
        if code is not None:
            changed[item_id] = answers.failed(item, code=code, reason=response.reason, now=now)
    return changed


def _checked(connection: Connection, item: Item, response: PullResponse) -> str | None:
    if response.checked is None:
        return "source_refused"
    listing_checks.note_answer(connection, item.id, response.checked)
    return None


def _page_read(connection: Connection, item: Item, response: PullResponse, *, now: int) -> str | None:
    """Keep what stood on a page; what a page about people says, for others, too."""
    told = response.page_read
    if told is None or told.answer is None:
        return "source_refused"
    if not artist_search_pages.note_answer(connection, item.id, told, now=now):
        return "answer_too_large"
    page = artist_search_pages.wanted_by(connection, [item.id])[item.id]
    if page.kind != "artwork" and not isinstance(told.answer, Unread):
        artist_search_pages.keep(connection, {page: told}, now=now)
    return None


def _go_on(
    connection: Connection, item: Item, part: Part, plan: Planned, response: PullResponse, *, now: int
) -> str | None:
    """Insert the next part, if there is more to read; the code of what is wrong with the answer, or None."""
    newest = fitting.moment(response.newest)
    cursor = response.cursor if response.more else None
    if cursor is not None and len(cursor) > LONGEST_CURSOR:
        return "listing_cursor"
    listing_parts.note_answer(connection, item.id, next_cursor=cursor, newest=newest)
    if response.code == REPEATS:
        return REPEATS
    number = part.number + 1
    pages = listing_plans.pages_of_part(plan, number)
    if cursor is None or not pages:
        return None
    if cursor in listing_parts.cursors(connection, item.run_id):
        return REPEATS
    if number >= listing_plans.MOST_PARTS:
        return TOO_LONG
    listing_parts.add(
        connection,
        item.run_id,
        number=number,
        listing_id=plan.listing_id,
        source=item.source,
        cursor=cursor,
        pages=pages,
        now=now,
    )
    return None


def kept_waiting(item: Item, *, deadline_at: int) -> Item:
    """A part that is answered, but whose posts are not all stored in time, waits on: asked again, its pages
    would not be the same ones.
    """
    return replace(item, attempts=item.attempts + 1, deadline_at=deadline_at)
