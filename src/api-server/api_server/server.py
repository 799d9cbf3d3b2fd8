"""gunicorn, set up from our settings: threads, two listeners, a graceful stop."""

from typing import Any

import gunicorn.util
import structlog
from gunicorn.app.base import BaseApplication

from api_server import stopping
from api_server.app import create_app, create_internal_app
from api_server.context import bootstrap
from api_server.listeners import Application, ByListener
from api_server.problems import raw_problem
from api_server.recommendations import read_ahead, warm_up
from api_server.settings import ApiServerSettings
from fovea import presence, process
from fovea.database import library_search

# A worker that has not moved for so long is replaced. Compiling for the first time takes a while.
STUCK_SECONDS = 120
KEEP_ALIVE_SECONDS = 75  # longer than a load balancer keeps its own connections to us

_log = structlog.get_logger()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The server of an installation. `run()` returns when it was stopped."""

    def __init__(self, settings: ApiServerSettings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Our settings as gunicorn's."""
        settings = self.settings
        values = {
            "bind": [
                f"{settings.host}:{settings.port}",
                f"{settings.internal_host}:{settings.internal_port}",
            ],
            "worker_class": "gthread",
            "workers": settings.workers,
            "threads": settings.threads,
            "timeout": STUCK_SECONDS,
            "graceful_timeout": settings.graceful_timeout_seconds,
            "keepalive": KEEP_ALIVE_SECONDS,
            "proc_name": "fovea-api-server",
            "forwarded_allow_ips": "",  # forwarding headers are our own business (api_server.limits)
            "logger_class": "api_server.server_log.ServerLog",
            "control_socket_disable": True,
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        """The applications, made in each worker after the fork: connections belong to one process."""
        gunicorn.util.write_error = (
            raw_problem  # what cannot be read as HTTP is told as a problem too, not as HTML
        )
        return application(self.settings)


def application(settings: ApiServerSettings) -> Application:
    """Both applications behind their ports, warmed up."""
    process.begin(settings, "api-server")
    stopping.notice()
    context = bootstrap(settings)
    warm_up()
    read_ahead(context.engine)
    library_search.read_ahead(context.engine)
    context.image_index.begin()
    presence.begin(settings, "api-server")
    return ByListener(
        {
            settings.port: create_app(context).wsgi_app,
            settings.internal_port: create_internal_app(context).wsgi_app,
        }
    )


def serve(settings: ApiServerSettings) -> None:
    """Serve until stopped (SIGTERM or SIGINT: requests that have begun are finished)."""
    process.begin(settings, "api-server")
    if settings.port == settings.internal_port:
        raise ValueError("FOVEA_PORT and FOVEA_INTERNAL_PORT must differ: the port decides who is answered")
    _log.info(
        "server_starting", public=settings.port, internal=settings.internal_port, workers=settings.workers
    )
    Server(settings).run()


def settings_from_environment() -> ApiServerSettings:
    """The settings of this process."""
    given: dict[str, Any] = {}
    return ApiServerSettings(**given)
