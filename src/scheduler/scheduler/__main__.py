"""`python -m scheduler`: runs until it is told to stop."""

import gc

gc.disable()  # while all is imported, in which there is no garbage

from fovea import presence, process
from scheduler.service import build
from scheduler.settings import SchedulerSettings


def main() -> None:
    """Read the settings from the environment and work."""
    settings = SchedulerSettings()
    process.begin(settings, "scheduler")
    presence.begin(settings, "scheduler")
    build(settings).run()


if __name__ == "__main__":
    main()
