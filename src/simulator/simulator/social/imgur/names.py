"""Imgur's addresses of the gallery's pictures: ids, files, pages, albums."""

from simulator.gallery import File, Gallery, Post, addresses, noise
from simulator.social.words import slug

# Ids of images are apart from those of albums, which are the numbers of posts.
_IMAGES, _GONE = 10**11, 3 * 10**12
_FILMS = 19
SUFFIXES = {"s": 75, "b": 150, "t": 150, "m": 320, "l": 500, "h": 500}


class Gone:
    """Ids of images that were removed."""

    @staticmethod
    def of(number: int) -> str:
        """One of them, for a number below 10**11."""
        return addresses.code(_GONE + number)


GONE = Gone()


def image_id(file: File) -> str:
    """The id of an image."""
    return addresses.code(_IMAGES + file.key)


def file_of(name: str, gallery: Gallery) -> File | None:
    """The file of an image's id; None where there is no such image (any more)."""
    number = addresses.of_code(name)
    if number is None or not _IMAGES <= number < _GONE:
        return None
    file = File.of_key(number - _IMAGES)
    return file if file.work < gallery.works.count + 10_000_000 else None


def is_film(file: File) -> bool:
    """Whether Imgur has it as a silent film, of which only the first frame is a picture."""
    return noise.bits(11, file.key) % _FILMS == 0


def ending(gallery: Gallery, file: File) -> str:
    """How the name of its file ends."""
    return "mp4" if is_film(file) else gallery.files.shape(file).format.replace("webp", "jpg")


def file_url(gallery: Gallery, file: File) -> str:
    """Where the file is."""
    return f"https://i.imgur.com/{image_id(file)}.{ending(gallery, file)}"


def page_url(file: File) -> str:
    """The page of an image."""
    return f"https://imgur.com/{image_id(file)}"


def link_of(gallery: Gallery, post: Post, way: int) -> str:
    """An address of Imgur's that shows the work of a post; `way` (below 18) says in which form."""
    file, album = post.files[0], gallery.shelf("imgur").find(post.work.number)
    name = image_id(file)
    if way < 5:
        return file_url(gallery, file).replace(".mp4", ".gifv")
    if way == 5:
        return f"https://i.imgur.com/{name}.png"  # whatever it is
    if 10 <= way < 15 and album is not None and not album.removed:
        code = addresses.code(album.number)
        return f"https://imgur.com/{('a/', f'gallery/{slug(post.work.title)}-')[way % 2]}{code}"
    if way == 15:
        return f"https://m.imgur.com/gallery/{slug(post.work.title)}-{name}"
    if way == 16 and post.community is not None:
        return f"https://imgur.com/r/{post.community.name}/{name}"
    if way == 17:
        return f"https://imgur.com/t/drawing/{name}"
    return page_url(file)
