"""/health/live and /health/ready, on both ports: is the process alive, and can it do its work."""

from flask import Blueprint, Response

from api_server.answers import as_json
from api_server.context import current

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("/live")
def live() -> Response:
    """A process that can answer this is alive."""
    return as_json({"status": "ok", "checks": {}})


@blueprint.get("/ready")
def ready() -> Response:
    """Ready when database, cache and queues answer."""
    checks = current().readiness.checks()
    well = all(answer == "ok" for answer in checks.values())
    return as_json({"status": "ok" if well else "unavailable", "checks": checks}, status=200 if well else 503)
