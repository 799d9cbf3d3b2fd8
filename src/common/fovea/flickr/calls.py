"""One call of a Flickr method and all that is around it: shared budget, retries, errors, measurements."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol, TypeVar

import msgspec
import stamina

from fovea import metrics
from fovea.errors import FoveaError, SourceBudgetUsedUp, SourceUnavailable
from fovea.flickr.answers import NonsenseError
from fovea.flickr.api import Api, Token
from fovea.flickr.error_codes import error_of_code, error_of_transport, is_success
from fovea.flickr.site import Site
from fovea.flickr.transport import TransportError
from fovea.flickr.values import number_of, text_of
from fovea.settings import FlickrSettings

Parsed = TypeVar("Parsed")

SOURCE = "flickr"
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
PATIENCE_SECONDS = 30.0


class CallBudget(Protocol):
    """The source's shared budget (`fovea.rate_limits.Budget`)."""

    def take(self, *, background: bool = False) -> None:
        """Takes one call, or raises `SourceBudgetUsedUp`."""


class Caller:
    """Calls Flickr's methods for one purpose. `count` is how many calls it made, retries included.

    Transient failures are tried again up to `flickr_retries` times with exponential backoff and jitter, or
    after the time that Flickr names in Retry-After, as long as all waits stay within `patience_seconds`.
    """

    def __init__(
        self,
        settings: FlickrSettings,
        budget: CallBudget,
        *,
        token: Token | None = None,
        background: bool = False,
        patience_seconds: float = PATIENCE_SECONDS,
        gate: AbstractContextManager[object] | None = None,
    ) -> None:
        self.site = Site(settings.flickr_base_url)
        self.timeout_seconds = settings.flickr_timeout_seconds
        self.count = 0
        self._attempts = settings.flickr_retries + 1
        self._budget = budget
        self._background = background
        self._patience_seconds = patience_seconds
        self._gate = gate or nullcontext()
        self._api = Api(
            settings.flickr_api_key.get_secret_value(),
            settings.flickr_api_secret.get_secret_value(),
            site=self.site,
            timeout_seconds=self.timeout_seconds,
            token=token,
        )

    def ask(
        self, method: str, parse: Callable[[Any], Parsed], *, once: bool = False, **parameters: Any
    ) -> Parsed:
        """What `parse` makes of the method's answer. With `once`, a failure is not tried again.

        Raises `SourceBudgetUsedUp`, `SourceUnavailable` when Flickr stays out of reach, and the permanent
        errors of `fovea.flickr.error_codes`. Never gives None for a failure.
        """
        attempts = stamina.retry_context(
            on=self._may_try_again,
            attempts=1 if once else self._attempts,
            timeout=self._patience_seconds,
            wait_initial=FIRST_WAIT_SECONDS,
            wait_max=LONGEST_WAIT_SECONDS,
            wait_jitter=FIRST_WAIT_SECONDS,
        )
        for attempt in attempts:
            with attempt:
                if attempt.num > 1:
                    metrics.count("source_retries", Source=SOURCE)
                return self._measured(method, parse, parameters)
        raise AssertionError("unreachable")

    def _measured(self, method: str, parse: Callable[[Any], Parsed], parameters: dict[str, Any]) -> Parsed:
        self._budget.take(background=self._background)
        self.count += 1
        metrics.count("source_calls", Source=SOURCE)
        try:
            return self._once(method, parse, parameters)
        except FoveaError as error:
            metrics.count("source_errors", Code=str(error.extra.get("source_code", error.code)))
            raise

    def _once(self, method: str, parse: Callable[[Any], Parsed], parameters: dict[str, Any]) -> Parsed:
        try:
            with self._gate, metrics.time("source_call_seconds", Source=SOURCE):
                body = self._api.call(method, **parameters)
            answer = msgspec.json.decode(body)
            status = answer.get("stat") if isinstance(answer, dict) else None
            code = number_of(answer.get("code")) if status == "fail" else None
            if code is not None and not is_success(method, code):
                raise error_of_code(method, code, text_of(answer.get("message")) or "")
            if code is None and status != "ok":
                raise NonsenseError("an answer without a status")
            return parse(answer)
        except TransportError as failure:
            raise error_of_transport(failure) from failure
        except (msgspec.DecodeError, UnicodeDecodeError, NonsenseError) as nonsense:
            raise SourceUnavailable(
                "Flickr answered with something that cannot be read; try again later", source_code="nonsense"
            ) from nonsense

    def _may_try_again(self, error: Exception) -> bool | float:
        if not isinstance(error, SourceUnavailable) or isinstance(error, SourceBudgetUsedUp):
            return False
        asked: float | None = error.extra.get("retry_after_seconds")
        if asked is None:
            return True
        return asked + random.uniform(0, FIRST_WAIT_SECONDS) if asked <= self._patience_seconds else False
