"""The tables of artist searches: what was asked, which pages were read for it, whose accounts were found, and
what was found there.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Table, Text, UniqueConstraint
from sqlalchemy.dialects import mysql

from fovea.database.listing_tables import metadata as metadata  # noqa: PLC0414 - with all tables in it
from fovea.database.tables import OPTIONS, BigNumber, Moment, Number, Packed, identifier

LongText = Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


def _search_key() -> "Column[int]":
    owner = ForeignKey("artist_searches.id", ondelete="CASCADE")
    return Column("search_id", Number, owner, primary_key=True, autoincrement=False)


# Somebody's question where the artist of a picture is, and what was found.
artist_searches = Table(
    "artist_searches",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("public_id", identifier(22), nullable=False, unique=True),
    Column("run_id", BigNumber, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("kind", identifier(16), nullable=False),  # artwork | picture | account | scan
    Column("asked", Text, nullable=False),  # the address, or empty for a file
    Column("asked_digest", identifier(32), nullable=False),  # equal for equal questions
    Column("origin", Text),  # the page at which the walk begins
    Column("account", Text),  # the one account that was named, JSON of an AccountAddress
    Column("asker", identifier(64)),  # who counts it, until it is finished
    Column("stage", identifier(16), nullable=False),  # fovea.database.artist_searches.STAGES
    Column("code", identifier(64)),  # why it failed, or will have failed at its end
    Column("message", Text),
    Column("artwork", LongText),  # JSON of an Artwork
    Column("picture", LongText),  # JSON of what is looked for (api_server.artists.pictures)
    Column("thumbnail", Packed),  # of it, WebP
    Column("first_scan", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("searched", Number, nullable=False, server_default="0"),  # how many pictures were compared
    Column("note", Text),
    Column("elsewhere", LongText),  # JSON of what the whole library has
    Column("tries", Number, nullable=False, server_default="0"),  # of the present stage
    Column("next_at", Moment, nullable=False),  # when it is to be looked at again
    Column("created_at", Moment, nullable=False),
    Column("stage_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("looked_at", Moment, nullable=False),  # when somebody last looked
    Index(None, "asked_digest", "created_at"),
    Index(None, "stage", "next_at"),
    Index(None, "asker"),
    Index(None, "run_id"),
    Index(None, "finished_at"),
    Index(None, "looked_at", "stage", "code"),  # all that the purge asks for: rows are large
    **OPTIONS,
)

# The pages that a search asks for, and what stood on them.
artist_search_pages = Table(
    "artist_search_pages",
    metadata,
    _search_key(),
    Column("digest", identifier(32), primary_key=True),  # of the page's key
    Column("purpose", identifier(8), nullable=False),  # walk | verify
    Column("item_id", BigNumber, unique=True),  # null: known already
    Column("page", Text, nullable=False),  # JSON of a PageToRead
    Column("answer", LongText),  # JSON of a PageRead
    Column("answered_at", Moment),
    **OPTIONS,
)

# The accounts that a search came to.
artist_search_accounts = Table(
    "artist_search_accounts",
    metadata,
    _search_key(),
    Column("account_key", identifier(191), primary_key=True),
    Column("place", Number, nullable=False),  # the likeliest first
    Column("found", LongText, nullable=False),  # JSON of an AccountFound
    Column("accepted", Boolean(create_constraint=False), nullable=False),
    Column("state", identifier(16), nullable=False),
    Column("scan_state", identifier(16), nullable=False),  # artist_search_accounts.SCAN_STATES
    Column("check_digest", identifier(32)),  # the item that asks whether it is there
    Column("listing_id", Number, ForeignKey("listings.id")),
    Column("run_id", BigNumber),  # that reads it
    Column("first", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("posts", Number),  # read, at the end
    Column("pictures", Number),  # of them, at the end
    Column("code", identifier(64)),
    Column("reason", Text),
    Index(None, "listing_id"),
    **OPTIONS,
)

# The posts that show the picture.
artist_search_results = Table(
    "artist_search_results",
    metadata,
    _search_key(),
    Column("post_id", Number, primary_key=True, autoincrement=False),
    Column("place", Number, nullable=False),
    Column("account_key", identifier(191), nullable=False),
    Column("image_id", Number, nullable=False),
    Column("position", Number, nullable=False),  # of the image in the post, from 0
    Column("count", Number, nullable=False),  # images of the post
    Column("distance", Float, nullable=False),
    Column("similarity", identifier(32)),
    Column("orientation", identifier(16), nullable=False),
    Column("in_trimmed", Boolean(create_constraint=False), nullable=False),
    Column("page_digest", identifier(32)),  # the page that tells whether it is still there
    Column("there", Boolean(create_constraint=False)),  # null: nobody knows
    **OPTIONS,
)

# What stood lately on pages about people, for whoever comes to them next.
person_pages = Table(
    "person_pages",
    metadata,
    Column("digest", identifier(32), primary_key=True),
    Column("answer", LongText, nullable=False),  # JSON of a PageRead
    Column("read_at", Moment, nullable=False),
    Index(None, "read_at"),
    **OPTIONS,
)

# Accounts whose posts are kept up to date because searches ask for them.
artist_accounts = Table(
    "artist_accounts",
    metadata,
    Column("listing_id", Number, ForeignKey("listings.id"), primary_key=True, autoincrement=False),
    Column("network", identifier(16), nullable=False),
    Column("account_key", identifier(191), nullable=False),
    Column("account", Text, nullable=False),  # JSON of an AccountAddress
    Column("first_scanned_at", Moment),  # when all of it was read for the first time
    Column("last_used_at", Moment, nullable=False),
    Column("uses", Number, nullable=False),
    Column("relisted_at", Moment, nullable=False),  # when all of it was last asked for anew
    Column("vanished_at", Moment),  # since then the network says that it is not there
    UniqueConstraint("network", "account_key"),
    Index(None, "relisted_at"),
    Index(None, "vanished_at"),
    **OPTIONS,
)
