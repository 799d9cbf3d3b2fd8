"""Addresses of the web at large at which the gallery's pictures are: files and pages, some of them odd."""

from simulator.gallery import File, Gallery, noise

FILES = "pictures.example.net"
JOURNAL = "journal.example.org"
SHORT = "short.example.org"
CLOSED = "hermit.example.org"
UNWELL = "unwell.example.org"
PORTFOLIO = "portfolio.example.com"
EXAMPLE = "example.com"
FORMS_OF_PAGES = ("graph", "card", "linked", "oembed")


def file_url(gallery: Gallery, file: File, ending: str = "") -> str:
    """Where a file is; `ending` may be one that is not its own."""
    return f"https://{FILES}/f/{gallery.files.name(file)}{ending or '.' + gallery.files.shape(file).format}"


def page_url(gallery: Gallery, file: File, form: str = "graph") -> str:
    """A page that shows a file, and says so in one of FORMS_OF_PAGES (or not at all: `silent`)."""
    return f"https://{JOURNAL}/{form}/{gallery.files.name(file)}"


def gone(number: int) -> str:
    """A page that was taken down."""
    return f"https://{JOURNAL}/gone/{number}"


def link_of(gallery: Gallery, file: File, more: int) -> str:
    """An address that leads to a file in one of many ways; `more` chooses."""
    post = gallery.shelf("web").find(file.work)
    photo = gallery.shelf("flickr").find(file.work)
    name = gallery.files.name(file)
    ways = [
        *(page_url(gallery, file, form) for form in FORMS_OF_PAGES),
        file_url(gallery, file),
        file_url(gallery, file, ".php"),
        file_url(gallery, file, ".JPG"),
        f"https://{FILES}/download?name={name}",
        f"https://{SHORT}/2/{name}",
        f"https://{SHORT}/1/{name}.jpg",
    ]
    ways += [post.url] * 3 if post is not None and not post.removed else []
    ways += [photo.url] * 2 if photo is not None and not photo.removed else []
    return ways[noise.bits(more, file.key) % len(ways)]
