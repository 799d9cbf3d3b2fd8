"""i.imgur.com and imgur.com: the files and the pages."""

from werkzeug import Response

from simulator.gallery import Gallery, addresses
from simulator.hosts.calls import Call, Handler, picture_answer, text_answer
from simulator.social.imgur import names
from simulator.social.pictures import as_picture, no_picture
from simulator.social.routes import moved, routed
from simulator.social.words import meta, page

_REMOVED = "https://i.imgur.com/removed.png"


def files(gallery: Gallery) -> Handler:
    """i.imgur.com: a file by its id, whatever ending is asked for; smaller ones by a letter behind it."""

    def file(call: Call, name: str, ending: str) -> Response:
        suffix = name[7:]
        found = names.file_of(name[:7], gallery)
        if found is None or (suffix and suffix not in names.SUFFIXES):
            return moved(call.reached(_REMOVED))
        if ending == "gifv":
            return text_answer(page("Imgur", meta("og:video", call.reached(names.file_url(gallery, found)))))
        if not suffix and names.is_film(found) and ending in {"mp4", "webm"}:
            return picture_answer(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video/mp4", name)
        return as_picture(gallery, found, names.SUFFIXES.get(suffix, 0))

    return routed(
        (
            (r"/removed\.png", lambda _: picture_answer(no_picture(), "image/png", "removed")),
            (r"/([A-Za-z0-9]{7,8})\.([A-Za-z0-9]{2,5})", file),
        ),
        lambda call: moved(call.reached(_REMOVED)),
    )


def pages(gallery: Gallery) -> Handler:
    """imgur.com, which shows people what the API tells programs."""

    def image(call: Call, name: str) -> Response:
        found = names.file_of(name, gallery)
        if found is None:
            return _nothing(call)
        shown = meta("og:image", call.reached(f"https://i.imgur.com/{name}h.jpg"))
        return text_answer(page("Imgur", shown))

    def album(call: Call, name: str) -> Response:
        number = addresses.of_code(name)
        post = gallery.shelf("imgur").post(number) if number is not None else None
        if post is None or post.removed:
            return image(call, name)
        shown = meta("og:image", call.reached(f"https://i.imgur.com/{names.image_id(post.files[0])}h.jpg"))
        return text_answer(page(post.work.title, shown))

    return routed(
        ((r"/([A-Za-z0-9]{7})", image), (r"/(?:a|gallery|[rt]/[^/]+)/(?:.*-)?([A-Za-z0-9]{7})", album)),
        _nothing,
    )


def _nothing(_: Call) -> Response:
    return text_answer(page("Zoinks! You've taken a wrong turn."), 404)
