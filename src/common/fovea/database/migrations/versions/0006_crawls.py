"""Crawls: logins with a name and a password, tokens of programs, whether pictures show text, and what was
crawled for whom.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "sqlite_autoincrement": True,
}


# As in 0003: what was interrupted goes on, and the types of the day are repeated.
def _number() -> TypeEngine[int]:
    return sa.Integer().with_variant(mysql.INTEGER(unsigned=True), "mysql", "mariadb")


def _big_number() -> TypeEngine[int]:
    return (
        sa.BigInteger()
        .with_variant(mysql.BIGINT(unsigned=True), "mysql", "mariadb")
        .with_variant(sa.INTEGER(), "sqlite")
    )


def _boolean() -> TypeEngine[bool]:
    return sa.Boolean(create_constraint=False)


def _identifier(length: int) -> TypeEngine[str]:
    exact = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_nopad_bin")
    return sa.String(length).with_variant(exact, "mysql", "mariadb")


def _has(table: str, column: str) -> bool:
    """Whether the column is there: SQLite has no words for "if it is not"."""
    return any(one["name"] == column for one in sa.inspect(op.get_bind()).get_columns(table))


def _add(table: str, column: sa.Column[Any]) -> None:
    if not _has(table, column.name):
        op.add_column(table, column)


def _drop(table: str, column: str) -> None:
    if _has(table, column):
        op.drop_column(table, column)


def upgrade() -> None:
    _logins()
    _writing()
    _licences()
    _crawls()


def downgrade() -> None:
    _no_crawls()
    _no_licences()
    _no_writing()
    _no_logins()


def _logins() -> None:
    _add("users", sa.Column("disabled_at", sa.BigInteger()))
    op.create_table(
        "local_logins",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("name", _identifier(64), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("password_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_local_logins_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name="pk_local_logins"),
        sa.UniqueConstraint("name", name="uq_local_logins_name"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "login_failures",
        sa.Column("name_digest", _identifier(64), nullable=False),
        sa.Column("failed", _number(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name_digest", name="pk_login_failures"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_login_failures_failed_at", "login_failures", ["failed_at"], if_not_exists=True)
    op.create_table(
        "token_families",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("public_id", _identifier(22), nullable=False),
        sa.Column("user_id", _number(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("refreshed_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("code", _identifier(16)),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_token_families_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_token_families"),
        sa.UniqueConstraint("public_id", name="uq_token_families_public_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_token_families_user_id", "token_families", ["user_id"], if_not_exists=True)
    op.create_index("ix_token_families_expires_at", "token_families", ["expires_at"], if_not_exists=True)
    op.create_table(
        "refresh_tokens",
        sa.Column("hash", _identifier(64), nullable=False),
        sa.Column("family_id", _big_number(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["token_families.id"],
            name="fk_refresh_tokens_family_id_token_families",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name="pk_refresh_tokens"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_refresh_tokens_family_id", "refresh_tokens", ["family_id"], if_not_exists=True)


def _no_logins() -> None:
    op.drop_table("refresh_tokens", if_exists=True)
    op.drop_table("token_families", if_exists=True)
    op.drop_table("login_failures", if_exists=True)
    op.drop_table("local_logins", if_exists=True)
    _drop("users", "disabled_at")


def _writing() -> None:
    _add("images", sa.Column("text_class", _boolean()))
    _add("images", sa.Column("text_version", _identifier(32)))
    op.create_index("ix_images_text_version_state", "images", ["text_version", "state"], if_not_exists=True)
    op.create_table(
        "image_labels",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("image_id", _number(), nullable=False),
        sa.Column("user_id", _number()),
        sa.Column("label", _boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name="fk_image_labels_image_id_images"),
        sa.PrimaryKeyConstraint("id", name="pk_image_labels"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_image_labels_image_id_at", "image_labels", ["image_id", "at"], if_not_exists=True)
    op.create_index("ix_image_labels_user_id", "image_labels", ["user_id"], if_not_exists=True)
    # Until now only people said so.
    op.execute(
        "INSERT INTO image_labels (image_id, label, at) "
        "SELECT id, text, added_at FROM images WHERE text IS NOT NULL AND text_class IS NULL "
        "AND id NOT IN (SELECT image_id FROM image_labels)"
    )


def _no_writing() -> None:
    op.drop_table("image_labels", if_exists=True)
    if _has("images", "text_version"):
        op.drop_index("ix_images_text_version_state", "images", if_exists=True)
    _drop("images", "text_version")
    _drop("images", "text_class")


def _licences() -> None:
    _add("post_details", sa.Column("licence", sa.String(length=128)))
    _add("post_details", sa.Column("licence_url", sa.String(length=512)))
    _add("post_details", sa.Column("creator", sa.String(length=255)))


def _no_licences() -> None:
    for column in ("creator", "licence_url", "licence"):
        _drop("post_details", column)


def _crawls() -> None:
    op.create_table(
        "crawls",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("owner_id", _number()),
        sa.Column("run_id", _big_number()),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("engines", sa.Text(), nullable=False),
        sa.Column("most_each", _number(), nullable=False),
        sa.Column("most", _number()),
        sa.Column("least_width", _number(), nullable=False, server_default="0"),
        sa.Column("least_height", _number(), nullable=False, server_default="0"),
        sa.Column("licensed", _boolean(), nullable=False, server_default="0"),
        sa.Column("state", _identifier(20), nullable=False),
        sa.Column("again_of", _number()),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name="fk_crawls_owner_id_users", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_crawls_run_id_runs", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_crawls"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_crawls_owner_id_id", "crawls", ["owner_id", "id"], if_not_exists=True)
    op.create_index("ix_crawls_state_next_at", "crawls", ["state", "next_at"], if_not_exists=True)
    op.create_index("ix_crawls_run_id", "crawls", ["run_id"], if_not_exists=True)
    op.create_table(
        "crawl_listings",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("crawl_id", _number(), nullable=False),
        sa.Column("place", _number(), nullable=False),
        sa.Column("engine", _identifier(16), nullable=False),
        sa.Column("keyword", sa.Text(), nullable=False),
        sa.Column("listing_id", _number(), nullable=False),
        sa.Column("run_id", _big_number()),
        sa.Column("state", _identifier(16), nullable=False),
        sa.Column("tries", _number(), nullable=False, server_default="0"),
        sa.Column("cursor", sa.Text()),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("code", _identifier(64)),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawls.id"], name="fk_crawl_listings_crawl_id_crawls", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name="fk_crawl_listings_listing_id_listings"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_crawl_listings_run_id_runs", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_crawl_listings"),
        sa.UniqueConstraint("crawl_id", "place", name="uq_crawl_listings_crawl_id_place"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_crawl_listings_listing_id", "crawl_listings", ["listing_id"], if_not_exists=True)
    op.create_index("ix_crawl_listings_run_id", "crawl_listings", ["run_id"], if_not_exists=True)
    op.create_table(
        "crawl_runs",
        sa.Column("run_id", _big_number(), autoincrement=False, nullable=False),
        sa.Column("crawl_listing_id", _number(), nullable=False),
        sa.Column("number", _number(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_crawl_runs_run_id_runs", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["crawl_listing_id"],
            ["crawl_listings.id"],
            name="fk_crawl_runs_crawl_listing_id_crawl_listings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", name="pk_crawl_runs"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_crawl_runs_crawl_listing_id", "crawl_runs", ["crawl_listing_id"], if_not_exists=True)
    op.create_table(
        "crawl_images",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("crawl_id", _number(), nullable=False),
        sa.Column("crawl_listing_id", _number(), nullable=False),
        sa.Column("post_id", _number(), nullable=False),
        sa.Column("link_id", _big_number(), nullable=False),
        sa.Column("position", _big_number(), nullable=False),
        sa.Column("state", _identifier(16), nullable=False),
        sa.Column("image_id", _number()),
        sa.Column("duplicate_of", _big_number()),
        sa.Column("duplicate_by", _identifier(8)),
        sa.Column("code", _identifier(64)),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawls.id"], name="fk_crawl_images_crawl_id_crawls", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["crawl_listing_id"],
            ["crawl_listings.id"],
            name="fk_crawl_images_crawl_listing_id_crawl_listings",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_crawl_images_post_id_posts"),
        sa.PrimaryKeyConstraint("id", name="pk_crawl_images"),
        sa.UniqueConstraint("crawl_listing_id", "link_id", name="uq_crawl_images_crawl_listing_id_link_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_crawl_images_crawl_id_state", "crawl_images", ["crawl_id", "state"], if_not_exists=True
    )
    op.create_index("ix_crawl_images_post_id", "crawl_images", ["post_id"], if_not_exists=True)
    op.create_index("ix_crawl_images_link_id", "crawl_images", ["link_id"], if_not_exists=True)
    op.create_index("ix_crawl_images_image_id", "crawl_images", ["image_id"], if_not_exists=True)


def _no_crawls() -> None:
    op.drop_table("crawl_images", if_exists=True)
    op.drop_table("crawl_runs", if_exists=True)
    op.drop_table("crawl_listings", if_exists=True)
    op.drop_table("crawls", if_exists=True)
