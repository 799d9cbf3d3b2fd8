"""The set: as many pictures as are wanted, each by its number, the same every time (with the same fonts)."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from scripts.writing_set import plain, written
from scripts.writing_set.fonts import hands, latin

LEARNING, MEASURING = 1, 2
_OTHER_SCRIPTS = 0.35  # of the pictures with writing
_BASES_APART = 10_000  # no scene is in both parts


@dataclass(frozen=True)
class Example:
    """A picture and the truth about it. `script` is empty where there is no writing."""

    number: int
    kind: str
    script: str
    text: bool
    picture: Image.Image


def examples(count: int, *, part: int) -> Iterator[Example]:
    """So many, of all kinds in turn, one with and one without writing."""
    for number in range(count):
        yield example(number, part=part)


def example(number: int, *, part: int) -> Example:
    """One of the set's part, as it comes out of a JPEG."""
    random = np.random.default_rng([number, part, 20])
    base = number // 2 + part * _BASES_APART
    if number % 2:
        kind = list(plain.KINDS)[number // 2 % len(plain.KINDS)]
        return Example(number, kind, "", False, _saved(plain.KINDS[kind](random, base), random))
    kind = list(written.KINDS)[number // 2 % len(written.KINDS)]
    learning = part == LEARNING
    chosen = latin(learning=learning)
    if kind != "letter" and random.random() < _OTHER_SCRIPTS:
        other = [one for one in hands(learning=learning) if one.script != "latin"]
        chosen = (other[int(random.integers(len(other)))],) if other else chosen
    picture = written.KINDS[kind](random, base, chosen)
    return Example(number, kind, chosen[0].script, True, _saved(picture, random))


def _saved(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=int(random.integers(70, 95)))
    with Image.open(out) as image:
        image.load()
        return image.convert("RGB")
