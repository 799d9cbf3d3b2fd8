"""The tables of the library: images, what they look like, where they were seen, their tags and texts.

An image is one picture, known by its bytes; many posts can show one image. Every change that a search could
see gives the image the next `version`, under a lock that is held until the commit
(`fovea.database.versions`): whoever keeps a copy in memory asks for what is newer than what it has, and
misses nothing.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

from fovea.database.tables import OPTIONS, BigNumber, Moment, Number, Packed, identifier
from fovea.database.tables import metadata as metadata  # noqa: PLC0414 - with all tables in it


def _bytes(length: int) -> "TypeEngine[bytes]":
    """Exactly so many bytes."""
    return LargeBinary(length).with_variant(mysql.BINARY(length), "mysql", "mariadb")


def _short_bytes(most: int) -> "TypeEngine[bytes]":
    """So many bytes at most."""
    return LargeBinary(most).with_variant(mysql.VARBINARY(most), "mysql", "mariadb")


images = Table(
    "images",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("sha256", _bytes(32), nullable=False, unique=True),
    Column("md5", _bytes(16), nullable=False),
    Column("format", identifier(8), nullable=False),  # jpeg | png | gif | webp | avif | bmp
    Column("bytes", Number, nullable=False),
    Column("width", Number, nullable=False),  # pixels, upright
    Column("height", Number, nullable=False),
    Column("frames", Number, nullable=False, server_default="1"),
    Column("rating", SmallInteger, nullable=False),  # fovea.ratings
    # whether a person said so: then no source changes it
    Column("rating_set", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("score", Integer, nullable=False, server_default="0"),  # the best that a source told
    Column("added_at", Moment, nullable=False),
    Column("posted_at", Moment),  # of its oldest post
    Column("thumbhash", _short_bytes(40)),
    Column(
        "colors", _short_bytes(40)
    ),  # the dominant ones: red, green, blue, share of 255, at most ten times
    # whether it shows writing: what a person said last, else the classifier; null: nobody has looked
    Column("text", Boolean(create_constraint=False)),
    Column("text_score", Float),  # the classifier's, 0 to 1
    Column("text_class", Boolean(create_constraint=False)),  # what it said
    Column("text_version", identifier(32)),  # which one it was
    # whether the file itself is stored; thumbnails always are
    Column("kept", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("state", identifier(16), nullable=False, server_default="ready"),  # fovea.database.images
    Column("state_at", Moment),
    Column("state_reason", Text),
    Column("merged_into", Number),
    Column("group_id", Number),  # the smallest number of its variants; its own when it has none
    Column("best", Boolean(create_constraint=False), nullable=False, server_default="1"),  # of its variants
    Column("version", BigNumber, nullable=False),
    Index(None, "md5"),
    Index(None, "group_id", "rating"),
    Index(None, "best", "group_id"),  # who shares a group: where one is not the best
    Index(None, "version"),
    Index(None, "text_version", "state"),  # the images that no classifier has looked at
    **OPTIONS,
)

image_fingerprints = Table(
    "image_fingerprints",
    metadata,
    Column("image_id", Number, ForeignKey("images.id"), primary_key=True, autoincrement=False),
    # 64 bits each, as signed numbers
    Column("phash", Moment, nullable=False),
    Column("dhash_red", Moment, nullable=False),
    Column("dhash_green", Moment, nullable=False),
    Column("dhash_blue", Moment, nullable=False),
    Column("histogram", _short_bytes(48), nullable=False),  # 12 little-endian u32: 4 bins of red, green, blue
    Column("pdq", _short_bytes(32)),  # 256 bits; null when the picture is too small for it
    Column("pdq_quality", SmallInteger),  # 0 to 100
    Column("made_by", SmallInteger, nullable=False, server_default="1"),  # fovea.fingerprints.VERSION
    **OPTIONS,
)

# What people say of whether an image shows writing. `user_id` null: the operator, or somebody who is gone.
image_labels = Table(
    "image_labels",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("image_id", Number, ForeignKey("images.id"), nullable=False),
    Column("user_id", Number),
    Column("label", Boolean(create_constraint=False), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "image_id", "at"),
    Index(None, "user_id"),
    **OPTIONS,
)

# Where an image was seen.
post_images = Table(
    "post_images",
    metadata,
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("image_id", Number, ForeignKey("images.id"), primary_key=True, autoincrement=False),
    Column("position", Number, nullable=False, server_default="0"),
    Index(None, "image_id"),
    **OPTIONS,
)

# What only some sources tell of a post.
post_details = Table(
    "post_details",
    metadata,
    Column("post_id", Number, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("rating", SmallInteger),
    Column("score", Integer),
    Column("description", Text),
    Column("source_url", Text),  # where the post says its picture comes from
    Column("removed_at", Moment),  # the source took it down
    Column("told_at", Moment),  # when the source said so, whoever carried the word; null: a program said it
    Column("licence", String(128)),  # as people write it: CC BY-SA 4.0
    Column("licence_url", String(512)),
    Column("creator", String(255)),  # who is to be named
    **OPTIONS,
)

# An address that a post leads to, and what became of it. Nothing is deleted for a failure.
links = Table(
    "links",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("post_id", Number, ForeignKey("posts.id"), nullable=False),
    Column("position", Number, nullable=False, server_default="0"),
    Column("url", Text, nullable=False),  # http, https, or storage:key of what was uploaded
    Column("url_digest", _bytes(16), nullable=False),
    Column("kind", identifier(16), nullable=False),  # fovea.database.links.KINDS
    Column("parent_id", BigNumber),  # the link that led to this one
    Column("state", identifier(16), nullable=False),  # waiting | sent | done | failed | removed
    Column("attempts", Number, nullable=False, server_default="0"),
    Column("next_at", Moment, nullable=False),  # waiting: when to send; sent: until when an answer is awaited
    Column("code", identifier(64)),
    Column("reason", Text),
    Column("image_id", Number),
    Column("md5", _bytes(16)),  # what the source says of the bytes
    Column("sha256", _bytes(32)),
    Column("keep", Boolean(create_constraint=False), nullable=False, server_default="0"),  # the file itself
    Column("background", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("batch", identifier(32)),  # what it came with: an import
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("post_id", "url_digest"),
    Index(None, "kind", "state", "next_at"),
    Index(None, "state"),  # within which the newest come first
    Index(None, "batch", "state"),
    Index(None, "image_id"),
    **OPTIONS,
)

# Pictures that say that there is no picture.
placeholders = Table(
    "placeholders",
    metadata,
    Column("md5", _bytes(16), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("added_at", Moment, nullable=False),
    **OPTIONS,
)

tags = Table(
    "tags",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("name", identifier(191), nullable=False, unique=True),
    Column("namespace", identifier(16), nullable=False),  # artist | character | copyright | meta | general
    # whether a person said so: then no source changes it
    Column("namespace_set", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Column("count", Number, nullable=False, server_default="0"),  # images that are there and have it
    Column("alias_of", Number, ForeignKey("tags.id")),
    Column("created_at", Moment, nullable=False),
    Index(None, "count"),
    Index(None, "namespace", "count"),
    Index(None, "alias_of"),
    **OPTIONS,
)

# The name of each tag from its beginning and from each of its words on, to find it by what somebody types.
tag_words = Table(
    "tag_words",
    metadata,
    Column("tag_id", Number, ForeignKey("tags.id"), primary_key=True, autoincrement=False),
    Column("word", identifier(191), primary_key=True),
    Index(None, "word"),
    **OPTIONS,
)

image_tags = Table(
    "image_tags",
    metadata,
    Column("image_id", Number, ForeignKey("images.id"), primary_key=True, autoincrement=False),
    Column("tag_id", Number, ForeignKey("tags.id"), primary_key=True, autoincrement=False),
    Column("origin", SmallInteger, nullable=False),  # 1: a source | 2: a person | 3: implied
    Index(None, "tag_id", "image_id"),
    **OPTIONS,
)

# Tags that a person took off: no source puts them on again.
image_tag_removals = Table(
    "image_tag_removals",
    metadata,
    Column("image_id", Number, ForeignKey("images.id"), primary_key=True, autoincrement=False),
    Column("tag_id", Number, ForeignKey("tags.id"), primary_key=True, autoincrement=False),
    **OPTIONS,
)

tag_implications = Table(
    "tag_implications",
    metadata,
    Column("tag_id", Number, ForeignKey("tags.id"), primary_key=True, autoincrement=False),
    Column("implied_id", Number, ForeignKey("tags.id"), primary_key=True, autoincrement=False),
    Index(None, "implied_id"),
    **OPTIONS,
)

blocked_tags = Table(
    "blocked_tags",
    metadata,
    Column("name", identifier(191), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("user_id", Number),
    **OPTIONS,
)

# The words of an image in a form that both databases' full-text indexes treat alike (fovea.database.texts).
# In SQLite this is a virtual table of FTS5, whose `rowid` is the image's number; in MariaDB `image_id` is,
# and `words` has a FULLTEXT index. Its migration makes it, each database in its own words.
image_texts = Table(
    "image_texts",
    MetaData(),
    Column("image_id", Number, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
)

library_version = Table(
    "library_version",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),  # always 1
    Column("version", BigNumber, nullable=False),
    **OPTIONS,
)

# One image put into another by a person, and what undoes it.
merges = Table(
    "merges",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("kept_id", Number, ForeignKey("images.id"), nullable=False),
    Column("dropped_id", Number, ForeignKey("images.id"), nullable=False),
    Column("user_id", Number),
    Column("made_at", Moment, nullable=False),
    Column("undone_at", Moment),
    Column("undo", Packed, nullable=False),
    Index(None, "kept_id"),
    Index(None, "dropped_id"),
    **OPTIONS,
)

# Pairs that look alike and that a person said are not the same; the smaller number first.
distinct_images = Table(
    "distinct_images",
    metadata,
    Column("image_id", Number, ForeignKey("images.id"), primary_key=True, autoincrement=False),
    Column("other_id", Number, ForeignKey("images.id"), primary_key=True, autoincrement=False),
    Column("user_id", Number),
    Column("said_at", Moment, nullable=False),
    **OPTIONS,
)

user_roles = Table(
    "user_roles",
    metadata,
    Column(
        "user_id", Number, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("role", identifier(16), primary_key=True),  # editor | administrator
    **OPTIONS,
)

# Keys for programs: shown once, stored as a hash.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("user_id", Number, ForeignKey("users.id", ondelete="CASCADE")),  # null: the operator's
    Column("name", String(255), nullable=False),
    Column("prefix", identifier(16), nullable=False),  # what may be shown to tell keys apart
    Column("hash", identifier(64), nullable=False, unique=True),
    Column("scopes", identifier(255), nullable=False),  # space-separated
    Column("created_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Index(None, "user_id"),
    **OPTIONS,
)
