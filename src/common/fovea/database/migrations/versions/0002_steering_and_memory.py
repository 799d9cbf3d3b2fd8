"""Recommendations that remember and can be steered: counts, mutes, sliders, visits, feeds, fingerprints."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"
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
        "favorite_changes",
        sa.Column("id", _big_number(), autoincrement=True, nullable=False),
        sa.Column("added", _packed()),
        sa.Column("removed", _packed()),
        sa.PrimaryKeyConstraint("id", name="pk_favorite_changes"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "favorite_counts",
        sa.Column("block", _number(), autoincrement=False, nullable=False),
        sa.Column("counts", _packed(), nullable=False),
        sa.PrimaryKeyConstraint("block", name="pk_favorite_counts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "mutes",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("kind", _identifier(16), nullable=False),
        sa.Column("value", _identifier(191), nullable=False),
        sa.Column("label", sa.String(length=255), nullable=False),
        sa.Column("muted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_mutes_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", "value", name="pk_mutes"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "steering",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("freshness", sa.Float(), nullable=False),
        sa.Column("adventure", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_steering_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name="pk_steering"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "visits",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.Column("previous_at", sa.BigInteger()),
        sa.Column("previous_best", _packed()),
        sa.Column("best", _packed(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_visits_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name="pk_visits"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "shown_posts",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("first_shown_at", sa.BigInteger(), nullable=False),
        sa.Column("last_shown_at", sa.BigInteger(), nullable=False),
        sa.Column("supporters", _number(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_shown_posts_user_id_users", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_shown_posts_post_id_posts"),
        sa.PrimaryKeyConstraint("user_id", "post_id", name="pk_shown_posts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_shown_posts_user_id_last_shown_at",
        "shown_posts",
        ["user_id", "last_shown_at"],
        if_not_exists=True,
    )
    op.create_table(
        "feeds",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("token", _packed(), nullable=False),
        sa.Column("token_hash", _identifier(64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("filled_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feeds_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name="pk_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_feeds_token_hash"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "feed_items",
        sa.Column("user_id", _number(), autoincrement=False, nullable=False),
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("appeared_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_feed_items_user_id_users", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_feed_items_post_id_posts"),
        sa.PrimaryKeyConstraint("user_id", "post_id", name="pk_feed_items"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "group_pools",
        sa.Column("source", _identifier(16), nullable=False),
        sa.Column("external_id", _identifier(64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("posts", _packed(), nullable=False),
        sa.Column("pulled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "external_id", name="pk_group_pools"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "post_fingerprints",
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("phash", sa.BigInteger()),
        sa.Column("code", _identifier(64)),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_fingerprints_post_id_posts"),
        sa.PrimaryKeyConstraint("post_id", name="pk_post_fingerprints"),
        if_not_exists=True,
        **_OPTIONS,
    )

    _count_what_is_there()


def _count_what_is_there() -> None:
    """Note every stored list as a change: how many lists hold a photo is counted from these.

    A packed list is what a change holds. This is the last step, in one transaction with the new version's
    number: one that is killed before its end has noted nothing, and begins anew.
    """
    op.execute("DELETE FROM favorite_changes")
    op.execute("DELETE FROM favorite_counts")
    op.execute(
        "INSERT INTO favorite_changes (added) "
        "SELECT posts FROM favorite_lists WHERE count > 0 ORDER BY account_id"
    )


def downgrade() -> None:
    op.drop_table("post_fingerprints", if_exists=True)
    op.drop_table("group_pools", if_exists=True)
    op.drop_table("feed_items", if_exists=True)
    op.drop_table("feeds", if_exists=True)
    op.drop_table("shown_posts", if_exists=True)
    op.drop_table("visits", if_exists=True)
    op.drop_table("steering", if_exists=True)
    op.drop_table("mutes", if_exists=True)
    op.drop_table("favorite_counts", if_exists=True)
    op.drop_table("favorite_changes", if_exists=True)
