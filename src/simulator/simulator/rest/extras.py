"""The `extras` of photo lists: each name with the fields it adds, in Flickr's types."""

from collections.abc import Callable, Mapping

from simulator.drawing.sizes import BY_LETTER, SIZES, Size, dimensions
from simulator.rest.facts import PhotoFacts
from simulator.world import titles

Extra = Callable[[PhotoFacts], Mapping[str, object]]


def _original_dimensions(photo: PhotoFacts) -> Mapping[str, object]:
    width, height = dimensions(BY_LETTER["o"], photo.noise)
    return {"o_width": str(width), "o_height": str(height)} if photo.has_original else {}


def _original_format(photo: PhotoFacts) -> Mapping[str, object]:
    return {"originalsecret": photo.original_secret, "originalformat": "jpg"} if photo.has_original else {}


def picture_path(photo: PhotoFacts, size: Size) -> str:
    """Where a photo is in a size, from the picture server's root."""
    if size.letter == "o":
        return f"/{photo.server}/{photo.id}_{photo.original_secret}_o.jpg"
    return f"{photo.path}_{size.suffix}.jpg" if size.suffix else f"{photo.path}.jpg"


def _picture(size: Size, address: str) -> Extra:
    url, height, width = (f"{name}_{size.letter}" for name in ("url", "height", "width"))

    def fields(photo: PhotoFacts) -> Mapping[str, object]:
        if size.letter == "o" and not photo.has_original:
            return {}
        across, down = dimensions(size, photo.noise)
        return {url: address + picture_path(photo, size), height: down, width: across}

    return fields


def extras(address: str) -> dict[str, Extra]:
    """All extras, in the order in which Flickr writes them; others are passed over, as there."""
    return {
        "description": lambda photo: {
            "description": {"_content": titles.description(photo.cluster, photo.noise)}
        },
        "license": lambda photo: {"license": photo.license},
        "o_dims": _original_dimensions,
        "date_upload": lambda photo: {"dateupload": str(photo.uploaded)},
        "last_update": lambda photo: {"lastupdate": str(photo.uploaded + 86_400)},
        "date_taken": lambda photo: {
            "datetaken": photo.taken,
            "datetakengranularity": 0,
            "datetakenunknown": "0",
        },
        "owner_name": lambda photo: {"ownername": photo.owner.name},
        "icon_server": lambda photo: {
            "iconserver": photo.owner.icon_server,
            "iconfarm": photo.owner.icon_farm,
        },
        "original_format": _original_format,
        "views": lambda photo: {"views": str(photo.views)},
        "tags": lambda photo: {"tags": " ".join(titles.tags(photo.cluster, photo.noise))},
        "machine_tags": lambda _: {"machine_tags": ""},
        "geo": lambda _: {"latitude": 0, "longitude": 0, "accuracy": 0, "context": 0},
        "media": lambda _: {"media": "photo", "media_status": "ready"},
        "path_alias": lambda photo: {"pathalias": photo.owner.alias},
        **{f"url_{size.letter}": _picture(size, address) for size in SIZES},
    }
