"""`python -m simulator`: serve the simulated Flickr until stopped."""

from typing import Any

import click
import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication

from simulator.application import create_application
from simulator.settings import SimulatorSettings

_ENVIRONMENT = "\n".join(
    f"  FOVEA_SIMULATOR_{name.upper():<29} {field.description}"
    for name, field in SimulatorSettings.model_fields.items()
    if name != "fovea_public_url"
)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with one process (the world and what is done in it are in its memory) and many threads."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Say how gunicorn is to run."""
        options: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "timeout": 300,
            "graceful_timeout": self._settings.graceful_timeout_seconds,
            "keepalive": 75,
            "proc_name": "fovea-simulator",
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made in the worker process."""
        application = create_application(self._settings)
        structlog.get_logger().info(
            "simulator_ready",
            address=self._settings.address,
            users=self._settings.users,
            seed=self._settings.seed,
        )
        return application


@click.command(epilog=f"\b\nSettings from the environment:\n{_ENVIRONMENT}")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--seed", type=int, help="Which world.")
@click.option("--users", type=int, help="How many accounts the world has.")
@click.option(
    "--data-folder", type=str, help="Where worlds and what was done in them are kept; «none» for nowhere."
)
def main(**options: Any) -> None:
    """Serve a simulated Flickr: the REST API, OAuth, pictures and pages, from a generated world."""
    given = {name: value for name, value in options.items() if value is not None}
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ]
    )
    Server(SimulatorSettings(**given)).run()


if __name__ == "__main__":
    main()
