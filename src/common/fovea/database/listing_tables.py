"""The tables of listings: something whose posts a source lists, who wants it kept up to date, and how far the
runs came that read it.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from fovea.database.library_tables import metadata as metadata  # noqa: PLC0414 - with all tables in it
from fovea.database.tables import OPTIONS, BigNumber, Moment, Number, identifier

# What is listed: by source, kind and query it is the same one for everybody. `account_id` is an account of
# our own, for runs are of an account.
listings = Table(
    "listings",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("source", identifier(16), nullable=False),
    Column("kind", identifier(16), nullable=False),  # tags | account | community | feed | group | ...
    Column("query", Text, nullable=False),
    Column("query_digest", identifier(32), nullable=False),
    Column("account_id", Number, ForeignKey("accounts.id"), nullable=False, unique=True),
    Column("title", String(512), nullable=False),
    Column("url", Text, nullable=False),
    Column("checked", Text),  # what the source said of it last, JSON of a CheckedListing
    Column("created_at", Moment, nullable=False),
    Column("removing_at", Moment),  # since then its posts are being removed
    UniqueConstraint("source", "kind", "query_digest"),
    **OPTIONS,
)

# What only subscriptions to listings have beside `subscriptions`.
listing_subscriptions = Table(
    "listing_subscriptions",
    metadata,
    Column("listing_id", Number, ForeignKey("listings.id"), primary_key=True, autoincrement=False),
    Column(
        "subscription_id",
        Number,
        ForeignKey("subscriptions.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    Column("user_id", Number, ForeignKey("users.id", ondelete="SET NULL")),  # null: the operator's
    # person: somebody wants its posts; artist: artist searches do (fovea.database.artist_accounts)
    Column("purpose", identifier(8), nullable=False, server_default="person"),
    Column("adaptive", Boolean(create_constraint=False), nullable=False),
    # the newest that a finished run has read: a catch-up stops there
    Column("mark", Moment),
    Column("back_fill_since", Moment),  # reached: everything since then has been read
    Column("back_fill_wanted", Moment),  # asked for, and not reached yet; 0: everything
    Column("back_fill_cursor", Text),  # where one that was interrupted goes on ...
    Column("back_fill_newest", Moment),  # ... and the newest that it has read
    Column("failed_runs", Number, nullable=False, server_default="0"),  # in a row
    Column("code", identifier(64)),  # why the last run failed, or why it is paused
    Column("reason", Text),
    Column("created_at", Moment, nullable=False),
    Index(None, "user_id"),
    Index(None, "purpose", "subscription_id"),
    **OPTIONS,
)

# What a run of a listing is to read, and what it has brought.
listing_runs = Table(
    "listing_runs",
    metadata,
    Column(
        "run_id", BigNumber, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("listing_id", Number, ForeignKey("listings.id"), nullable=False),
    Column("cursor", Text),  # where it begins; null: at the newest
    Column("stop_at", Moment),  # a catch-up reads down to this mark
    Column("since", Moment),  # a back-fill down to this moment
    Column("back_fill", Boolean(create_constraint=False), nullable=False),
    Column("pages", Number),  # and no more pages than these
    Column("posts_before", Number, nullable=False),
    Column("new_posts", Number),  # known at its end
    Index(None, "listing_id", "run_id"),
    **OPTIONS,
)

# The items of such runs: some pages each.
listing_parts = Table(
    "listing_parts",
    metadata,
    Column(
        "item_id",
        BigNumber,
        ForeignKey("run_items.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("run_id", BigNumber, nullable=False),
    Column("number", Number, nullable=False),
    Column("pages", Number, nullable=False),  # it reads at most
    Column("cursor", Text),
    Column("next_cursor", Text),  # where its answer says that the next part begins
    Column("newest", Moment),  # the highest mark that its answer tells of
    UniqueConstraint("run_id", "number"),
    **OPTIONS,
)

# The item of a run that asks what a text stands for, and the answer.
listing_checks = Table(
    "listing_checks",
    metadata,
    Column(
        "item_id",
        BigNumber,
        ForeignKey("run_items.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("text", Text, nullable=False),
    Column("checked", Text),  # JSON of a CheckedListing
    **OPTIONS,
)

# Which posts a listing has brought. Listings are never deleted.
listing_posts = Table(
    "listing_posts",
    metadata,
    Column("listing_id", Number, ForeignKey("listings.id"), primary_key=True, autoincrement=False),
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("noted_at", Moment, nullable=False),
    Index(None, "post_id"),
    **OPTIONS,
)
