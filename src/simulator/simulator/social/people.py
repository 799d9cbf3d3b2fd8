"""Accounts of the gallery that sites do not show to everybody, the same at all social sites."""

from typing import Literal

from simulator.gallery import Account, prolific

State = Literal["open", "hidden", "suspended", "deactivated"]


def state_of(account: Account) -> State:
    """Whether an account is shown: `hidden` ones only to people who are logged in."""
    if not account.is_artist or account.number < 3:  # the busiest are open, so that there is something to see
        return "open"
    if prolific.size_of(account):
        return "open"
    if account.number % 17 == 5:
        return "hidden"
    if account.number % 23 == 7:
        return "suspended"
    return "deactivated" if account.number % 23 == 9 else "open"


def display_name(account: Account) -> str:
    """What an account calls itself."""
    return account.name.replace("_", " ").title()
