"""What the services stand on: a cache, an AWS endpoint, Flickr and the other sources.

Each is the person's own when settings name one. Else it is started here: redis-server or a stand-in, the
embedded endpoint, the simulator.
"""

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fovea_cli import demonstration
from fovea_cli.parts import Part
from fovea_cli.ports import Ports
from fovea_cli.problems import CannotGoOnError

EMULATED_CREDENTIALS = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",  # no secret: the embedded endpoint takes any
    "AWS_EC2_METADATA_DISABLED": "true",
}

Settings = Mapping[str, str]
_NOWHERE = "none"


@dataclass(frozen=True, kw_only=True)
class Foundation:
    """The process to start, if any, and what it changes for the services."""

    part: Part | None = None
    settings: Settings = field(default_factory=dict)
    forget: frozenset[str] = frozenset()
    """Names of settings that the services must not get."""
    note: str | None = None
    """What a person should know of it."""


def cache(settings: Settings, *, folder: Path, ports: Ports, environment: Settings) -> Foundation:
    """The cache that FOVEA_REDIS_URL names, else redis-server, else the stand-in."""
    if "FOVEA_REDIS_URL" in settings:
        return Foundation()
    port = ports.take(30)
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if server is None:
        command = [sys.executable, "-m", "fovea_cli.embedded.cache", "--port", str(port)]
        note = "No redis-server is installed: a stand-in keeps sessions until Fovea stops."
    else:
        (folder / "cache").mkdir(exist_ok=True)
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder / "cache")]
        # Sessions outlive a restart; losing the last second of them does no harm.
        command += ["--save", "", "--appendonly", "yes", "--appendfsync", "everysec"]
        note = None
    part = Part(
        name="cache",
        command=tuple(command),
        environment=environment,
        health_address=f"tcp://127.0.0.1:{port}",
        description="sessions, locks, rate budgets",
    )
    return Foundation(part=part, settings={"FOVEA_REDIS_URL": f"redis://127.0.0.1:{port}/0"}, note=note)


def aws(settings: Settings, *, ports: Ports, environment: Settings) -> Foundation:
    """The endpoint that AWS_ENDPOINT_URL names, else the embedded one."""
    if "AWS_ENDPOINT_URL" in settings:
        return Foundation(note=f"Queues are at {settings['AWS_ENDPOINT_URL']}.")
    port = ports.take(20)
    part = Part(
        name="aws",
        command=(sys.executable, "-m", "fovea_cli.embedded.aws", "--port", str(port)),
        environment={**environment, **EMULATED_CREDENTIALS},
        health_address=f"http://127.0.0.1:{port}/moto-api/",
        description="queues",
    )
    return Foundation(
        part=part,
        settings={**EMULATED_CREDENTIALS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"},
        # Real credentials have no business with an endpoint that is not Amazon's.
        forget=frozenset(name for name in settings if name.startswith("AWS_")),
    )


def flickr(settings: Settings, *, folder: Path, ports: Ports, environment: Settings) -> Foundation:
    """The real Flickr when both keys are set, else the simulated one, and with it other simulated sources.

    CannotGoOnError when only one of the keys is set.
    """
    keys = [name for name in ("FLICKR_API_KEY", "FLICKR_API_SECRET") if name in settings]
    if len(keys) == 1:
        message = (
            f"{keys[0]} is set without the other. Set both FLICKR_API_KEY and FLICKR_API_SECRET to use the "
            "real Flickr, or neither to use the simulated one."
        )
        raise CannotGoOnError(message)
    if keys:
        address = settings.get("FOVEA_FLICKR_BASE_URL", "https://www.flickr.com")
        return Foundation(
            forget=_no_address(settings), note=f"Flickr is the real one ({address}), with your key."
        )
    port = ports.take(10)
    address = f"http://127.0.0.1:{port}"
    sources, forget, note = _sources(settings, address)
    its_own = {
        "FOVEA_SIMULATOR_DATA_FOLDER": str(folder / "simulator"),
        "FOVEA_SIMULATOR_GALLERY_POSTS_PER_MINUTE": str(demonstration.POSTS_PER_MINUTE),
        **{name: value for name, value in settings.items() if name.startswith("FOVEA_SIMULATOR_")},
        "FOVEA_SIMULATOR_PORT": str(port),
        "FOVEA_SIMULATOR_PUBLIC_URL": address,
        "FOVEA_SIMULATOR_API_KEYS": f"{demonstration.API_KEY}:{demonstration.API_SECRET}",
        "FOVEA_SIMULATOR_SOURCE_KEYS": json.dumps(demonstration.SOURCE_KEYS),
        "FOVEA_PUBLIC_URL": settings["FOVEA_PUBLIC_URL"],  # its page leads back to Fovea
    }
    part = Part(
        name="simulator",
        command=(sys.executable, "-m", "simulator"),
        environment={**environment, **its_own},
        health_address=f"{address}/health/ready",
        description="the simulated Flickr and other sources" if sources else "the simulated Flickr",
    )
    return Foundation(
        part=part,
        settings={
            "FLICKR_API_KEY": demonstration.API_KEY,
            "FLICKR_API_SECRET": demonstration.API_SECRET,
            "FOVEA_FLICKR_BASE_URL": address,
            "FOVEA_FLICKR_CALLS_PER_HOUR": settings.get(
                "FOVEA_FLICKR_CALLS_PER_HOUR", str(demonstration.CALLS_PER_HOUR)
            ),
            "FOVEA_ADMINISTRATORS": settings.get("FOVEA_ADMINISTRATORS", demonstration.ADMINISTRATOR),
            **sources,
        },
        forget=forget | {name for name in its_own if name.startswith("FOVEA_SIMULATOR_")},
        note=f"Flickr is simulated, with made-up people and drawn photos:\n{address}\n"
        f"Set FLICKR_API_KEY and FLICKR_API_SECRET to use the real one.\n{note}",
    )


def _sources(settings: Settings, address: str) -> tuple[Settings, frozenset[str], str]:
    """What leads pullers to the simulated sources, which settings they must not get, and what a person should
    know. Who has a key of a source, or says so, is led to the real ones.
    """
    base = settings.get("FOVEA_SOURCES_BASE_URL")
    own = [name for name in demonstration.SOURCE_KEYS if name in settings]
    if base is not None and base != _NOWHERE:
        return {}, frozenset(), f"Other sources are at {base}."
    if base == _NOWHERE:
        return {}, _no_address(settings), "Other sources are the real ones."
    if own:
        return {}, frozenset(), f"Other sources are the real ones, since {own[0]} is set."
    return (
        {"FOVEA_SOURCES_BASE_URL": address, **demonstration.SOURCE_KEYS},
        frozenset(),
        "So are Danbooru, Reddit and the other sources. FOVEA_SOURCES_BASE_URL=none leads to the real ones.",
    )


def _no_address(settings: Settings) -> frozenset[str]:
    return frozenset({"FOVEA_SOURCES_BASE_URL"} if settings.get("FOVEA_SOURCES_BASE_URL") == _NOWHERE else ())
