"""Telling without a model: a weighted sum of what a picture's edges say. Much quicker, and much oftener
wrong: what others are measured against, and what there is where no model is installed.
"""

import json
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fovea.writing.contract import Classified, decided
from fovea.writing.edges import NAMES, features
from fovea.writing.scaling import pieces

NAME = "classical"
VERSION = 1  # raise it with the weights

_WEIGHTS = "classical_weights.json"


class Weights(NamedTuple):
    """Of each feature its mean and deviation in the pictures that were learned from, and its weight."""

    means: NDArray[np.float64]
    deviations: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def score(self, found: NDArray[np.float64]) -> float:
        """From 0 to 1."""
        total = float(((found - self.means) / self.deviations) @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


class Classical:
    """The cheap way. Its weights are learned by `scripts/evaluate_writing.py --learn`."""

    name = NAME
    version = f"{NAME}-{VERSION}"

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or known_weights()

    def classify(self, picture: Image.Image) -> Classified:
        """Look at a picture, or at all pieces of a very long one."""
        score = max(self._weights.score(features(piece)) for piece in pieces(picture))
        return decided(score, lines=[], why="edges")


def known_weights() -> Weights:
    """Those that come with this package."""
    text = resources.files("fovea.writing").joinpath(_WEIGHTS).read_text(encoding="utf-8")
    stored = json.loads(text)
    columns = np.array([stored["features"][name] for name in NAMES], dtype=np.float64)
    return Weights(columns[:, 0], columns[:, 1], columns[:, 2], float(stored["bias"]))


def learned(
    found: NDArray[np.float64], labels: NDArray[np.bool_], *, softness: float = 1.0, steps: int = 40
) -> Weights:
    """Logistic regression with a quadratic penalty, by Newton's steps (Bishop, "Pattern Recognition and
    Machine Learning", 2006, 4.3.3), of features (N, M) and whether there is writing.
    """
    means, deviations = found.mean(axis=0), np.maximum(found.std(axis=0), 1e-6)
    rows = np.hstack([(found - means) / deviations, np.ones((len(found), 1))])
    penalty = np.full(rows.shape[1], softness)
    penalty[-1] = 0.0
    weights = np.zeros(rows.shape[1])
    for _ in range(steps):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - labels) + penalty * weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty + 1e-9)
        weights -= np.linalg.solve(bend, slope)
    return Weights(means, deviations, weights[:-1], float(weights[-1]))


def stored(weights: Weights) -> str:
    """The text of the file that `known_weights` reads."""
    columns = np.stack([weights.means, weights.deviations, weights.weights], axis=1).round(5).tolist()
    told = {"features": dict(zip(NAMES, columns, strict=True)), "bias": round(weights.bias, 5)}
    return json.dumps(told, indent=2) + "\n"
