"""Where requests to hosts come in: faults and limits first, then whoever stands for the host."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import flask
from werkzeug import Request, Response

from simulator.control.breakdown import broken_answer, delay, garbled
from simulator.control.call_log import CallLog
from simulator.control.faults import Fault, Faults
from simulator.hosts.calls import Call, Handler, json_answer, text_answer

_HUGE_BYTES = 10_500_000
_NOTED = ("tags", "q", "page", "pid", "limit", "per_page", "after", "before", "cursor", "max_id")


@dataclass(frozen=True)
class Limit:
    """How many calls a host takes within a time, and the status of its refusals."""

    calls: int
    per_seconds: float
    status: int = 429


class Desk:
    """All hosts. Names may be patterns of the form `*.domain`. Threads may share it."""

    def __init__(
        self,
        hosts: Mapping[str, Handler],
        *,
        limits: Mapping[str, Limit],
        faults: Faults,
        calls: CallLog,
        address: str,
    ) -> None:
        self._hosts, self._limits, self._faults, self._calls = hosts, limits, faults, calls
        self._address = address
        self._lock = threading.Lock()
        self._moments: defaultdict[str, deque[float]] = defaultdict(deque)
        self._first_answers: dict[tuple[Fault, str, str], Response] = {}

    def answer(self, request: Request, host: str, path: str) -> Response:
        """What the host answers to a request for a path (with the slash at its beginning)."""
        query = request.args.to_dict(flat=False)
        call = Call(
            host=host.lower(),
            method=request.method,
            path=path,
            query={name: values[-1] for name, values in query.items()},
            request=request,
            address=self._address,
        )
        noted = {name: call.query[name][:200] for name in _NOTED if name in call.query}
        if "per_page" in noted:
            noted["limit"] = noted.pop("per_page")
        begun, outcome = self._calls.begin(), "http 500"
        try:
            response = self._answer(call)
            outcome = "ok" if response.status_code < 400 else f"http {response.status_code}"
        finally:
            arguments = {"method": call.host, "path": path[:200], **noted}
            self._calls.end(begun, arguments=arguments, outcome=outcome)
        return response

    def _answer(self, call: Call) -> Response:
        handler = self._hosts.get(call.host) or self._hosts.get(f"*.{call.host.partition('.')[2]}")
        if handler is None:
            words = f"{call.host}: no such host. The simulator does not stand for it."
            return text_answer(words, 502, content_type="text/plain")
        verdict = self._faults.judge(where="hosts", method=call.path, api_key=call.host, host=call.host)
        delay(verdict)
        instead = broken_answer(verdict)
        if instead is not None:
            return instead
        if (limit := self._limits.get(call.host)) is not None and self._is_too_much(call.host, limit):
            return json_answer({"success": False, "message": "Throttled: slow down."}, limit.status)
        fault = verdict.fault
        if fault is None or fault.nonsense is None:
            return handler(call)
        return self._spoiled(call, handler, fault)

    def _is_too_much(self, host: str, limit: Limit) -> bool:
        now = time.monotonic()
        with self._lock:
            moments = self._moments[host]
            while moments and moments[0] <= now - limit.per_seconds:
                moments.popleft()
            if len(moments) >= limit.calls:
                return True
            moments.append(now)
            return False

    def _spoiled(self, call: Call, handler: Handler, fault: Fault) -> Response:
        if fault.nonsense == "huge":
            return Response(b'["' + b"x" * _HUGE_BYTES + b'"]', content_type="application/json")
        if fault.nonsense != "repeat":
            return garbled(cast(flask.Response, handler(call)), fault)  # it has all that is needed
        key = (fault, call.host, call.path)
        with self._lock:
            known = self._first_answers.get(key)
        if known is None:
            known = handler(call)
            with self._lock:
                if len(self._first_answers) > 100:
                    self._first_answers.clear()
                self._first_answers[key] = known
        return Response(known.get_data(), status=known.status_code, content_type=known.content_type)
