"""Artist searches: whose accounts they found, and what those show."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

revision = "0005"
down_revision = "0004"
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


def _packed() -> TypeEngine[bytes]:
    return sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def _long_text() -> TypeEngine[str]:
    return sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


def _has_purpose() -> bool:
    """Whether the column is there: SQLite has no words for "if it is not"."""
    columns = sa.inspect(op.get_bind()).get_columns("listing_subscriptions")
    return any(one["name"] == "purpose" for one in columns)


def upgrade() -> None:
    op.create_table(
        "artist_searches",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("public_id", _identifier(22), nullable=False),
        sa.Column("run_id", _big_number()),
        sa.Column("kind", _identifier(16), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_digest", _identifier(32), nullable=False),
        sa.Column("origin", sa.Text()),
        sa.Column("account", sa.Text()),
        sa.Column("asker", _identifier(64)),
        sa.Column("stage", _identifier(16), nullable=False),
        sa.Column("code", _identifier(64)),
        sa.Column("message", sa.Text()),
        sa.Column("artwork", _long_text()),
        sa.Column("picture", _long_text()),
        sa.Column("thumbnail", _packed()),
        sa.Column("first_scan", _boolean(), nullable=False, server_default="0"),
        sa.Column("searched", _number(), nullable=False, server_default="0"),
        sa.Column("note", sa.Text()),
        sa.Column("elsewhere", _long_text()),
        sa.Column("tries", _number(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("stage_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_artist_searches_run_id_runs", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_artist_searches"),
        sa.UniqueConstraint("public_id", name="uq_artist_searches_public_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_artist_searches_asked_digest_created_at",
        "artist_searches",
        ["asked_digest", "created_at"],
        if_not_exists=True,
    )
    op.create_index("ix_artist_searches_asker", "artist_searches", ["asker"], if_not_exists=True)
    op.create_index("ix_artist_searches_finished_at", "artist_searches", ["finished_at"], if_not_exists=True)
    op.create_index(
        "ix_artist_searches_looked_at_stage_code",
        "artist_searches",
        ["looked_at", "stage", "code"],
        if_not_exists=True,
    )
    op.create_index("ix_artist_searches_run_id", "artist_searches", ["run_id"], if_not_exists=True)
    op.create_index(
        "ix_artist_searches_stage_next_at", "artist_searches", ["stage", "next_at"], if_not_exists=True
    )
    op.create_table(
        "artist_search_pages",
        sa.Column("search_id", _number(), autoincrement=False, nullable=False),
        sa.Column("digest", _identifier(32), nullable=False),
        sa.Column("purpose", _identifier(8), nullable=False),
        sa.Column("item_id", _big_number()),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("answer", _long_text()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["artist_searches.id"],
            name="fk_artist_search_pages_search_id_artist_searches",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("search_id", "digest", name="pk_artist_search_pages"),
        sa.UniqueConstraint("item_id", name="uq_artist_search_pages_item_id"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "artist_search_accounts",
        sa.Column("search_id", _number(), autoincrement=False, nullable=False),
        sa.Column("account_key", _identifier(191), nullable=False),
        sa.Column("place", _number(), nullable=False),
        sa.Column("found", _long_text(), nullable=False),
        sa.Column("accepted", _boolean(), nullable=False),
        sa.Column("state", _identifier(16), nullable=False),
        sa.Column("scan_state", _identifier(16), nullable=False),
        sa.Column("check_digest", _identifier(32)),
        sa.Column("listing_id", _number()),
        sa.Column("run_id", _big_number()),
        sa.Column("first", _boolean(), nullable=False, server_default="0"),
        sa.Column("posts", _number()),
        sa.Column("pictures", _number()),
        sa.Column("code", _identifier(64)),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["artist_searches.id"],
            name="fk_artist_search_accounts_search_id_artist_searches",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name="fk_artist_search_accounts_listing_id_listings"
        ),
        sa.PrimaryKeyConstraint("search_id", "account_key", name="pk_artist_search_accounts"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index(
        "ix_artist_search_accounts_listing_id", "artist_search_accounts", ["listing_id"], if_not_exists=True
    )
    op.create_table(
        "artist_search_results",
        sa.Column("search_id", _number(), autoincrement=False, nullable=False),
        sa.Column("post_id", _number(), autoincrement=False, nullable=False),
        sa.Column("place", _number(), nullable=False),
        sa.Column("account_key", _identifier(191), nullable=False),
        sa.Column("image_id", _number(), nullable=False),
        sa.Column("position", _number(), nullable=False),
        sa.Column("count", _number(), nullable=False),
        sa.Column("distance", sa.Float(), nullable=False),
        sa.Column("similarity", _identifier(32)),
        sa.Column("orientation", _identifier(16), nullable=False),
        sa.Column("in_trimmed", _boolean(), nullable=False),
        sa.Column("page_digest", _identifier(32)),
        sa.Column("there", _boolean()),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["artist_searches.id"],
            name="fk_artist_search_results_search_id_artist_searches",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("search_id", "post_id", name="pk_artist_search_results"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_table(
        "person_pages",
        sa.Column("digest", _identifier(32), nullable=False),
        sa.Column("answer", _long_text(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_person_pages"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_person_pages_read_at", "person_pages", ["read_at"], if_not_exists=True)
    op.create_table(
        "artist_accounts",
        sa.Column("listing_id", _number(), autoincrement=False, nullable=False),
        sa.Column("network", _identifier(16), nullable=False),
        sa.Column("account_key", _identifier(191), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("first_scanned_at", sa.BigInteger()),
        sa.Column("last_used_at", sa.BigInteger(), nullable=False),
        sa.Column("uses", _number(), nullable=False),
        sa.Column("relisted_at", sa.BigInteger(), nullable=False),
        sa.Column("vanished_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name="fk_artist_accounts_listing_id_listings"
        ),
        sa.PrimaryKeyConstraint("listing_id", name="pk_artist_accounts"),
        sa.UniqueConstraint("network", "account_key", name="uq_artist_accounts_network_account_key"),
        if_not_exists=True,
        **_OPTIONS,
    )
    op.create_index("ix_artist_accounts_relisted_at", "artist_accounts", ["relisted_at"], if_not_exists=True)
    op.create_index("ix_artist_accounts_vanished_at", "artist_accounts", ["vanished_at"], if_not_exists=True)
    if not _has_purpose():
        purpose = sa.Column("purpose", _identifier(8), nullable=False, server_default="person")
        op.add_column("listing_subscriptions", purpose)
    op.create_index(
        "ix_listing_subscriptions_purpose_subscription_id",
        "listing_subscriptions",
        ["purpose", "subscription_id"],
        if_not_exists=True,
    )


def downgrade() -> None:
    if _has_purpose():
        # Nobody asked for these but searches, which are gone then.
        op.execute(
            "DELETE FROM subscriptions WHERE id IN "
            "(SELECT subscription_id FROM listing_subscriptions WHERE purpose = 'artist')"
        )
        # SQLite migrates with its foreign keys off: nothing follows by itself.
        op.execute("DELETE FROM listing_subscriptions WHERE purpose = 'artist'")
        op.drop_index(
            "ix_listing_subscriptions_purpose_subscription_id", "listing_subscriptions", if_exists=True
        )
        op.drop_column("listing_subscriptions", "purpose")
    op.drop_table("artist_accounts", if_exists=True)
    op.drop_table("person_pages", if_exists=True)
    op.drop_table("artist_search_results", if_exists=True)
    op.drop_table("artist_search_accounts", if_exists=True)
    op.drop_table("artist_search_pages", if_exists=True)
    op.drop_table("artist_searches", if_exists=True)
