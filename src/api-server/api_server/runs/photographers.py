"""Which photographers a run reads: those whose photos its account faved most often, up to a cap.

They come in twice: page by page in the puller's answers, so that reading them can begin early, and, when
the account's own list is complete, from that list itself. The second makes up for anything that the first
lost, and for what an incremental pull does not mention because it was faved long ago.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from api_server.runs.answers import REASONS
from api_server.runs.settings import RunSettings
from fovea import metrics
from fovea.clock import SECOND
from fovea.database import photographers, run_items
from fovea.database.run_items import DONE, FAILED, FAVORITES, WAITING, NewItem

LARGEST_WEIGHT = 999_999
LONGEST_EXTERNAL_ID = 64

_GONE = {"gone": "account_gone", "private": "account_private"}


@dataclass(frozen=True, kw_only=True)
class Present:
    """A photographer who is an item of the run already. One that is `held` may still make way for a heavier
    one.
    """

    item_id: int
    weight: int
    held: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What to change in the run: weights of new photographers by outside id, new weights and removals by
    item id.
    """

    new: dict[str, int] = field(default_factory=dict)
    reweighed: dict[int, int] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    capped: bool = False


def choose(found: Mapping[str, int], present: Mapping[str, Present], *, most: int) -> Choice:
    """The `most` heaviest of all that are found (weights by outside id) or present; what has been sent
    stays in any case.

    A weight that is found twice counts once, with the larger of the two numbers: pages of one list may
    overlap.
    """
    weights = {name: one.weight for name, one in present.items()}
    for name, weight in found.items():
        weights[name] = max(weights.get(name, 0), min(weight, LARGEST_WEIGHT))
    fixed = {name for name, one in present.items() if not one.held}
    ranked = sorted(weights.keys() - fixed, key=lambda name: (-weights[name], name))
    chosen = set(ranked[: max(0, most - len(fixed))])
    return Choice(
        new={name: weights[name] for name in ranked if name in chosen and name not in present},
        reweighed={
            one.item_id: weights[name]
            for name, one in present.items()
            if one.held and name in chosen and weights[name] > one.weight
        },
        removed=[one.item_id for name, one in present.items() if one.held and name not in chosen],
        capped=len(chosen) < len(ranked),
    )


def add_found(
    connection: Connection,
    run_id: int,
    found: Mapping[str, int],
    *,
    source: str,
    now: int,
    settings: RunSettings,
) -> None:
    """Make what was found items of the run, whose lock the caller holds. What the run has already adds
    nothing.

    Somebody read lately is done at once, somebody gone lately is failed at once, with the reason; neither
    is sent.
    """
    found = {
        name: weight for name, weight in found.items() if 0 < len(name) <= LONGEST_EXTERNAL_ID and weight > 0
    }
    if not found:
        return
    rows = run_items.photographers_in(connection, run_id)
    # The account itself is an item of its own run: that somebody faves their own photos makes no second one.
    subjects = {row.external_id for row in rows if row.discover}
    present = {
        row.external_id: Present(item_id=row.id, weight=row.weight, held=bool(row.held))
        for row in rows
        if not row.discover
    }
    wanted = {name: weight for name, weight in found.items() if name not in subjects}
    choice = choose(wanted, present, most=settings.max_photographers)
    run_items.remove(connection, choice.removed)
    run_items.reweigh(connection, choice.reweighed)
    new = items_of(connection, run_id, choice.new, source=source, now=now, settings=settings)
    run_items.add(connection, new, now=now)
    if choice.capped:
        metrics.count("photographers_capped")


def items_of(
    connection: Connection,
    run_id: int,
    weights: Mapping[str, int],
    *,
    source: str,
    now: int,
    settings: RunSettings,
) -> Sequence[NewItem]:
    """The items of these people as they begin, by outside id with their weights."""
    known = photographers.known(connection, source, list(weights))
    return [
        photographer(
            run_id, name, known=known.get(name), weight=weight, source=source, now=now, settings=settings
        )
        for name, weight in weights.items()
    ]


def photographer(  # noqa: PLR0913 - all by keyword but the two that name it
    run_id: int,
    external_id: str,
    *,
    known: Any,
    weight: int,
    source: str,
    now: int,
    settings: RunSettings,
) -> NewItem:
    """The item of a photographer, as it begins. `known` is what is stored of them (`photographers.known`),
    or None.
    """
    state, code = WAITING, None
    if known is not None and known.state in _GONE:
        if now - (known.state_at or 0) < settings.gone_recheck_seconds * SECOND:
            state, code = FAILED, _GONE[known.state]
    elif known is not None and now - (known.pulled_at or 0) < settings.photographer_fresh_seconds * SECOND:
        state = DONE
    return NewItem(
        run_id=run_id,
        source=source,
        kind=FAVORITES,
        external_id=external_id,
        weight=weight,
        state=state,
        fresh=state == DONE,
        code=code,
        reason=REASONS[code] if code else None,
    )
