"""People as anybody may name them, by the numbers of their accounts."""

from sqlalchemy import Connection

from fovea.database import accounts, listings, local_logins
from fovea.database.accounts import Account
from fovea.errors import NotFound

# Accounts that stand for what Fovea itself does (what somebody subscribes to, crawls for, looks for), and for
# those who log in with a name: numbers are easily guessed, and their names are nobody else's business.
_OURS = frozenset({listings.ACCOUNT_SOURCE, local_logins.SOURCE})


def require(connection: Connection, account_id: int) -> Account:
    """Somebody at a source. Raises NotFound."""
    found = accounts.get(connection, account_id)
    if found is None or found.source in _OURS:
        raise NotFound("There is no such account here.")
    return found
