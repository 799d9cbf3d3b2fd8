"""The first tables: accounts, posts, favourites, follows, users, subscriptions, runs."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "sqlite_autoincrement": True,
}


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


def _identifier(length: int) -> TypeEngine[str]:
    exact = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_nopad_bin")
    return sa.String(length).with_variant(exact, "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("source", _identifier(16), nullable=False),
        sa.Column("external_id", _identifier(64), nullable=False),
        sa.Column("username", sa.String(length=255)),
        sa.Column("real_name", sa.String(length=255)),
        sa.Column("path_alias", sa.String(length=128)),
        sa.Column("icon_url", sa.String(length=512)),
        sa.Column("state", _identifier(16), server_default="active", nullable=False),
        sa.Column("state_at", sa.BigInteger()),
        sa.Column("contacts_pulled_at", sa.BigInteger()),
        sa.Column("described_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("source", "external_id", name="uq_accounts_source_external_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "receipts",
        sa.Column("item_id", _big_number(), autoincrement=False, nullable=False),
        sa.Column("execution", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", _number(), autoincrement=False, nullable=False),
        sa.Column("run_id", _big_number(), nullable=False),
        sa.Column("rows", _number(), nullable=False),
        sa.Column("last", sa.Boolean(), nullable=False),
        sa.Column("staged", _packed()),
        sa.Column("newest_faved_at", sa.BigInteger()),
        sa.Column("truncated", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "execution", "number", name="pk_receipts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_receipts_run_id", "receipts", ["run_id"], if_not_exists=True)
    op.create_table(
        "favorite_lists",
        sa.Column("account_id", _number(), autoincrement=False, nullable=False),
        sa.Column("count", _number(), nullable=False),
        sa.Column("posts", _packed(), nullable=False),
        sa.Column("pulled_at", sa.BigInteger(), nullable=False),
        sa.Column("full_pulled_at", sa.BigInteger()),
        sa.Column("newest_faved_at", sa.BigInteger()),
        sa.Column("truncated", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_favorite_lists_account_id_accounts"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_favorite_lists"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "follows",
        sa.Column("account_id", _number(), autoincrement=False, nullable=False),
        sa.Column("followee_id", _number(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_follows_account_id_accounts"),
        sa.ForeignKeyConstraint(["followee_id"], ["accounts.id"], name="fk_follows_followee_id_accounts"),
        sa.PrimaryKeyConstraint("account_id", "followee_id", name="pk_follows"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_follows_followee_id", "follows", ["followee_id"], if_not_exists=True)
    op.create_table(
        "posts",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("source", _identifier(16), nullable=False),
        sa.Column("external_id", _identifier(64), nullable=False),
        sa.Column("owner_id", _number(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=512), nullable=False),
        sa.Column("sizes", sa.Text()),
        sa.Column("tags", sa.Text()),
        sa.Column("posted_at", sa.BigInteger()),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name="fk_posts_owner_id_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("source", "external_id", name="uq_posts_source_external_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_posts_owner_id", "posts", ["owner_id"], if_not_exists=True)
    op.create_table(
        "runs",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("kind", _identifier(32), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("subscription_id", _number()),
        sa.Column("state", _identifier(32), nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("first_results_at", sa.BigInteger()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_runs_account_id_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_runs_account_id_kind_id", "runs", ["account_id", "kind", "id"], if_not_exists=True)
    op.create_index("ix_runs_state", "runs", ["state"], if_not_exists=True)
    op.create_table(
        "subscriptions",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("kind", _identifier(32), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("state", _identifier(16), server_default="active", nullable=False),
        sa.Column("interval_seconds", _number(), nullable=False),
        sa.Column("next_due_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("last_run_id", _big_number()),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_subscriptions_account_id_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("kind", "account_id", name="uq_subscriptions_kind_account_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_subscriptions_state_next_due_at", "subscriptions", ["state", "next_due_at"], if_not_exists=True
    )
    op.create_table(
        "users",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("token", _packed()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_users_account_id_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("account_id", name="uq_users_account_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "dismissed_accounts",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("account_id", _number(), autoincrement=False, nullable=False),
        sa.Column("dismissed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_dismissed_accounts_account_id_accounts"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_dismissed_accounts_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "account_id", name="pk_dismissed_accounts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "dismissed_posts",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("dismissed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_dismissed_posts_post_id_posts"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_dismissed_posts_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "post_id", name="pk_dismissed_posts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "favorite_edits",
        sa.Column("account_id", _number(), autoincrement=False, nullable=False),
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("action", _identifier(8), nullable=False),
        sa.Column("state", _identifier(8), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_favorite_edits_account_id_accounts"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_favorite_edits_post_id_posts"),
        sa.PrimaryKeyConstraint("account_id", "post_id", name="pk_favorite_edits"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "run_items",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("run_id", _big_number(), nullable=False),
        sa.Column("key", _identifier(191), nullable=False),
        sa.Column("source", _identifier(16), nullable=False),
        sa.Column("kind", _identifier(32), nullable=False),
        sa.Column("external_id", _identifier(64), nullable=False),
        sa.Column("discover", sa.Boolean(), nullable=False),
        sa.Column("weight", _number(), server_default="1", nullable=False),
        sa.Column("state", _identifier(16), nullable=False),
        sa.Column("fresh", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("attempts", _number(), server_default="0", nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=False),
        sa.Column("execution", sa.BigInteger()),
        sa.Column("batches", _number()),
        sa.Column("code", _identifier(64)),
        sa.Column("reason", sa.Text()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_items_run_id_runs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_run_items"),
        sa.UniqueConstraint("run_id", "key", name="uq_run_items_run_id_key"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_run_items_state_deadline_at", "run_items", ["state", "deadline_at"], if_not_exists=True
    )


def downgrade() -> None:
    op.drop_table("run_items", if_exists=True)
    op.drop_table("favorite_edits", if_exists=True)
    op.drop_table("dismissed_posts", if_exists=True)
    op.drop_table("dismissed_accounts", if_exists=True)
    op.drop_table("users", if_exists=True)
    op.drop_table("subscriptions", if_exists=True)
    op.drop_table("runs", if_exists=True)
    op.drop_table("posts", if_exists=True)
    op.drop_table("follows", if_exists=True)
    op.drop_table("favorite_lists", if_exists=True)
    op.drop_table("receipts", if_exists=True)
    op.drop_table("accounts", if_exists=True)
