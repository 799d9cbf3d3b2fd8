"""What pullers say that links lead to, written down: further links, or why there are none.

Answers may come twice, late, in parts, and in any order. Therefore:

- a link that is done or removed never changes again, and neither does one that is an image's;
- what a link leads to counts whatever sending it answers, also after the link was given up;
- every other outcome counts for the present sending only, and once: the link waits, or has ended, then.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from fovea import clock
from fovea.database import link_dispatch, link_resolving, links
from fovea.database.link_dispatch import Ended
from fovea.database.link_resolving import MOST_ATTEMPTS, TRIED_AGAIN_AFTER
from fovea.database.links import DONE, FAILED, IMAGE, KINDS, SENT, UNKNOWN, WAITING, Link, NewLink
from fovea.messages import LinkRecord, PullResponse, ResolvedLink

MOST_GENERATIONS = 3
LINK_UNKNOWN = "link_unknown"
TOO_FAR = "link_too_far"
WITHOUT_PICTURE = "link_without_picture"
LEFT_OUT = "left_out"

_LONGEST_DEFERRAL = clock.DAY
_SHORTEST_DEFERRAL = 10 * clock.SECOND
_LARGEST_POSITION = 2**32 - 1
_LARGEST_ID = 2**63 - 1
_FOR_GOOD = frozenset({"gone", "private", "refused"})


@dataclass(kw_only=True)
class Written:
    """What answers have done. `fresh`: links to images, to be sent after the commit, by whether they are of
    the background; `resolved`: links that led to others; `failed`: codes of tries that did not.
    """

    fresh: dict[bool, list[int]] = field(default_factory=dict)
    resolved: list[Link] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)


def write(connection: Connection, answers: Sequence[PullResponse], *, now: int) -> Written:
    """Write down answers, whose `item_id` is the deadline of the sending that they belong to."""
    return _Writer(connection, now=now).write(answers)


def from_record(record: LinkRecord, *, post_id: int, **more: object) -> NewLink | None:
    """The link that a source or a puller tells of; None when it cannot be stored. In the background."""
    if not links.is_address(record.url):
        return None
    fields = {
        "kind": record.kind if record.kind in KINDS else UNKNOWN,
        "position": max(0, min(record.position, _LARGEST_POSITION)),
        "md5": _digest(record.md5, 16),
        "sha256": _digest(record.sha256, 32),
        "background": True,
    }
    return NewLink(post_id=post_id, url=record.url, **(fields | more))  # type: ignore[arg-type]


class _Writer:
    def __init__(self, connection: Connection, *, now: int) -> None:
        self._connection = connection
        self._now = now
        self._written = Written()
        self._ended: list[Ended] = []
        self._children: list[NewLink] = []
        self._settled: set[int] = set()

    def write(self, answers: Sequence[PullResponse]) -> Written:
        ordered = sorted(answers, key=lambda one: one.final)  # the parts of an answer before its end
        named = {one.link_id for answer in ordered for one in answer.resolved}
        sendings = {answer.item_id for answer in ordered if answer.final}
        self._links = link_resolving.lock(self._connection, named, sendings)
        self._generations = link_resolving.generations_of(self._connection, self._links.values())
        for answer in ordered:
            for one in answer.resolved:
                self._take(one, answer)
            if answer.final:
                self._end_sending(answer)
        link_dispatch.end(self._connection, self._ended, now=self._now)
        added = links.add(self._connection, self._children, now=self._now)
        for number, link in links.get_many(self._connection, added.fresh).items():
            self._written.fresh.setdefault(link.background, []).append(number)
        return self._written

    def _take(self, one: ResolvedLink, answer: PullResponse) -> None:
        link = self._links.get(one.link_id)
        if link is None or link.id in self._settled or link.kind == IMAGE:
            return
        if link.state in (links.DONE, links.REMOVED):
            return
        if one.outcome == "ok":
            self._settled.add(link.id)
            self._lead_on(link, one.children)
        elif _is_present(link, answer):
            self._settled.add(link.id)
            self._fail(link, one)

    def _end_sending(self, answer: PullResponse) -> None:
        """Links of the sending of which its answer says nothing: the whole job failed, or left them out."""
        for link in self._links.values():
            if link.id in self._settled or not _is_present(link, answer):
                continue
            self._settled.add(link.id)
            self._fail(
                link,
                ResolvedLink(
                    link_id=link.id,
                    # Whatever was wrong with the job, it was not the link.
                    outcome="deferred" if answer.outcome == "deferred" else "unavailable",
                    code=answer.code or LEFT_OUT,
                    reason=answer.reason or "The puller said nothing about it",
                    retry_at=answer.retry_at,
                ),
            )

    def _lead_on(self, link: Link, children: Sequence[LinkRecord]) -> None:
        own = next((one for one in children if one.url == link.url), None)
        others = [one for one in children if one.url != link.url]
        generation = self._generations[link.id]
        if others and generation >= MOST_GENERATIONS:
            reason = f"It leads on to other links, the {MOST_GENERATIONS + 1}th in a row"
            self._end(link, FAILED, TOO_FAR, reason)
            return
        made = [child for one in others if (child := _child(one, of=link)) is not None]
        self._children += made
        if own is not None:
            self._turn(link, own)
        elif made:
            self._end(link, DONE)
            self._written.resolved.append(link)
        else:
            self._end(link, FAILED, WITHOUT_PICTURE, "It leads to no picture")

    def _turn(self, link: Link, own: LinkRecord) -> None:
        """The link is of another kind than was thought."""
        kind = own.kind if own.kind in KINDS else UNKNOWN
        if kind == IMAGE:
            next_at = self._now + links.SENT_WITHIN
            link_resolving.change_kind(self._connection, link, kind, next_at=next_at, attempts=0)
            self._written.fresh.setdefault(link.background, []).append(link.id)
            self._written.resolved.append(link)
        elif link.attempts < MOST_ATTEMPTS:
            next_at = self._now + (0 if kind != link.kind else TRIED_AGAIN_AFTER)
            link_resolving.change_kind(
                self._connection, link, kind, next_at=next_at, attempts=max(1, link.attempts)
            )
        else:
            self._end(link, FAILED, WITHOUT_PICTURE, "It leads to nothing but itself")

    def _fail(self, link: Link, one: ResolvedLink) -> None:
        code, reason = one.code or one.outcome, one.reason or "There is no picture"
        asked = min(one.retry_at or 0, self._now + _LONGEST_DEFERRAL)
        if one.outcome == "deferred":
            next_at = max(asked, self._now + _SHORTEST_DEFERRAL)
            self._ended.append(Ended(link.id, WAITING, code, reason, next_at=next_at, counts=False))
        elif one.outcome in _FOR_GOOD or link.attempts >= MOST_ATTEMPTS:
            if code == LINK_UNKNOWN and link.kind != UNKNOWN:
                link_resolving.change_kind(
                    self._connection, link, UNKNOWN, next_at=self._now, attempts=link.attempts
                )
            self._end(link, FAILED, code, reason)
        else:
            next_at = max(asked, self._now + TRIED_AGAIN_AFTER)
            self._ended.append(Ended(link.id, WAITING, code, reason, next_at=next_at))
            self._written.failed[code] += 1

    def _end(self, link: Link, state: str, code: str | None = None, reason: str | None = None) -> None:
        self._ended.append(Ended(link.id, state, code, reason))
        if code is not None:
            self._written.failed[code] += 1


def _is_present(link: Link, answer: PullResponse) -> bool:
    """Whether this is the answer that the link waits for."""
    return link.state == SENT and link.next_at == answer.item_id and link.kind != IMAGE


def _child(record: LinkRecord, *, of: Link) -> NewLink | None:
    return from_record(
        record,
        post_id=of.post_id,
        position=min(of.position + max(0, record.position), _LARGEST_POSITION),
        parent_id=of.id,
        keep=of.keep,
        background=of.background,
        batch=of.batch,
    )


def _digest(text: str | None, length: int) -> bytes | None:
    """The bytes of a digest in hexadecimal; None for what is none."""
    try:
        digest = bytes.fromhex(text or "")
    except ValueError:
        return None
    return digest if len(digest) == length else None


def of_links(answers: Iterable[PullResponse]) -> list[PullResponse]:
    """Those that answer sendings of links: jobs of runs name their run. Not those with numbers that no row
    can have: one absurd message must not hold up those that came with it.
    """
    return [
        one
        for one in answers
        if not one.run_id
        and 0 < one.item_id <= _LARGEST_ID
        and all(0 < told.link_id <= _LARGEST_ID for told in one.resolved)
    ]
