"""What every process does first."""

import structlog

from fovea import __version__, logs, metrics, unhandled
from fovea.settings import CommonSettings


def begin(settings: CommonSettings, service: str) -> None:
    """Sets up logs and metrics under the service's name, and notes exceptions that nothing catches."""
    logs.configure(settings, service)
    metrics.configure(settings, service)
    unhandled.watch()
    structlog.get_logger(__name__).info(
        "process_begun", version=__version__, environment=settings.environment
    )
