"""One site's API: every call is polite, measured, tried again where that may help, and fails in words."""

import random
import time
from collections.abc import Callable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

import msgspec
import stamina

from fovea import clock, metrics
from fovea.errors import (
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceBudgetUsedUp,
    SourceRefused,
    SourceUnavailable,
)
from fovea.retry_after import retry_after_seconds
from puller.politeness.limits_told import limits_told
from puller.politeness.sharing import PATIENCE_SECONDS, Politeness
from puller.politeness.web import RawAnswer, Web

if TYPE_CHECKING:  # sources need politeness
    from puller.sources.sites import Site

ATTEMPTS = 3
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
# After a 429 without Retry-After.
USUAL_PAUSE_SECONDS = 30.0
_BUSY = frozenset({421, 429})  # 421: moebooru's word for it
_NOTHING_THERE = frozenset({404, 410})
_PASSING = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class Answer:
    """What a site answered."""

    def __init__(self, site: "Site", raw: RawAnswer) -> None:
        self._site = site
        self.url = raw.url
        self.status = raw.status
        self.headers = raw.headers
        self.body = raw.body

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """What the body says. Raises `SourceUnavailable` (source code `nonsense`) when it is no JSON: pages
        of a firewall or of a site under repair come and go.
        """
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            kind = self.headers.get("content-type", "").partition(";")[0] or "nothing"
            raise SourceUnavailable(
                f"{self._site.title} answered with {kind} instead of JSON; try again later",
                source_code="nonsense",
            ) from error


class _Count:
    """Of calls, retries included."""

    calls = 0


class Asker:
    """Asks one site for one job.

    `refusal` may turn an answer that is no success into an error of its own (a tag limit, a private
    community); it gives None where the general rules hold.
    """

    def __init__(
        self,
        site: "Site",
        politeness: Politeness,
        web: Web,
        *,
        background: bool = False,
        refusal: Callable[[Answer], FoveaError | None] | None = None,
    ) -> None:
        self.site = site
        self._counted = _Count()
        self._politeness = politeness
        self._web = web
        self._background = background
        self._refusal = refusal

    @property
    def calls(self) -> int:
        """How many calls were made, those `at` hosts and `of` other sites included."""
        return self._counted.calls

    def at(self, host: str) -> "Asker":
        """Asks one of the many hosts of a site, which has limits and bad days of its own."""
        there = copy(self)
        there.site = self.site.at(host)
        return there

    def of(self, site: "Site", *, refusal: Callable[[Answer], FoveaError | None] | None = None) -> "Asker":
        """Asks another site for the same job."""
        there = copy(self)
        there.site = site
        there._refusal = refusal  # noqa: SLF001 - a copy of our own
        return there

    def key_refused(self, told: str, **extra: Any) -> SourceRefused:
        """The error of a site that does not take our key, in its words; its health tells of it, too."""
        set_too = ", or set it" if self.site.auth == "optional" else ""
        words = f"{self.site.title} does not take our key ({told}): check {self.site.key_names}{set_too}"
        self._politeness.health.key_refused(self.site.name, words)
        return SourceRefused(words, code="key_refused", **extra)

    def paid(self, *, posts: int = 0, people: int = 0) -> None:
        """So many posts and people were told, each of which costs at some sites."""
        self._politeness.spending.paid(self.site, posts=posts, people=people)

    def get(
        self,
        url: str,
        query: Mapping[str, object] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
        accept: frozenset[int] = frozenset({200}),
        **more: Any,
    ) -> Answer:
        """The answer to a GET; its status is one of `accept`. See `ask` for what is raised, and `Web.ask` for
        `more`.
        """
        return self.ask("GET", url, query=query, headers=headers, follow=follow, accept=accept, **more)

    def post(
        self, url: str, form: Mapping[str, object], *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer to a POST of a form."""
        return self.ask("POST", url, form=form, headers=headers)

    def ask(
        self, method: str, url: str, *, accept: frozenset[int] = frozenset({200}), **request: Any
    ) -> Answer:
        """The answer, tried again with growing pauses while the failure may pass.

        Raises `SourceBudgetUsedUp` (put off), `SourceUnavailable` (perhaps later; `retry_after_seconds` when
        the site named a time), `SourceRefused` and what `refusal` gives (never).
        """
        attempts = stamina.retry_context(
            on=_may_try_again,
            attempts=ATTEMPTS,
            timeout=30.0,
            wait_initial=FIRST_WAIT_SECONDS,
            wait_max=LONGEST_WAIT_SECONDS,
            wait_jitter=FIRST_WAIT_SECONDS,
        )
        for attempt in attempts:
            with attempt:
                if attempt.num > 1:
                    metrics.count("source_retries", Source=self.site.name)
                return self._once(method, url, accept, request)
        raise AssertionError("unreachable")

    def _once(self, method: str, url: str, accept: frozenset[int], request: Mapping[str, Any]) -> Answer:
        self._politeness.before_call(self.site, background=self._background)
        self._counted.calls += 1
        metrics.count("source_calls", Source=self.site.name)
        begun = time.perf_counter()
        try:
            answer = Answer(self.site, self._web.ask(method, url, **request))
        except SourceUnavailable as error:
            self._politeness.failed(self.site, error.detail)
            error.detail = f"{self.site.title} {error.detail}"
            raise
        except SourceRefused as error:
            error.detail = f"{self.site.title} {error.detail}"
            raise
        metrics.record("source_call_seconds", time.perf_counter() - begun, Source=self.site.name)
        self._note_limits(answer)
        if answer.status in accept:
            self._politeness.succeeded(self.site)
            return answer
        problem = self._problem_of(answer)
        metrics.count("source_errors", Code=str(problem.extra.get("source_code", problem.code)))
        raise problem

    def _note_limits(self, answer: Answer) -> None:
        told = limits_told(answer.headers)
        if told is None:
            return
        left, seconds = told
        self._politeness.health.told_of_limits(
            self.site.limited_as, left=left, reset_at=clock.now() + round(seconds * clock.SECOND)
        )
        if left < 1 and seconds > 0:
            self._politeness.asked_for_a_pause(self.site, seconds)

    def _problem_of(self, answer: Answer) -> FoveaError:
        own = self._refusal(answer) if self._refusal is not None else None
        if own is not None:
            if isinstance(own, SourceUnavailable) and not isinstance(own, SourceBudgetUsedUp):
                self._politeness.failed(self.site, own.detail)
            elif is_an_answer(own):
                self._politeness.succeeded(self.site)
            return own
        status, title = answer.status, self.site.title
        asked = retry_after_seconds(answer.headers.get("retry-after"))
        if status in _BUSY or (status == 503 and asked is not None):
            pause = asked if asked is not None else USUAL_PAUSE_SECONDS
            self._politeness.asked_for_a_pause(self.site, pause)
            return SourceUnavailable(
                f"{title} asks for {pause:g} seconds of patience",
                source_code=f"http_{status}",
                retry_after_seconds=pause,
            )
        if status in _PASSING:
            self._politeness.failed(self.site, f"answered with HTTP status {status}")
            return SourceUnavailable(
                f"{title} answered with HTTP status {status}", source_code=f"http_{status}"
            )
        if status in {401, 403} and self.site.auth != "none":
            return self.key_refused(f"HTTP status {status}", source_code=f"http_{status}")
        if status in _NOTHING_THERE:
            self._politeness.succeeded(self.site)
        return SourceRefused(f"{title} answered with HTTP status {status}", source_code=f"http_{status}")


def is_an_answer(problem: FoveaError) -> bool:
    """Whether a problem is what a site that is well says of what it was asked for: that there is no such
    thing, that it is not for everybody, or that such a search is not allowed.
    """
    return isinstance(problem, NotFound | AccountPrivate) or problem.code == "tags_refused"


def _may_try_again(error: Exception) -> bool | float:
    if not isinstance(error, SourceUnavailable) or isinstance(error, SourceBudgetUsedUp):
        return False
    if error.code == "breaker_open":
        return False
    asked: float | None = error.extra.get("retry_after_seconds")
    if asked is None:
        return True
    return asked + random.uniform(0, FIRST_WAIT_SECONDS) if asked <= PATIENCE_SECONDS else False
