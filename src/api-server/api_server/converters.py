"""Numbers in addresses, bounded by what the database can hold: a larger one is not found."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

LARGEST_ID = 2**32 - 1
LARGEST_BIG_ID = 2**63 - 1


class BigNumber(IntegerConverter):
    """`<int:...>`: a number of 63 bits."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int = 1, max: int = LARGEST_BIG_ID) -> None:  # noqa: A002
        super().__init__(map, fixed_digits=fixed_digits, min=min, max=max)


class Number(IntegerConverter):
    """`<number:...>`: a number of 32 bits, as those of posts and accounts are."""

    def __init__(self, map: Map) -> None:  # noqa: A002 -- the name that werkzeug gives
        super().__init__(map, min=1, max=LARGEST_ID)


class Md5File(BaseConverter):
    """`<md5file:...>`: a file that is named by the MD5 of its bytes."""

    regex = "[0-9a-f]{32}[.][a-z]{3,4}"


def use_bounded_numbers(app: Flask) -> None:
    """Make the converters known to an app."""
    app.url_map.converters["int"] = BigNumber
    app.url_map.converters["number"] = Number
    app.url_map.converters["md5file"] = Md5File
