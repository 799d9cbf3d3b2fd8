"""What people, characters and series of the gallery are called: always the same name for the same number."""

from functools import cache

_HEADS = ("mi", "ka", "to", "ren", "sa", "lu", "vel", "no", "ari", "fen", "du", "hi", "mo", "ta", "el", "ya")
_MIDDLES = (
    "ra",
    "lin",
    "ko",
    "sha",
    "ri",
    "no",
    "mar",
    "te",
    "vi",
    "ju",
    "sel",
    "ku",
    "da",
    "mi",
    "lo",
    "ne",
)
_TAILS = ("ko", "n", "ra", "ta", "mi", "s", "to", "el", "ka", "ri", "ne", "x", "o", "do", "a", "lia")
_PLACES = (
    "Harbour",
    "Meadow",
    "Lantern",
    "Orchard",
    "Tide",
    "Comet",
    "Garden",
    "Clockwork",
    "Railway",
    "Fox",
)
_KINDS = ("Chronicle", "Club", "Letters", "Academy", "Journey", "Symphony", "Express", "Tales")
_USERS = (
    "paper",
    "moon",
    "rain",
    "pixel",
    "tea",
    "north",
    "ember",
    "quiet",
    "glass",
    "maple",
    "river",
    "ink",
)
_BEASTS = ("fox", "crow", "whale", "cat", "moth", "wolf", "hare", "owl", "crab", "lynx", "newt", "koi")


@cache
def _word(number: int, salt: int) -> str:
    mixed = number * 2_654_435_761 + salt * 40_503
    head, middle = _HEADS[number % 16], _MIDDLES[number // 16 % 16]
    tail = _TAILS[mixed // 256 % 16]
    more = _MIDDLES[number // 256 % 16] if number >= 256 else ""
    return f"{head}{middle}{more}{tail}"


@cache
def artist(number: int) -> str:
    """An artist, as tags have it: `milinko`."""
    word = _word(number, 1)
    return f"{word}_{_word(number * 7 + 3, 2)}" if number % 5 == 0 else f"{word}{number % 97:02d}"


@cache
def series(number: int) -> str:
    """A series, in capitals: `Lantern Chronicle`."""
    first = f"{_PLACES[number % 10]} {_KINDS[number // 10 % 8]}"
    return first if number < 80 else f"{first} {number // 80 + 1}"


@cache
def character(number: int) -> str:
    """A character, in capitals: `Karako Shalin`."""
    number, generation = number % 4_096, number // 4_096
    name = f"{_word(number, 3).capitalize()} {_word(number * 11 + 5, 4).capitalize()}"
    return f"{name} {generation + 1}" if generation else name


@cache
def user(site: str, number: int) -> str:
    """Somebody who puts up posts on a site."""
    salt = sum(site.encode())
    return f"{_USERS[(number + salt) % 12]}_{_BEASTS[(number // 12 + salt) % 12]}{number}"
