"""/-/<host>/<path>: what is at https://<host>/<path> in the world that the simulator stands for."""

from flask import Blueprint, Response, request

from simulator.context import simulator

blueprint = Blueprint("hosts", __name__)


@blueprint.route("/-/<host>/", defaults={"path": ""}, methods=["GET", "HEAD", "POST"])
@blueprint.route("/-/<host>/<path:path>", methods=["GET", "HEAD", "POST"])
def at_host(host: str, path: str) -> Response:
    """Any request to any host."""
    return simulator().hosts.answer(request, host, f"/{path}")  # type: ignore[return-value]
