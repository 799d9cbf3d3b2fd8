"""Names that sites give: each stands for a number, both ways, so that nothing needs to be remembered."""

from functools import cache
from math import gcd

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE_32 = "abcdefghijklmnopqrstuvwxyz234567"
_MOST_KNOWN = 50_000
# The golden section, times 10**40: its multiples are spread evenly.
_GOLDEN = 6_180_339_887_498_948_482_045_868_343_656_381_177_203


@cache
def _pairs(alphabet: str) -> tuple[str, ...]:
    """All pairs of digits, in their order."""
    return tuple(one + other for one in alphabet for other in alphabet)


def to_text(number: int, alphabet: str, length: int = 1) -> str:
    """A number in the digits of an alphabet, filled up to a length."""
    pairs, digits = _pairs(alphabet), ""
    while number or len(digits) < length:
        number, pair = divmod(number, len(pairs))
        digits = pairs[pair] + digits
    spare = len(digits) - length
    return digits[1:] if spare > 0 and digits[0] == alphabet[0] else digits


def to_number(text: str, alphabet: str) -> int | None:
    """The number that a text stands for; None when it has other digits."""
    number = 0
    for digit in text:
        place = alphabet.find(digit)
        if place < 0:
            return None
        number = number * len(alphabet) + place
    return number


class Names:
    """Names of one length that look like chance: the number is multiplied within the space of the names."""

    def __init__(self, alphabet: str, length: int, *, salt: int = 0) -> None:
        self._alphabet, self._length = alphabet, length
        self._space = len(alphabet) ** length
        factor = self._space * _GOLDEN // 10**40 + 2 * salt | 1
        while gcd(factor, self._space) != 1:
            factor += 2
        self._factor, self._inverse = factor, pow(factor, -1, self._space)
        self._known: dict[int, str] = {}

    def of(self, number: int) -> str:
        """The name of a number below the size of the space."""
        known = self._known.get(number)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = to_text(number * self._factor % self._space, self._alphabet, self._length)
            self._known[number] = known
        return known

    def number(self, name: str) -> int | None:
        """The number of a name; None when it is none of these."""
        if len(name) != self._length:
            return None
        found = to_number(name, self._alphabet)
        return None if found is None else found * self._inverse % self._space
