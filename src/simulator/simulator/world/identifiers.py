"""Numbers as Flickr writes them: NSIDs, photo ids, secrets, base-58 short links."""

import numpy as np
import numpy.typing as npt

_BASE58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
# Flickr put new photos on "server" 65535, farm 66, since the middle of 2019.
_NEW_STORAGE_SINCE = 1_561_939_200


def to_base58(number: int) -> str:
    """A photo id as its short link flic.kr/p/... spells it
    (https://www.flickr.com/services/api/misc.urls.html).
    """
    digits = ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BASE58[digit] + digits
    return digits or _BASE58[0]


def from_base58(text: str) -> int:
    """The photo id of a short link. ValueError for a letter that base 58 does not have."""
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    return number


def secret(noise: int, turn: int = 0) -> str:
    """The ten hexadecimal digits in a photo's addresses; turn 1 is the original's own secret."""
    mixed = (noise * 0x9E3779B97F4A7C15 + turn * 0xD1B54A32D192ED03) & 0xFFFFFFFFFFFFFFFF
    mixed ^= mixed >> 29
    return f"{(mixed * 0xBF58476D1CE4E5B9 >> 13) & 0xFFFFFFFFFF:010x}"


def server_and_farm(uploaded: int, noise: int) -> tuple[str, int]:
    """On which storage server a photo lies: four digits for older ones, 65535 for all since 2019."""
    if uploaded >= _NEW_STORAGE_SINCE:
        return "65535", 66
    server = 500 + (noise >> 3) % 7400
    return str(server), server // 1000 + 1


def photo_numbers(uploaded: npt.NDArray[np.int64], generator: np.random.Generator) -> npt.NDArray[np.int64]:
    """Photo ids in the order of upload, growing with time about as Flickr's do. `uploaded` is sorted."""
    seconds = uploaded - 1_388_534_400
    base = 11_600_000_000 + (seconds * 108.0).astype(np.int64)
    jitter = generator.integers(0, 60_000, len(uploaded))
    return np.maximum.accumulate(base + jitter) + np.arange(len(uploaded)) * 3


def nsids(generator: np.random.Generator, count: int) -> list[str]:
    """Account ids like 12345678@N00, all different."""
    numbers = generator.choice(np.arange(10_000_000, 199_999_999, 17), size=count, replace=False)
    suffixes = generator.choice(9, size=count, p=[0.3, 0.06, 0.1, 0.12, 0.1, 0.1, 0.08, 0.08, 0.06])
    return [
        f"{number}@N0{suffix}" for number, suffix in zip(numbers.tolist(), suffixes.tolist(), strict=True)
    ]
