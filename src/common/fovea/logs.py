"""Logs: one JSON object a line (or coloured lines for people), with secrets taken out.

An event is a static name with keyword data: `log.info("batch_written", rows=500)`. Bind what belongs to all
lines of a piece of work with `with structlog.contextvars.bound_contextvars(run_id=..., item_id=...):`.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from pydantic import SecretBytes, SecretStr
from structlog.typing import EventDict, Processor, WrappedLogger

from fovea.settings import CommonSettings

REDACTED = "[redacted]"
LONGEST_TEXT = 20_000  # a traceback fits; the body of a message does not
_SECRET_NAME = re.compile(
    r"(secret|token|password|passwd|authorization|cookie|api_?key|signature|credential|verifier)",
    re.IGNORECASE,
)
_SECRET_IN_TEXT = re.compile(
    r"((?:[\w-]{0,40}(?:secret|token|password|api_key|signature|verifier|cookie)[\w-]{0,40})[\"']?\s*[=:]\s*[\"']?)([^\s&\"',}]+)"
    r"|((?:Bearer|OAuth|Basic)\s+)(\S+)"
    r"|(://[^/\s:@]*:)([^/\s@]+)(?=@)",
    re.IGNORECASE,
)
_QUIET = ("botocore", "boto3", "urllib3", "s3transfer", "werkzeug", "asyncio", "PIL", "flickrapi", "limits")


def configure(settings: CommonSettings, service: str) -> None:
    """Sends the logs of this process, and of its libraries, to standard output."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _naming(service),
        structlog.processors.format_exc_info,
        redact,
    ]
    if settings.log_format == "json":
        last: Processor = structlog.processors.JSONRenderer(serializer=_as_json)
    else:
        last = structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _StandardOutput()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


class _StandardOutput(logging.Handler):
    """Writes to whatever standard output is at that moment: it may be replaced while the process runs."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stdout.write(f"{self.format(record)}\n")
            sys.stdout.flush()
        except RecursionError:
            raise
        except Exception:  # noqa: BLE001 - logging never breaks what it reports on
            self.handleError(record)


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Takes secrets out of an event: by the name of the key, and out of texts and addresses by their form."""
    for name, value in event.items():
        event[name] = _clean(name, value)
    return event


def _clean(name: str, value: Any) -> Any:
    if name.startswith("_"):
        return value
    if isinstance(value, SecretStr | SecretBytes):
        return REDACTED
    if isinstance(value, str | bytes) and _SECRET_NAME.search(name):
        return REDACTED
    if isinstance(value, str):
        text = (
            value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]} [... {len(value)} characters]"
        )
        return _SECRET_IN_TEXT.sub(_without_secret, text)
    if isinstance(value, Mapping):
        return {key: _clean(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(name, inner) for inner in value]
    return value


def _without_secret(found: re.Match[str]) -> str:
    return (found[1] or found[3] or found[5]) + REDACTED


def _naming(service: str) -> Processor:
    def name(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)
        return event

    return name


def _as_json(event: EventDict, **_: Any) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
