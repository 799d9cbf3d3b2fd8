"""What every process does first."""

import gc

import structlog

from fovea import __version__, logs, metrics, unhandled
from fovea.settings import CommonSettings

# Objects that may come before the youngest are searched for garbage. A page of favourites, or a list of
# recommendations, makes tens of thousands at once; Python's own 700 has each of them searched many times,
# which takes a tenth of a busy process's time and finds nothing.
YOUNG_OBJECTS = 50_000


def begin(settings: CommonSettings, service: str) -> None:
    """Sets up logs and metrics under the service's name, and notes exceptions that nothing catches.

    What has been imported until now stays as long as the process: it is never searched for garbage again, nor
    taken apart at the end. Those who start services need not search it while it is imported (`gc.disable`).
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
    gc.enable()
    logs.configure(settings, service)
    metrics.configure(settings, service)
    unhandled.watch()
    structlog.get_logger(__name__).info(
        "process_begun", version=__version__, environment=settings.environment
    )
