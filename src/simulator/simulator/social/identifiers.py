"""Names that sites give: each stands for a number, both ways, so that nothing needs to be remembered."""

from math import gcd

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE_32 = "abcdefghijklmnopqrstuvwxyz234567"
# The golden section, times 10**40: its multiples are spread evenly.
_GOLDEN = 6_180_339_887_498_948_482_045_868_343_656_381_177_203


def to_text(number: int, alphabet: str, length: int = 1) -> str:
    """A number in the digits of an alphabet, filled up to a length."""
    digits: list[str] = []
    while number or len(digits) < length:
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))


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

    def of(self, number: int) -> str:
        """The name of a number below the size of the space."""
        return to_text(number * self._factor % self._space, self._alphabet, self._length)

    def number(self, name: str) -> int | None:
        """The number of a name; None when it is none of these."""
        if len(name) != self._length:
            return None
        found = to_number(name, self._alphabet)
        return None if found is None else found * self._inverse % self._space
