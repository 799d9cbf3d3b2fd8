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
    _licences()


def downgrade() -> None:
    _no_licences()
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


def _licences() -> None:
    _add("post_details", sa.Column("licence", sa.String(length=128)))
    _add("post_details", sa.Column("licence_url", sa.String(length=512)))
    _add("post_details", sa.Column("creator", sa.String(length=255)))


def _no_licences() -> None:
    for column in ("creator", "licence_url", "licence"):
        _drop("post_details", column)
