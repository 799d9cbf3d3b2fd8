"""The pictures' addresses: /{server}/{id}_{secret}[_{size}].jpg and the buddy icons."""

import re

from flask import Blueprint, Response, abort, request

from simulator.context import simulator
from simulator.control.breakdown import broken_answer, delay
from simulator.drawing.sizes import BY_SUFFIX
from simulator.rest.facts import has_original
from simulator.world import identifiers

blueprint = Blueprint("pictures", __name__)

_PHOTO = re.compile(r"(\d{4,18})_([0-9a-f]{10})(?:_([a-z]{1,2}))?\.jpg\Z")
_ICON = re.compile(r"(\d+@N\d\d)(?:_([smlr]))?\.jpg\Z")
_ICON_SIDES = {None: 48, "s": 24, "m": 60, "l": 100, "r": 300}
_DRAWING_VERSION = 2


def _jpeg(tag: str, body: bytes) -> Response:
    response = Response(body, content_type="image/jpeg")
    response.set_etag(f"{tag}-{_DRAWING_VERSION}")
    response.cache_control.public, response.cache_control.max_age = True, 604_800
    return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug gives the response itself back


@blueprint.get("/<int:server>/<name>")
def photo(server: int, name: str) -> Response:
    """A photo in a size; 404 unless server, id and secret belong together, as at Flickr."""
    verdict = simulator().faults.judge(where="photos", method="", user_id="", api_key="")
    delay(verdict)
    instead = broken_answer(verdict)
    if instead is not None:
        return instead
    match = _PHOTO.match(name)
    size = BY_SUFFIX.get(match.group(3) or "") if match else None
    number = simulator().directory.photo_of_id(match.group(1)) if match else None
    if match is None or size is None or number is None or not simulator().state.photo_is_visible(number):
        abort(404)
    world = simulator().directory.world
    noise = int(world.photo_noise[number])
    original = size.letter == "o"
    right_server, _ = identifiers.server_and_farm(int(world.photo_uploaded[number]), noise)
    if (
        match.group(2) != identifiers.secret(noise, int(original))
        or str(server) != right_server
        or (original and not has_original(noise))
    ):
        abort(404)
    owner_seed = int(world.account_noise[world.photo_owner[number]]) & 0xFFFFFFFF
    body = simulator().renderer.jpeg(
        cluster=int(world.photo_cluster[number]),
        noise=int(world.photo_scene[number]),
        take=int(world.photo_take[number]),
        owner_seed=owner_seed,
        size=size,
    )
    return _jpeg(f"{match.group(1)}-{size.letter}", body)


@blueprint.get("/buddyicons/<name>")
@blueprint.get("/<int:server>/buddyicons/<name>")
def icon(name: str, server: int = 0) -> Response:  # noqa: ARG001  (the server in the address makes no difference)
    """The icon of an account or a group: a little picture of what they like."""
    match = _ICON.match(name)
    if match is None:
        abort(404)
    nsid, side = match.group(1), _ICON_SIDES[match.group(2)]
    directory = simulator().directory
    account, group = directory.account_of_nsid(nsid), directory.group(nsid)
    if account is not None:
        world = directory.world
        cluster, noise = int(world.taste[account].argmax()), int(world.account_noise[account])
    elif group is not None:
        cluster, noise = (
            int(directory.world.photo_cluster[group.photos[0]]),
            int(directory.world.photo_noise[group.photos[0]]),
        )
    else:
        abort(404)
    return _jpeg(f"icon-{nsid}-{side}", simulator().renderer.icon(cluster=cluster, noise=noise, side=side))
