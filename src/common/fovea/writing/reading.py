"""Reading a strip: what a recogniser's answer says (Graves et al., "Connectionist Temporal Classification",
2006), and how sure it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fovea.writing.networks import Network
from fovea.writing.scaling import normalised
from fovea.writing.strips import LEAST_WIDTH

_BLANK = 0


class Read(NamedTuple):
    """What stands in a strip, and the mean probability of its characters (0 without any)."""

    text: str
    confidence: float

    @property
    def is_writing(self) -> bool:
        """Whether any of it is a letter or a digit: what is none of these, ornaments are read as."""
        return any(character.isalnum() for character in self.text)


def alphabet(network: Network) -> list[str]:
    """The characters that a recogniser knows, as its file names them, by their place in its answers."""
    return ["", *network.facts["character"].splitlines(), " "]


def read(network: Network, characters: Sequence[str], strip: NDArray[np.uint8]) -> Read:
    """What stands in a strip (48, width, 3). Short ones are followed by grey, as in the model's training."""
    tensor = normalised(strip)
    lacking = LEAST_WIDTH - tensor.shape[3]
    if lacking > 0:
        tensor = np.pad(tensor, ((0, 0), (0, 0), (0, 0), (0, lacking)))
    return spelled(network.answer(tensor)[0], characters)


def spelled(steps: NDArray[np.float32], characters: Sequence[str]) -> Read:
    """The text of the likeliest character at each step (steps, characters): repeated ones count once, and
    blanks stand between.
    """
    best = steps.argmax(axis=1)
    kept = (best != _BLANK) & (np.diff(best, prepend=_BLANK) != 0)
    if not kept.any():
        return Read("", 0.0)
    text = "".join(characters[number] for number in best[kept] if number < len(characters))
    return Read(text, float(steps.max(axis=1)[kept].mean()))
