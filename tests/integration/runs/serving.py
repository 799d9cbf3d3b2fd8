"""The internal API behind a real port, in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from pydantic import SecretStr
from sqlalchemy import Engine
from werkzeug.serving import make_server

from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea.cache import connect as connect_cache
from fovea.queues import QueueClient

TOKEN = "t" * 40


@contextmanager
def serving(app: Flask, *, port: int = 0) -> Iterator[str]:
    """Serve an application for the length of the block, at any free port or at this one; its address."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def context_of(
    engine: Engine, *, database_url: str, redis_url: str, aws_endpoint: str, **settings: Any
) -> Iterator[Context]:
    """What the API server works with, on these servers. Nothing is asked of Flickr."""
    chosen = ApiServerSettings(
        database_url=SecretStr(database_url),
        redis_url=redis_url,
        aws_endpoint_url=aws_endpoint,
        service_token=SecretStr(TOKEN),
        flickr_api_key=SecretStr("key"),
        flickr_api_secret=SecretStr("secret"),
        **settings,
    )
    queues = QueueClient(chosen)
    queues.ensure()
    with connect_cache(redis_url) as cache:
        yield Context(settings=chosen, engine=engine, cache=cache, queues=queues, flickr=_no_flickr)


def _no_flickr(_: object, **__: object) -> Any:
    raise AssertionError("nothing is asked of Flickr here")
