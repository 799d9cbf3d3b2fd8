"""The library: images, where they were seen, their tags and texts; keys for programs."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "sqlite_autoincrement": True,
}
# FTS5 takes the words as they are: fovea.database.texts has made them plain letters and digits.
_SQLITE_TEXTS = "CREATE VIRTUAL TABLE IF NOT EXISTS image_texts USING fts5(words, tokenize = 'ascii')"
_MARIADB_TEXTS = """
CREATE TABLE IF NOT EXISTS image_texts (
    image_id INTEGER UNSIGNED NOT NULL PRIMARY KEY,
    words MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    FULLTEXT KEY ft_image_texts_words (words)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
"""


# MariaDB cannot undo half of a migration: one that was killed goes on where it was, hence all the "if"
# (not) "exists". A migration is history: it repeats the types of its day and does not change when the
# tables do.
def _number() -> TypeEngine[int]:
    return sa.Integer().with_variant(mysql.INTEGER(unsigned=True), "mysql", "mariadb")


def _big_number() -> TypeEngine[int]:
    return (
        sa.BigInteger()
        .with_variant(mysql.BIGINT(unsigned=True), "mysql", "mariadb")
        .with_variant(sa.INTEGER(), "sqlite")
    )


def _packed() -> TypeEngine[bytes]:
    return sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def _bytes(length: int) -> TypeEngine[bytes]:
    return sa.LargeBinary(length).with_variant(mysql.BINARY(length), "mysql", "mariadb")


def _short_bytes(most: int) -> TypeEngine[bytes]:
    return sa.LargeBinary(most).with_variant(mysql.VARBINARY(most), "mysql", "mariadb")


def _boolean() -> TypeEngine[bool]:
    return sa.Boolean(create_constraint=False)


def _identifier(length: int) -> TypeEngine[str]:
    exact = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_nopad_bin")
    return sa.String(length).with_variant(exact, "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "blocked_tags",
        sa.Column("name", _identifier(191), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", _number()),
        sa.PrimaryKeyConstraint("name", name="pk_blocked_tags"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "images",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("sha256", _bytes(32), nullable=False),
        sa.Column("md5", _bytes(16), nullable=False),
        sa.Column("format", _identifier(8), nullable=False),
        sa.Column("bytes", _number(), nullable=False),
        sa.Column("width", _number(), nullable=False),
        sa.Column("height", _number(), nullable=False),
        sa.Column("frames", _number(), nullable=False, server_default="1"),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("rating_set", _boolean(), nullable=False, server_default="0"),
        sa.Column("score", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_at", sa.BigInteger()),
        sa.Column("thumbhash", _short_bytes(40)),
        sa.Column("colors", _short_bytes(40)),
        sa.Column("text", _boolean()),
        sa.Column("text_score", sa.Float()),
        sa.Column("kept", _boolean(), nullable=False, server_default="0"),
        sa.Column("state", _identifier(16), nullable=False, server_default="ready"),
        sa.Column("state_at", sa.BigInteger()),
        sa.Column("state_reason", sa.Text()),
        sa.Column("merged_into", _number()),
        sa.Column("group_id", _number()),
        sa.Column("best", _boolean(), nullable=False, server_default="1"),
        sa.Column("version", _big_number(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
        sa.UniqueConstraint("sha256", name="uq_images_sha256"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_images_best_group_id", "images", ["best", "group_id"], if_not_exists=True)
    op.create_index("ix_images_group_id_rating", "images", ["group_id", "rating"], if_not_exists=True)
    op.create_index("ix_images_md5", "images", ["md5"], if_not_exists=True)
    op.create_index("ix_images_version", "images", ["version"], if_not_exists=True)
    op.create_table(
        "library_version",
        sa.Column("id", _number(), autoincrement=False, nullable=False),
        sa.Column("version", _big_number(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_library_version"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "placeholders",
        sa.Column("md5", _bytes(16), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("md5", name="pk_placeholders"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "tags",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("name", _identifier(191), nullable=False),
        sa.Column("namespace", _identifier(16), nullable=False),
        sa.Column("namespace_set", _boolean(), nullable=False, server_default="0"),
        sa.Column("count", _number(), nullable=False, server_default="0"),
        sa.Column("alias_of", _number()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["alias_of"], ["tags.id"], name="fk_tags_alias_of_tags"),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("name", name="uq_tags_name"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_tags_alias_of", "tags", ["alias_of"], if_not_exists=True)
    op.create_index("ix_tags_count", "tags", ["count"], if_not_exists=True)
    op.create_index("ix_tags_namespace_count", "tags", ["namespace", "count"], if_not_exists=True)
    op.create_table(
        "tag_words",
        sa.Column("tag_id", _number(), autoincrement=False, nullable=False),
        sa.Column("word", _identifier(191), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_tag_words_tag_id_tags"),
        sa.PrimaryKeyConstraint("tag_id", "word", name="pk_tag_words"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_tag_words_word", "tag_words", ["word"], if_not_exists=True)
    op.create_table(
        "distinct_images",
        sa.Column("image_id", _number(), autoincrement=False, nullable=False),
        sa.Column("other_id", _number(), autoincrement=False, nullable=False),
        sa.Column("user_id", _number()),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_distinct_images_image_id_images"),
        sa.ForeignKeyConstraint(["other_id"], ["images.id"], name="fk_distinct_images_other_id_images"),
        sa.PrimaryKeyConstraint("image_id", "other_id", name="pk_distinct_images"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "image_fingerprints",
        sa.Column("image_id", _number(), autoincrement=False, nullable=False),
        sa.Column("phash", sa.BigInteger(), nullable=False),
        sa.Column("dhash_red", sa.BigInteger(), nullable=False),
        sa.Column("dhash_green", sa.BigInteger(), nullable=False),
        sa.Column("dhash_blue", sa.BigInteger(), nullable=False),
        sa.Column("histogram", _short_bytes(48), nullable=False),
        sa.Column("pdq", _short_bytes(32)),
        sa.Column("pdq_quality", sa.SmallInteger()),
        sa.Column("made_by", sa.SmallInteger(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_image_fingerprints_image_id_images"),
        sa.PrimaryKeyConstraint("image_id", name="pk_image_fingerprints"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "image_tag_removals",
        sa.Column("image_id", _number(), autoincrement=False, nullable=False),
        sa.Column("tag_id", _number(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_image_tag_removals_image_id_images"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_image_tag_removals_tag_id_tags"),
        sa.PrimaryKeyConstraint("image_id", "tag_id", name="pk_image_tag_removals"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "image_tags",
        sa.Column("image_id", _number(), autoincrement=False, nullable=False),
        sa.Column("tag_id", _number(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_image_tags_image_id_images"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_image_tags_tag_id_tags"),
        sa.PrimaryKeyConstraint("image_id", "tag_id", name="pk_image_tags"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_image_tags_tag_id_image_id", "image_tags", ["tag_id", "image_id"], if_not_exists=True)
    op.create_table(
        "merges",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("kept_id", _number(), nullable=False),
        sa.Column("dropped_id", _number(), nullable=False),
        sa.Column("user_id", _number()),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
        sa.Column("undo", _packed(), nullable=False),
        sa.ForeignKeyConstraint(["dropped_id"], ["images.id"], name="fk_merges_dropped_id_images"),
        sa.ForeignKeyConstraint(["kept_id"], ["images.id"], name="fk_merges_kept_id_images"),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_merges_dropped_id", "merges", ["dropped_id"], if_not_exists=True)
    op.create_index("ix_merges_kept_id", "merges", ["kept_id"], if_not_exists=True)
    op.create_table(
        "tag_implications",
        sa.Column("tag_id", _number(), autoincrement=False, nullable=False),
        sa.Column("implied_id", _number(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["implied_id"], ["tags.id"], name="fk_tag_implications_implied_id_tags"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name="fk_tag_implications_tag_id_tags"),
        sa.PrimaryKeyConstraint("tag_id", "implied_id", name="pk_tag_implications"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_tag_implications_implied_id", "tag_implications", ["implied_id"], if_not_exists=True)
    op.create_table(
        "api_keys",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("user_id", _number()),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("prefix", _identifier(16), nullable=False),
        sa.Column("hash", _identifier(64), nullable=False),
        sa.Column("scopes", _identifier(255), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger()),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_api_keys_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("hash", name="uq_api_keys_hash"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_api_keys_user_id", "api_keys", ["user_id"], if_not_exists=True)
    op.create_table(
        "links",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("post_id", _number(), nullable=False),
        sa.Column("position", _number(), nullable=False, server_default="0"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_digest", _bytes(16), nullable=False),
        sa.Column("kind", _identifier(16), nullable=False),
        sa.Column("parent_id", _big_number()),
        sa.Column("state", _identifier(16), nullable=False),
        sa.Column("attempts", _number(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("code", _identifier(64)),
        sa.Column("reason", sa.Text()),
        sa.Column("image_id", _number()),
        sa.Column("md5", _bytes(16)),
        sa.Column("sha256", _bytes(32)),
        sa.Column("keep", _boolean(), nullable=False, server_default="0"),
        sa.Column("background", _boolean(), nullable=False, server_default="0"),
        sa.Column("batch", _identifier(32)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_links_post_id_posts"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("post_id", "url_digest", name="uq_links_post_id_url_digest"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_links_batch_state", "links", ["batch", "state"], if_not_exists=True)
    op.create_index("ix_links_image_id", "links", ["image_id"], if_not_exists=True)
    op.create_index("ix_links_state_next_at", "links", ["state", "next_at"], if_not_exists=True)
    op.create_table(
        "post_details",
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("rating", sa.SmallInteger()),
        sa.Column("score", sa.Integer()),
        sa.Column("description", sa.Text()),
        sa.Column("source_url", sa.Text()),
        sa.Column("removed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_details_post_id_posts"),
        sa.PrimaryKeyConstraint("post_id", name="pk_post_details"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "post_images",
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("image_id", _number(), autoincrement=False, nullable=False),
        sa.Column("position", _number(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_post_images_image_id_images"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_images_post_id_posts"),
        sa.PrimaryKeyConstraint("post_id", "image_id", name="pk_post_images"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_post_images_image_id", "post_images", ["image_id"], if_not_exists=True)
    op.create_table(
        "user_roles",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("role", _identifier(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_user_roles_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name="pk_user_roles"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.execute(_SQLITE_TEXTS if op.get_bind().dialect.name == "sqlite" else _MARIADB_TEXTS)
    op.execute("DELETE FROM library_version")
    op.execute("INSERT INTO library_version (id, version) VALUES (1, 0)")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS image_texts")
    op.drop_table("user_roles", if_exists=True)
    op.drop_table("post_images", if_exists=True)
    op.drop_table("post_details", if_exists=True)
    op.drop_table("links", if_exists=True)
    op.drop_table("api_keys", if_exists=True)
    op.drop_table("tag_implications", if_exists=True)
    op.drop_table("merges", if_exists=True)
    op.drop_table("image_tags", if_exists=True)
    op.drop_table("image_tag_removals", if_exists=True)
    op.drop_table("image_fingerprints", if_exists=True)
    op.drop_table("distinct_images", if_exists=True)
    op.drop_table("tag_words", if_exists=True)
    op.drop_table("tags", if_exists=True)
    op.drop_table("placeholders", if_exists=True)
    op.drop_table("library_version", if_exists=True)
    op.drop_table("images", if_exists=True)
    op.drop_table("blocked_tags", if_exists=True)
