"""The tables of crawls: what was asked for, what each engine was asked, and which pictures came of it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from fovea.database.login_tables import metadata as metadata  # noqa: PLC0414 - with all tables in it
from fovea.database.tables import OPTIONS, BigNumber, Moment, Number, identifier

# Somebody's wish for pictures of some keywords.
crawls = Table(
    "crawls",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("owner_id", Number, ForeignKey("users.id", ondelete="CASCADE")),  # null: the operator's
    Column("run_id", BigNumber, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("keywords", Text, nullable=False),  # JSON list
    Column("engines", Text, nullable=False),  # JSON list
    Column("most_each", Number, nullable=False),  # results of one engine for one keyword
    Column("most", Number),  # and of all together
    Column("least_width", Number, nullable=False, server_default="0"),
    Column("least_height", Number, nullable=False, server_default="0"),
    Column("licensed", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("state", identifier(20), nullable=False),  # fovea.database.crawls.STATES
    Column("again_of", Number),  # the crawl that this one repeats
    Column("next_at", Moment, nullable=False),  # when it is to be looked at again
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index(None, "owner_id", "id"),
    Index(None, "state", "next_at"),
    Index(None, "run_id"),
    **OPTIONS,
)

# One engine asked for one keyword.
crawl_listings = Table(
    "crawl_listings",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("crawl_id", Number, ForeignKey("crawls.id", ondelete="CASCADE"), nullable=False),
    Column("place", Number, nullable=False),  # its results come behind those of lower places
    Column("engine", identifier(16), nullable=False),
    Column("keyword", Text, nullable=False),
    Column("listing_id", Number, ForeignKey("listings.id"), nullable=False),
    Column("run_id", BigNumber, ForeignKey("runs.id", ondelete="SET NULL")),  # the one that reads it
    Column("state", identifier(16), nullable=False),  # waiting | reading | done | failed | cancelled
    Column("tries", Number, nullable=False, server_default="0"),  # runs that began
    Column("cursor", Text),  # where the next run goes on
    Column("next_at", Moment, nullable=False),  # waiting: no sooner
    Column("code", identifier(64)),
    Column("reason", Text),
    UniqueConstraint("crawl_id", "place"),
    Index(None, "listing_id"),
    Index(None, "run_id"),
    **OPTIONS,
)

# The runs that have read for it: what late ones bring is its, too.
crawl_runs = Table(
    "crawl_runs",
    metadata,
    Column(
        "run_id", BigNumber, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("crawl_listing_id", Number, ForeignKey("crawl_listings.id", ondelete="CASCADE"), nullable=False),
    Column("number", Number, nullable=False),  # which of them
    Index(None, "crawl_listing_id"),
    **OPTIONS,
)

# A result: a link to a picture, and what became of it.
crawl_images = Table(
    "crawl_images",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("crawl_id", Number, ForeignKey("crawls.id", ondelete="CASCADE"), nullable=False),
    Column("crawl_listing_id", Number, ForeignKey("crawl_listings.id", ondelete="CASCADE"), nullable=False),
    Column("post_id", Number, ForeignKey("posts.id"), nullable=False),
    Column("link_id", BigNumber, nullable=False),
    Column("position", BigNumber, nullable=False),  # among the results of its engine for its keyword
    Column("state", identifier(16), nullable=False),  # fovea.database.crawl_images.STATES
    Column("image_id", Number),
    Column("duplicate_of", BigNumber),  # the result that shows the same, and comes first
    Column("duplicate_by", identifier(8)),  # bytes | looks
    Column("code", identifier(64)),
    Column("reason", Text),
    UniqueConstraint("crawl_listing_id", "link_id"),
    Index(None, "crawl_id", "state"),
    Index(None, "post_id"),
    Index(None, "link_id"),
    Index(None, "image_id"),
    **OPTIONS,
)
