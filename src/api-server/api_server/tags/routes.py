"""/api/tags. Names may hold slashes (`fate/stay_night`), hence the paths."""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.tags import service
from api_server.tags.schemas import AliasOf, ChangedTag, Namespace, Tag, Tags, TagsQuery

blueprint = Area("tags", __name__, url_prefix="/api/tags", description="Tags and what they mean.")


@blueprint.route("")
@blueprint.arguments(TagsQuery, location="query")
@blueprint.response(200, Tags)
def page(query: dict[str, Any]) -> dict[str, Any]:
    """Tags, the most used first, or by name."""
    return service.page(current(), **query)


@blueprint.route("/<path:name>")
@blueprint.response(200, Tag)
def get(name: str) -> dict[str, Any]:
    """A tag."""
    return service.get(current(), name)


@blueprint.route("/<path:name>", methods=["PATCH"])
@blueprint.arguments(Namespace)
@blueprint.response(200, Tag)
def change(body: dict[str, str], name: str) -> dict[str, Any]:
    """Put a tag into a namespace. No source changes it from then on."""
    return service.set_namespace(current(), name, body["namespace"])


@blueprint.route("/<path:name>/alias", methods=["PUT"])
@blueprint.arguments(AliasOf)
@blueprint.response(200, ChangedTag)
def put_alias(body: dict[str, str], name: str) -> dict[str, Any]:
    """Make a name another name of a tag: images that have it get that tag instead."""
    return service.alias(current(), name, body["of"])


@blueprint.route("/<path:name>/alias", methods=["DELETE"])
@blueprint.response(200, ChangedTag)
def remove_alias(name: str) -> dict[str, Any]:
    """Let a name be a tag of its own again."""
    return service.remove_alias(current(), name)


@blueprint.route("/<path:name>/implications/<path:implied>", methods=["PUT"])
@blueprint.response(200, ChangedTag)
def put_implication(name: str, implied: str) -> dict[str, Any]:
    """Let a tag imply another: images that have the one get the other."""
    return service.imply(current(), name, implied)


@blueprint.route("/<path:name>/implications/<path:implied>", methods=["DELETE"])
@blueprint.response(200, ChangedTag)
def remove_implication(name: str, implied: str) -> dict[str, Any]:
    """Take an implication back."""
    return service.remove_implication(current(), name, implied)
