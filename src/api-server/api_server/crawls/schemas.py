"""Shapes of crawls."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from api_server.converters import LARGEST_ID
from api_server.library_cards import ImageCard
from api_server.paging import MOST, PageQuery, cursor_field
from api_server.schemas import SOURCE, Account, Input, Terms, moment
from api_server.sources.schemas import AUTHS, KEYS
from fovea.database import crawl_duplicates, crawl_listings, crawls
from fovea.database.crawl_counts import CLASSES, NONTEXT, TEXT
from fovea.database.crawl_results import Rank
from fovea.sources.engines import LONGEST_KEYWORD

KEEP, REMOVE = "keep", "remove"
MOST_KEYWORDS = 20
MOST_ENGINES = 50
MOST_AT_ONCE = 500
LARGEST = 1_000_000
DEFAULT_MOST_EACH = 100
_RANK = re.compile(r"([0-9]{1,6})-([0-9]{1,18})-([0-9]{1,18})", re.ASCII)
_SIDE = validate.Range(min=0, max=100_000)


class CrawlEngine(Schema):
    """A site that can be searched for pictures."""

    name = fields.String(required=True, validate=SOURCE)
    title = fields.String(required=True)
    takes = fields.String(required=True, validate=validate.OneOf(["words", "tags"]))
    page_size = fields.Integer(required=True)
    most = fields.Integer(
        required=True, allow_none=True, metadata={"description": "A search never gives more than these."}
    )
    licences = fields.Boolean(
        required=True, metadata={"description": "Whether it tells on what terms a picture may be used."}
    )
    keyed = fields.Boolean(required=True, metadata={"description": "Whether it answers only to a key."})
    auth = fields.String(required=True, validate=validate.OneOf(AUTHS))
    key = fields.String(required=True, validate=validate.OneOf(KEYS))
    key_names = fields.List(
        fields.String(), required=True, metadata={"description": "The settings that hold the key."}
    )
    usable = fields.Boolean(
        required=True, metadata={"description": "Whether it can be asked: its key is not missing."}
    )
    documentation = fields.String(required=True)
    paused_until = moment("Nobody asks it until then.", required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Why it failed last."})
    simulated = fields.Boolean(required=True)


class CrawlEngines(Schema):
    """All engines."""

    engines = fields.List(fields.Nested(CrawlEngine), required=True)


class CrawlFilters(Input):
    """Which pictures are wanted."""

    least_width = fields.Integer(strict=True, load_default=0, validate=_SIDE)
    least_height = fields.Integer(strict=True, load_default=0, validate=_SIDE)
    licensed = fields.Boolean(
        load_default=False, metadata={"description": "Only those whose licence the engine tells."}
    )


def _filters() -> dict[str, Any]:
    told: dict[str, Any] = CrawlFilters().load({})
    return told


class NewCrawl(Input):
    """What is wanted."""

    keywords = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONGEST_KEYWORD)),
        required=True,
        validate=validate.Length(min=1, max=MOST_KEYWORDS),
    )
    engines = fields.List(
        fields.String(validate=SOURCE), required=True, validate=validate.Length(min=1, max=MOST_ENGINES)
    )
    limit = fields.Integer(
        strict=True,
        load_default=DEFAULT_MOST_EACH,
        validate=validate.Range(min=1, max=LARGEST),
        metadata={"description": "Results of each engine for each keyword."},
    )
    limit_in_all = fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=LARGEST),
        metadata={"description": "Results of all together."},
    )
    filters = fields.Nested(CrawlFilters, load_default=_filters)


class CrawlChange(Input):
    """What to do with a crawl."""

    state = fields.String(
        required=True, validate=validate.OneOf([crawls.ACTIVE, crawls.PAUSED, crawls.CANCELLED])
    )


class DeleteCrawlQuery(Input):
    """What is to become of the pictures."""

    pictures = fields.String(
        load_default=KEEP,
        validate=validate.OneOf([KEEP, REMOVE]),
        metadata={
            "description": "remove: also remove what no other crawl and no subscription has listed. That is "
            "done in the background."
        },
    )


class CrawlsQuery(PageQuery):
    """Which crawls."""

    state = fields.String(load_default=None, validate=validate.OneOf(crawls.STATES))
    everybodys = fields.Boolean(
        load_default=False, metadata={"description": "Of all users; only for administrators."}
    )


class CrawlProgress(Schema):
    """Results by what became of them. `pictures` are those that show one; `different` those that no earlier
    result shows.
    """

    listed = fields.Integer(required=True)
    pending = fields.Integer(required=True, metadata={"description": "Not fetched yet."})
    pictures = fields.Integer(required=True)
    different = fields.Integer(required=True)
    duplicates_bytes = fields.Integer(required=True, metadata={"description": "The same file."})
    duplicates_looks = fields.Integer(required=True, metadata={"description": "Nearly the same look."})
    dead = fields.Integer(required=True, metadata={"description": "Nothing was there."})
    not_pictures = fields.Integer(required=True)
    filtered = fields.Integer(required=True)
    removed = fields.Integer(required=True, metadata={"description": "Not to be in the library."})
    cancelled = fields.Integer(required=True)


class CrawlClasses(Schema):
    """Different pictures by whether they show writing. Those `unsure` are among the others, but for those of
    which nothing could be told; nobody has looked yet at those `pending`.
    """

    text = fields.Integer(required=True)
    nontext = fields.Integer(required=True)
    unsure = fields.Integer(required=True)
    pending = fields.Integer(required=True)


class CrawlSearch(Schema):
    """One engine asked for one keyword."""

    engine = fields.String(required=True)
    keyword = fields.String(required=True)
    url = fields.String(required=True, metadata={"description": "The same search for people."})
    state = fields.String(
        required=True,
        validate=validate.OneOf(
            [
                crawl_listings.WAITING,
                crawl_listings.READING,
                crawl_listings.DONE,
                crawl_listings.FAILED,
                crawl_listings.CANCELLED,
            ]
        ),
    )
    code = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    deferred_until = moment("Enough was asked for now; it goes on then.", required=True, allow_none=True)
    progress = fields.Nested(CrawlProgress, required=True)


class CrawlFailure(Schema):
    """Why some results show no picture."""

    state = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Of one of them."})
    count = fields.Integer(required=True)


class Crawl(Schema):
    """A crawl, and how far it is."""

    id = fields.Integer(required=True)
    run_id = fields.Integer(required=True, allow_none=True)
    owner = fields.Nested(
        Account, required=True, allow_none=True, metadata={"description": "Null: the operator's."}
    )
    state = fields.String(required=True, validate=validate.OneOf(crawls.STATES))
    keywords = fields.List(fields.String(), required=True)
    engines = fields.List(fields.String(), required=True)
    limit = fields.Integer(required=True)
    limit_in_all = fields.Integer(required=True, allow_none=True)
    filters = fields.Nested(CrawlFilters, required=True)
    again_of = fields.Integer(required=True, allow_none=True)
    created_at = moment("When it was started.", required=True)
    finished_at = moment("When it ended.", required=True, allow_none=True)
    progress = fields.Nested(CrawlProgress, required=True)
    classes = fields.Nested(CrawlClasses, required=True)


class WholeCrawl(Crawl):
    """A crawl with its searches, and why results show no picture."""

    searches = fields.List(fields.Nested(CrawlSearch), required=True)
    failures = fields.List(fields.Nested(CrawlFailure), required=True)


class Crawls(Schema):
    """Crawls."""

    crawls = fields.List(fields.Nested(Crawl), required=True)
    next_cursor = cursor_field()


class CrawlRank(fields.Field[Rank]):
    """The cursor of a page of pictures."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Rank:  # noqa: ARG002
        told = _RANK.fullmatch(str(value))
        if told is None:
            raise ValidationError("Take the `next_cursor` of the page before.")
        return Rank(*map(int, told.groups()))


class CrawlImagesQuery(Input):
    """Which pictures of a crawl."""

    class_name = fields.String(load_default=None, data_key="class", validate=validate.OneOf(CLASSES))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))
    cursor = CrawlRank(
        load_default=None, metadata={"type": "string", "description": "The `next_cursor` of the page before."}
    )


class CrawlZipQuery(Input):
    """Which pictures to pack."""

    class_name = fields.String(
        load_default=None,
        data_key="class",
        validate=validate.OneOf(CLASSES),
        metadata={"description": "Of one class; all without it."},
    )


class CrawlImageLabel(Input):
    """What somebody sees."""

    label = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([TEXT, NONTEXT]),
        metadata={"description": "Null takes your label back."},
    )


class CrawlLabels(CrawlImageLabel):
    """What somebody sees in several pictures."""

    images = fields.List(
        fields.Integer(strict=True, validate=validate.Range(min=1, max=LARGEST_ID)),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
        metadata={"description": "Their numbers."},
    )


class CrawlImage(Terms):
    """A picture that a crawl has found."""

    image = fields.Nested(ImageCard, required=True)
    class_name = fields.String(
        required=True,
        data_key="class",
        validate=validate.OneOf(CLASSES),
        metadata={"description": "unsure: nothing could be told. pending: nobody has looked yet."},
    )
    sure = fields.Boolean(required=True, metadata={"description": "False: a person should look at it."})
    label = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf([TEXT, NONTEXT]),
        metadata={"description": "What a person said."},
    )
    score = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "How likely it shows writing, as a program said."},
    )
    engine = fields.String(required=True)
    keyword = fields.String(required=True)
    title = fields.String(required=True)
    page_url = fields.String(required=True, metadata={"description": "The page on which it was found."})
    original_url = fields.String(required=True, metadata={"description": "Its address there."})
    file_url = fields.String(required=True, allow_none=True)
    duplicates = fields.Integer(required=True, metadata={"description": "Other results that show the same."})


class CrawlDuplicate(Schema):
    """A result that shows what an earlier one does."""

    image = fields.Nested(ImageCard, required=True)
    alike_by = fields.String(
        required=True,
        validate=validate.OneOf([crawl_duplicates.BYTES, crawl_duplicates.LOOKS]),
        metadata={"description": "bytes: it is the same file. looks: it looks nearly the same."},
    )
    engine = fields.String(required=True)
    keyword = fields.String(required=True)
    title = fields.String(required=True)
    page_url = fields.String(required=True, metadata={"description": "The page on which it was found."})
    original_url = fields.String(required=True, metadata={"description": "Its address there."})


class CrawlDuplicates(Schema):
    """The other results that show the same picture, in the order of the searches."""

    duplicates = fields.List(fields.Nested(CrawlDuplicate), required=True)


class CrawlImages(Schema):
    """Pictures of a crawl, each once."""

    images = fields.List(fields.Nested(CrawlImage), required=True)
    next_cursor = cursor_field()
