"""Subscriptions: listings of sources, who keeps them up to date, and how far their runs came."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"
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


def _is_told() -> bool:
    """Whether the column is there: SQLite has no words for "if it is not"."""
    return any(one["name"] == "told_at" for one in sa.inspect(op.get_bind()).get_columns("post_details"))


def upgrade() -> None:
    op.create_table(
        "listings",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("source", _identifier(16), nullable=False),
        sa.Column("kind", _identifier(16), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("query_digest", _identifier(32), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("title", sa.String(length=512), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("removing_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_listings_account_id_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_listings"),
        sa.UniqueConstraint("account_id", name="uq_listings_account_id"),
        sa.UniqueConstraint("source", "kind", "query_digest", name="uq_listings_source_kind_query_digest"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "listing_subscriptions",
        sa.Column("listing_id", _number(), autoincrement=False, nullable=False),
        sa.Column("subscription_id", _number(), nullable=False),
        sa.Column("user_id", _number()),
        sa.Column("adaptive", _boolean(), nullable=False),
        sa.Column("mark", sa.BigInteger()),
        sa.Column("back_fill_since", sa.BigInteger()),
        sa.Column("back_fill_wanted", sa.BigInteger()),
        sa.Column("back_fill_cursor", sa.Text()),
        sa.Column("back_fill_newest", sa.BigInteger()),
        sa.Column("failed_runs", _number(), nullable=False, server_default="0"),
        sa.Column("code", _identifier(64)),
        sa.Column("reason", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name="fk_listing_subscriptions_listing_id_listings"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_listing_subscriptions_subscription_id_subscriptions",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_listing_subscriptions_user_id_users", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("listing_id", name="pk_listing_subscriptions"),
        sa.UniqueConstraint("subscription_id", name="uq_listing_subscriptions_subscription_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_listing_subscriptions_user_id", "listing_subscriptions", ["user_id"], if_not_exists=True
    )
    op.create_table(
        "listing_runs",
        sa.Column("run_id", _big_number(), autoincrement=False, nullable=False),
        sa.Column("listing_id", _number(), nullable=False),
        sa.Column("cursor", sa.Text()),
        sa.Column("stop_at", sa.BigInteger()),
        sa.Column("since", sa.BigInteger()),
        sa.Column("back_fill", _boolean(), nullable=False),
        sa.Column("pages", _number()),
        sa.Column("posts_before", _number(), nullable=False),
        sa.Column("new_posts", _number()),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name="fk_listing_runs_listing_id_listings"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_listing_runs_run_id_runs", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name="pk_listing_runs"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_listing_runs_listing_id_run_id", "listing_runs", ["listing_id", "run_id"], if_not_exists=True
    )
    op.create_table(
        "listing_parts",
        sa.Column("item_id", _big_number(), autoincrement=False, nullable=False),
        sa.Column("run_id", _big_number(), nullable=False),
        sa.Column("number", _number(), nullable=False),
        sa.Column("pages", _number(), nullable=False),
        sa.Column("cursor", sa.Text()),
        sa.Column("next_cursor", sa.Text()),
        sa.Column("newest", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["item_id"], ["run_items.id"], name="fk_listing_parts_item_id_run_items", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_listing_parts"),
        sa.UniqueConstraint("run_id", "number", name="uq_listing_parts_run_id_number"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "listing_checks",
        sa.Column("item_id", _big_number(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text()),
        sa.ForeignKeyConstraint(
            ["item_id"], ["run_items.id"], name="fk_listing_checks_item_id_run_items", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_listing_checks"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "listing_posts",
        sa.Column("listing_id", _number(), autoincrement=False, nullable=False),
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name="fk_listing_posts_listing_id_listings"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_listing_posts_post_id_posts"),
        sa.PrimaryKeyConstraint("listing_id", "post_id", name="pk_listing_posts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_listing_posts_post_id", "listing_posts", ["post_id"], if_not_exists=True)
    if not _is_told():
        op.add_column("post_details", sa.Column("told_at", sa.BigInteger()))
    # Links of each kind have somebody else who follows them.
    op.create_index("ix_links_kind_state_next_at", "links", ["kind", "state", "next_at"], if_not_exists=True)
    op.create_index("ix_links_state", "links", ["state"], if_not_exists=True)
    op.drop_index("ix_links_state_next_at", "links", if_exists=True)
    # Nobody could follow these before.
    op.execute("UPDATE links SET next_at = 0 WHERE kind = 'unknown' AND state = 'waiting'")


def downgrade() -> None:
    op.execute("UPDATE links SET kind = 'unknown' WHERE kind NOT IN ('image', 'unknown')")
    op.execute(
        "UPDATE links SET state = 'waiting', next_at = 4611686018427387904 "
        "WHERE kind = 'unknown' AND state IN ('waiting', 'sent')"
    )
    op.create_index("ix_links_state_next_at", "links", ["state", "next_at"], if_not_exists=True)
    op.drop_index("ix_links_kind_state_next_at", "links", if_exists=True)
    op.drop_index("ix_links_state", "links", if_exists=True)
    if _is_told():
        op.drop_column("post_details", "told_at")
    op.drop_table("listing_posts", if_exists=True)
    op.drop_table("listing_checks", if_exists=True)
    op.drop_table("listing_parts", if_exists=True)
    op.drop_table("listing_runs", if_exists=True)
    op.drop_table("listing_subscriptions", if_exists=True)
    op.drop_table("listings", if_exists=True)
