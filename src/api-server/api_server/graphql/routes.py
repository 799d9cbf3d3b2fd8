"""/graphql, and /query for older clients; a browser that opens one of them is led to the explorer."""

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug import Response

from api_server.graphql.schema import schema
from api_server.graphql.view import LibraryGraphQLView

EXPLORER = "/explorer.html"

blueprint = Blueprint("graphql", __name__)
_view = LibraryGraphQLView.as_view("graphql", schema=schema, graphql_ide=None)


@blueprint.route("/graphql", methods=["GET", "POST"])
@blueprint.route("/query", methods=["GET", "POST"])
def answer() -> Any:
    """The answer to an operation."""
    if request.method == "GET" and "query" not in request.args and request.accept_mimetypes.accept_html:
        return redirect(EXPLORER)
    return _view()


@blueprint.get("/playground")
def playground() -> Response:
    """The explorer, where older clients look for it."""
    return redirect(EXPLORER)
