"""The table of fields: the one place that says what a search can ask for. The parser, the completion, GET
/api/library/grammar and docs/search.md come from it.
"""

from dataclasses import dataclass

YES_NO = ("yes", "no")
NAMESPACES = ("artist", "character", "copyright", "meta", "general")


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field: how its values are read (`values.READERS`), what it asks, and an example.

    `values`: the names it knows; `aliases`: other names of the field; `value_aliases`: other names of values.
    """

    name: str
    kind: str
    meaning: str
    example: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    value_aliases: tuple[tuple[str, str], ...] = ()


ORDERS = ("newest", "oldest", "posted", "score", "pixels", "size", "posts", "variants", "random", "similar")
SIMILAR = "similar"
RANDOM = "random"
ORDER = "order"

FIELDS = (
    Field(
        name="tag",
        kind="tag",
        meaning="Carries this tag; unlike a plain word it is not looked for in texts.",
        example="tag:blue_sky",
    ),
    *(
        Field(
            name=name,
            kind="tag",
            meaning=f"Carries this tag, which is one of the kind {name}.",
            example=example,
        )
        for name, example in (
            ("artist", "artist:ansel_adams"),
            ("character", "character:alice"),
            ("copyright", "copyright:original"),
            ("meta", "meta:scan"),
            ("general", "general:mountain*"),
        )
    ),
    Field(
        name="rating",
        kind="choice",
        values=("general", "safe", "questionable", "explicit"),
        value_aliases=(
            ("g", "general"),
            ("s", "safe"),
            ("q", "questionable"),
            ("e", "explicit"),
            ("sensitive", "safe"),
        ),
        meaning="Its rating; several with commas.",
        example="rating:general,safe",
    ),
    Field(
        name="source",
        kind="name",
        aliases=("site",),
        meaning="Seen at this source.",
        example="source:flickr",
    ),
    Field(
        name="account",
        kind="name",
        aliases=("owner", "user", "by"),
        meaning="Posted by this account: its user name, its address's name or its id, also source/id.",
        example='account:"Ansel A."',
    ),
    Field(
        name="subscription",
        kind="name",
        aliases=("sub",),
        meaning="Brought by this subscription: its number, its title or what it reads, also source/what.",
        example="subscription:r/EarthPorn",
    ),
    Field(name="width", kind="number", meaning="Pixels from left to right.", example="width:>=1920"),
    Field(name="height", kind="number", meaning="Pixels from top to bottom.", example="height:1080..2160"),
    Field(
        name="ratio",
        kind="ratio",
        meaning="Width divided by height; one that is not a range is met within one percent.",
        example="ratio:16:9",
    ),
    Field(
        name="pixels",
        kind="number",
        meaning="Width times height; k, m and g multiply by a thousand each.",
        example="pixels:>12m",
    ),
    Field(
        name="size",
        kind="number",
        aliases=("bytes", "filesize"),
        meaning="Bytes of the file; kb, mb, gb (of 1,000) and kib, mib, gib (of 1,024).",
        example="size:<2mb",
    ),
    Field(
        name="date",
        kind="date",
        aliases=("posted",),
        meaning="When it was first posted (UTC): a year, month, day or minute, today, yesterday, or 3d for "
        "the last three days.",
        example="date:2024-05-01..2024-06",
    ),
    Field(
        name="added",
        kind="date",
        meaning="When it came into this library; as date.",
        example="added:today",
    ),
    Field(
        name="age",
        kind="age",
        meaning="How long ago it was first posted: mi (minutes), h, d, w, mo (30 days), y (365 days).",
        example="age:<3d",
    ),
    Field(name="score", kind="number", meaning="The best score that a source told.", example="score:>=10"),
    Field(
        name="format",
        kind="choice",
        aliases=("type",),
        values=("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff"),
        value_aliases=(("jpg", "jpeg"),),
        meaning="The file's format; several with commas.",
        example="format:png,webp",
    ),
    Field(name="animated", kind="choice", values=YES_NO, meaning="Whether it moves.", example="animated:yes"),
    Field(
        name="text",
        kind="choice",
        values=("yes", "no", "unsure", "unknown"),
        meaning="Whether it shows writing: as the last person said who did, else as the classifier says; "
        "unsure: the classifier guesses or cannot tell, and nobody has said; unknown: there is no answer.",
        example="text:no",
    ),
    Field(
        name="color",
        kind="color",
        aliases=("colour",),
        meaning="One of its dominant colours (at least 5 % of it) is near this one, #rrggbb or a name; ~ and "
        "a number from 0 to 100 say how near, 10 if left out.",
        example="color:#ff8800~15",
    ),
    Field(
        name="similar",
        kind="similar",
        meaning="Looks like this image (its number, or a perceptual hash of 16 hexadecimal digits); ~ and a "
        "number say in how many of 64 bits it may differ, 10 if left out.",
        example="similar:1234~6",
    ),
    Field(
        name="md5",
        kind="md5",
        meaning="The file's MD5.",
        example="md5:d41d8cd98f00b204e9800998ecf8427e",
    ),
    Field(
        name="sha256",
        kind="sha256",
        meaning="The file's SHA-256.",
        example="sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ),
    Field(name="id", kind="number", meaning="The image's number.", example="id:100..200"),
    Field(name="posts", kind="number", meaning="In how many posts it was seen.", example="posts:>1"),
    Field(
        name="tags",
        kind="number",
        aliases=("tagcount",),
        meaning="How many tags it carries.",
        example="tags:>=5",
    ),
    Field(
        name="variants", kind="number", meaning="How many others look nearly the same.", example="variants:0"
    ),
    Field(name="group", kind="number", meaning="The number of its group of variants.", example="group:1234"),
    Field(
        name="best",
        kind="choice",
        values=YES_NO,
        meaning="Whether it is the best of its variants.",
        example="best:yes",
    ),
    Field(
        name=ORDER,
        kind="order",
        aliases=("sort",),
        values=ORDERS,
        meaning="What comes first: the newest here (if left out), the oldest, the latest posted, the highest "
        "score, most pixels, most bytes, most posts, most variants, in an order by chance (random, or "
        "random:seed for the same again), or the most similar.",
        example="order:random:42",
    ),
)

_by_name = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
NAMES = tuple(_by_name)


def find(name: str) -> Field | None:
    """The field of this name or alias."""
    return _by_name.get(name.lower())


def get(name: str) -> Field:
    """The field of this name; KeyError when there is none."""
    return _by_name[name]
