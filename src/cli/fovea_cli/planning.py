"""Decides what a system on this machine is made of, from the environment and from what is installed."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fovea_cli import demonstration, foundations
from fovea_cli.foundations import Foundation
from fovea_cli.installation import Installation, without_password
from fovea_cli.parts import Part, Plan
from fovea_cli.ports import Ports

OURS = ("FOVEA_", "FLICKR_", "AWS_")
# Who may know what. Pullers, which handle what strangers wrote, never see the database.
SECRETS = {
    "FOVEA_DATABASE_URL": {"api-server", "migration", "ingester", "image-ingester"},
    "FOVEA_SERVICE_TOKEN": {"api-server", "scheduler", "response-readers"},
    "FOVEA_TOKEN_KEYS": {"api-server"},
    "FLICKR_API_KEY": {"api-server", "puller"},
    "FLICKR_API_SECRET": {"api-server", "puller"},
    **{name: {"puller"} for name in demonstration.SOURCE_KEYS},
}
# Not for running.json either: whoever asks how Fovea is has these in their own environment.
CREDENTIALS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}
DRAIN_SECONDS = 25
# Asking the embedded queues is cheap, and a stopping worker waits until its last question is answered.
WAIT_SECONDS = 2
DESCRIPTIONS = {
    "api-server": "the website and its API",
    "scheduler": "starts what is due, takes up what got stuck",
    "puller": "reads from Flickr and other sources",
    "ingester": "writes into the database",
    "image-ingester": "takes pictures into the library",
    "response-readers": "keep the progress of runs",
}


@dataclass(kw_only=True)
class Planner:
    """Makes the plan. `given` is the environment of the person who starts it; what it says wins."""

    installation: Installation
    ports: Ports
    given: Mapping[str, str]
    pullers: int = 2
    ingesters: int = 1
    website: Path | None = None
    settings: dict[str, str] = field(default_factory=dict, init=False)

    def plan(self) -> Plan:
        """The plan. CannotGoOnError when the environment contradicts itself."""
        url = f"http://127.0.0.1:{self.ports.public}"
        self.settings = self._defaults(url) | {
            name: value for name, value in self.given.items() if _is_ours(name) and value
        }
        laid = list(self._lay_foundations())
        own_endpoint = all(one.part is None or one.part.name != "aws" for one in laid)
        hidden = SECRETS.keys() | (CREDENTIALS if own_endpoint else set())
        return Plan(
            url=self.settings["FOVEA_PUBLIC_URL"],
            foundations=tuple(one.part for one in laid if one.part is not None),
            migration=self._service("migration", "api_server.migrate", health_address=url),
            services=tuple(self._services(url)),
            notes=(*(one.note for one in laid if one.note), *self._notes()),
            environment={name: value for name, value in self.settings.items() if name not in hidden},
            folder=self.installation.folder,
            database=without_password(self.settings["FOVEA_DATABASE_URL"]),
        )

    def _defaults(self, url: str) -> dict[str, str]:
        folder, secrets, internal = self.installation.folder, self.installation.secrets(), self.ports.take(1)
        defaults = {
            "FOVEA_ENVIRONMENT": "local",
            "FOVEA_METRICS": "off",  # nobody collects them here, and they would fill the logs
            "FOVEA_PORT": str(self.ports.public),
            "FOVEA_INTERNAL_PORT": str(internal),
            "FOVEA_PUBLIC_URL": url,
            "FOVEA_INTERNAL_API_URL": f"http://127.0.0.1:{internal}",
            "FOVEA_DATABASE_URL": f"sqlite:///{folder / 'fovea.sqlite3'}",
            "FOVEA_STORAGE_URL": str(folder / "objects"),
            "FOVEA_SERVICE_TOKEN": secrets.service_token,
            "FOVEA_TOKEN_KEYS": secrets.token_keys,
            "FOVEA_DRAIN_SECONDS": str(DRAIN_SECONDS),
            "FOVEA_WAIT_SECONDS": str(WAIT_SECONDS),
        }
        if self.ingesters > 1:
            defaults["FOVEA_INGESTER_MEMORY_FOLDER"] = str(folder / "ingester-memory")
        if self.website is not None:
            defaults["FOVEA_FRONTEND_FOLDER"] = str(self.website)
        return defaults

    def _lay_foundations(self) -> Iterator[Foundation]:
        folder, ports, environment = self.installation.folder, self.ports, self._plain_environment()
        yield self._take_in(
            foundations.cache(self.settings, folder=folder, ports=ports, environment=environment)
        )
        yield self._take_in(foundations.aws(self.settings, ports=ports, environment=environment))
        yield self._take_in(
            foundations.flickr(self.settings, folder=folder, ports=ports, environment=environment)
        )

    def _take_in(self, foundation: Foundation) -> Foundation:
        kept = {name: value for name, value in self.settings.items() if name not in foundation.forget}
        self.settings = {**kept, **foundation.settings}
        return foundation

    def _notes(self) -> Iterator[str]:
        kind = "SQLite" if self.settings["FOVEA_DATABASE_URL"].startswith("sqlite") else "your own database"
        yield f"Data is in {self.installation.folder} ({kind}), logs in its folder logs."
        if "FOVEA_FRONTEND_FOLDER" not in self.settings:
            yield "The website is not built; only the API answers. `make run` builds it."

    def _services(self, url: str) -> Iterator[Part]:
        yield self._service("api-server", "api_server", health_address=f"{url}/health/ready")
        yield self._worker("scheduler", "scheduler", distance=41)
        for number in range(self.pullers):
            yield self._worker(f"puller-{number + 1}", "puller", distance=42 + number)
        for number in range(self.ingesters):
            yield self._worker(f"ingester-{number + 1}", "ingester", distance=50 + number)
        yield self._worker("image-ingester", "ingester.images", distance=55)
        yield self._worker("response-readers", "response_readers", distance=60)

    def _worker(self, name: str, module: str, *, distance: int) -> Part:
        port = self.ports.take(distance)
        address = f"http://127.0.0.1:{port}/health/ready"
        return self._service(name, module, health_address=address, health_port=port)

    def _service(
        self, name: str, module: str, *, health_address: str, health_port: int | None = None
    ) -> Part:
        kind = name.rstrip("0123456789").rstrip("-")
        allowed = {
            setting: value for setting, value in self.settings.items() if kind in SECRETS.get(setting, {kind})
        }
        more = {} if health_port is None else {"FOVEA_HEALTH_PORT": str(health_port)}
        return Part(
            name=name,
            command=(sys.executable, "-m", module),
            environment={**self._plain_environment(), **allowed, **more},
            health_address=health_address,
            description=DESCRIPTIONS.get(kind, ""),
            stop_seconds=DRAIN_SECONDS + 5,
        )

    def _plain_environment(self) -> dict[str, str]:
        """The person's environment without any setting of ours and without credentials."""
        plain = {name: value for name, value in self.given.items() if not _is_ours(name)}
        return {**plain, "PYTHONUNBUFFERED": "1"}


def _is_ours(name: str) -> bool:
    return name.startswith(OURS) or name in SECRETS


def find_website(given: Mapping[str, str] = os.environ) -> Path | None:
    """The built website: where the environment says, else in the source tree."""
    if named := given.get("FOVEA_FRONTEND_FOLDER"):
        return Path(named).resolve()
    for root in (Path.cwd(), *Path(__file__).resolve().parents):
        folder = root / "frontend" / "dist"
        if (folder / "index.html").is_file():
            return folder
    return None
