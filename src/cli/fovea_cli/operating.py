"""How the operator's commands reach a system: the one on this machine, or that of the environment."""

import os

import redis

from fovea import cache
from fovea.presence.registry import Registry
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from fovea_cli.installation import Installation, default_folder
from fovea_cli.problems import CannotGoOnError

_NAMED_BY = "FOVEA_REDIS_URL"


def settings() -> QueueSettings:
    """Where cache and queues are: of the Fovea that runs on the data folder, else as the environment says (in
    a container at AWS, say). CannotGoOnError when neither is there.
    """
    folder = default_folder()
    running = Installation(folder).running() if folder.exists() else None
    if running is not None:
        os.environ.update(running.environment)
    elif not os.environ.get(_NAMED_BY):
        message = (
            f"No Fovea runs on the data folder {folder}. Start it with `fovea up` (or `make run`), "
            f"or name the cache of one that runs elsewhere with {_NAMED_BY}."
        )
        raise CannotGoOnError(message)
    return QueueSettings()


def registry() -> Registry:
    """What the processes of that system tell of themselves."""
    return Registry(cache.connect(settings().redis_url))


def queues() -> QueueClient:
    """The queues of that system."""
    return QueueClient(settings())


def no_cache(error: redis.RedisError) -> CannotGoOnError:
    """What is said when the cache does not answer."""
    return CannotGoOnError(f"The cache does not answer ({error}). See `fovea status`.")
