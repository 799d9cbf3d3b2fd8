"""Numbers as sites write them into addresses, and back."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CODES = 62**7
# Odd and no multiple of 31: it has an inverse among the codes.
_FACTOR = 1_580_030_173_123
_INVERSE = pow(_FACTOR, -1, _CODES)


def base36(number: int) -> str:
    """Reddit's: `1abc2d`."""
    text = ""
    while number:
        number, place = divmod(number, 36)
        text = _DIGITS[place] + text
    return text or "0"


def of_base36(text: str) -> int | None:
    """The number of such a text; None for any other text."""
    try:
        return int(text, 36) if text.isascii() and text.isalnum() else None
    except ValueError:
        return None


def code(number: int) -> str:
    """Seven letters and digits that do not show the order (numbers below 62**7): Imgur's `aB3dE9x`."""
    mixed, text = number * _FACTOR % _CODES, ""
    for _ in range(7):
        mixed, place = divmod(mixed, 62)
        text = _LETTERS[place] + text
    return text


def of_code(text: str) -> int | None:
    """The number of such a code; None for any other text."""
    if len(text) != 7 or any(letter not in _LETTERS for letter in text):
        return None
    mixed = 0
    for letter in text:
        mixed = mixed * 62 + _LETTERS.index(letter)
    return mixed * _INVERSE % _CODES


# Digits that sort like their numbers (https://atproto.com/specs/tid).
_SORTED = "234567abcdefghijklmnopqrstuvwxyz"
_TID_TIMES = 977


def tid(number: int) -> str:
    """Bluesky's key of a record, 13 letters and digits: `3aaaadk2mpqs2`."""
    rest, text = (1 << 60) + number * _TID_TIMES, ""
    for _ in range(13):
        rest, place = divmod(rest, 32)
        text = _SORTED[place] + text
    return text


def of_tid(text: str) -> int | None:
    """The number of such a key; None for any other text."""
    rest = 0
    for letter in text:
        place = _SORTED.find(letter)
        if place < 0:
            return None
        rest = rest * 32 + place
    number, odd = divmod(rest - (1 << 60), _TID_TIMES)
    return number if len(text) == 13 and odd == 0 and number >= 0 else None


# Of the number of a post at X: milliseconds since this moment, above 22 bits for what was posted in one of
# them.
_SNOWFLAKES_BEGIN, _SNOWFLAKE_BITS = 1_288_834_974_657, 22
_MOST_SNOWFLAKES = 1 << _SNOWFLAKE_BITS


def snowflake(number: int, moment: int) -> int:
    """X's number of a post (below 2**22) of a moment in seconds."""
    return (moment * 1_000 - _SNOWFLAKES_BEGIN) << _SNOWFLAKE_BITS | number % _MOST_SNOWFLAKES


def of_snowflake(snowflake: int) -> int:
    """The number of the post in it; whether the moment is right is for others to see."""
    return snowflake % _MOST_SNOWFLAKES


INSTANCES = ("mastodon.social", "mastodon.art", "photog.social")


def instance(account: int) -> str:
    """The instance of Mastodon where an account is."""
    return INSTANCES[account % len(INSTANCES)]


def status(number: int, instance: str) -> int:
    """The number that a post has at an instance: each gives its own."""
    return number * 4 + INSTANCES.index(instance)


def of_status(number: int, instance: str) -> int | None:
    """The post of such a number; None where the instance gives no such numbers."""
    return number // 4 if instance in INSTANCES and number % 4 == INSTANCES.index(instance) else None
