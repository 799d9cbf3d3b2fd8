"""The tables of names and passwords, and of what programs log in with instead."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from fovea.database.artist_tables import metadata as metadata  # noqa: PLC0414 - with all tables in it
from fovea.database.tables import OPTIONS, BigNumber, Moment, Number, identifier

# Users who log in here, with a name and a password, and not at a source.
local_logins = Table(
    "local_logins",
    metadata,
    Column(
        "user_id", Number, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("name", identifier(64), nullable=False, unique=True),  # in the one form of fovea.login_names
    Column("password_hash", String(255), nullable=False),  # Argon2id, with its parameters
    Column("password_at", Moment, nullable=False),  # when it was set
    **OPTIONS,
)

# Wrong passwords for a name, whether anybody has it or not: who asks cannot tell one from the other.
login_failures = Table(
    "login_failures",
    metadata,
    Column("name_digest", identifier(64), primary_key=True),
    Column("failed", Number, nullable=False),
    Column("failed_at", Moment, nullable=False),  # the last time
    Column("locked_until", Moment),
    Index(None, "failed_at"),
    **OPTIONS,
)

# One login of one program: all tokens that follow from it end together.
token_families = Table(
    "token_families",
    metadata,
    Column("id", BigNumber, primary_key=True, autoincrement=True),
    Column("public_id", identifier(22), nullable=False, unique=True),  # which access tokens name
    Column("user_id", Number, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(255), nullable=False),  # what the program called itself
    Column("created_at", Moment, nullable=False),
    Column("refreshed_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("code", identifier(16)),  # why: logout | reuse | password | disabled
    Index(None, "user_id"),
    Index(None, "expires_at"),
    **OPTIONS,
)

# Refresh tokens: told once, stored as a hash, used once.
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("hash", identifier(64), primary_key=True),
    Column("family_id", BigNumber, ForeignKey("token_families.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "family_id"),
    **OPTIONS,
)
