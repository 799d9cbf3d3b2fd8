"""The curves as pictures for the documentation."""

import textwrap
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

from fovea.image_matches.bands import BANDS
from scripts.calibration.measuring import METHODS

Values = npt.NDArray[np.float64]

WIDTH, HEIGHT = 900, 460
LEFT, RIGHT, TOP, BOTTOM = 60, 190, 46, 50
_COLORS = (
    "#2563eb",
    "#dc2626",
    "#059669",
    "#d97706",
    "#7c3aed",
    "#0891b2",
    "#be185d",
    "#4d7c0f",
    "#78716c",
    "#111827",
)
_SHADES = {"same_picture": "#d1fae5", "edited": "#fef3c7", "perhaps": "#fee2e2"}
_WORDS = {"same_picture": "same picture", "edited": "edited", "perhaps": "perhaps"}
# Edits that no line of its own would be seen of: all of their pictures are found.
_ALIKE = ("recompressed", "resized", "grey", "mirrored", "rotated")
_LOWEST = -8  # the logarithm of the smallest share that is drawn
_FARTHEST_DRAWN = 160


def curves(told: dict[str, Any]) -> str:
    """For each edit: the share of edited pictures within each distance of `best`; the shares of unrelated
    pairs, on a scale of powers of ten; and the words as bands.
    """
    plot = _Plot("How far edits take a picture (lines), and how many unrelated pairs are so near (dashes)")
    before = 0.0
    for name, most in BANDS.items():
        plot.band(before / _FARTHEST_DRAWN, most / _FARTHEST_DRAWN, _SHADES[name], _WORDS[name])
        before = most
    shown = {name: within(tally["best"], "best") for name, tally in told["edits"].items()}
    together = np.mean([shown.pop(name) for name in _ALIKE], axis=0)
    for name, share in {", ".join(_ALIKE): together, **shown}.items():
        plot.line(share[: _FARTHEST_DRAWN + 1], name)
    for name, tally in told["unrelated"].items():
        share = within(tally["best"], "best")[: _FARTHEST_DRAWN + 1]
        plot.line(_logarithmic(share), f"unrelated, {name}", dashed=True)
    plot.axis(
        [str(at) for at in range(0, _FARTHEST_DRAWN + 1, 20)],
        "distance of best: bits of PDQ + 2 x bits of phash",
    )
    plot.sides([f"{at} %" for at in range(0, 101, 20)], [f"1e{at}" for at in range(_LOWEST, 1, 2)])
    return plot.text()


def rates(told: dict[str, Any]) -> str:
    """For each method: the share of edited pictures that are found (the mean of all edits), against the share
    of unrelated pairs that are found with them.
    """
    plot = _Plot("What each method finds of edited pictures, by the wrong finds that come with it")
    steps = np.linspace(_LOWEST, 0, 161)
    for method in METHODS:
        right = np.mean([within(tally[method], method) for tally in told["edits"].values()], axis=0)
        wrong = within(told["unrelated"]["other motif"][method], method)
        # Of all distances with no more wrong finds than this, the largest.
        at = np.searchsorted(wrong, 10.0**steps, side="right") - 1
        plot.line(np.where(at < 0, 0.0, right[np.maximum(at, 0)]), method)
    plot.axis(
        [f"1e{at}" for at in range(_LOWEST, 1)], "share of unrelated pairs that are taken for one picture"
    )
    plot.sides([f"{at} %" for at in range(0, 101, 20)], [])
    return plot.text()


def within(counts: Sequence[Sequence[int]], method: str) -> Values:
    """The share of pictures within each distance, from [distance, count]."""
    dense = np.zeros(METHODS[method] + 1)
    for at, count in counts:
        dense[at] = count
    share: Values = np.cumsum(dense) / dense.sum()
    return share


def _logarithmic(share: Values) -> Values:
    """Powers of ten on a line from 0 to 1."""
    return np.clip(1 - np.log10(np.maximum(share, 1e-12)) / _LOWEST, 0, 1)


class _Plot:
    def __init__(self, title: str) -> None:
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
            f' font-family="sans-serif" font-size="11" role="img"><title>{escape(title)}</title>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            f'<text x="{LEFT}" y="20" font-size="14">{escape(title)}</text>',
        ]
        self._lines = self._drawn = 0
        self._dashed: tuple[str, ...] = ("#111827", "#9ca3af", "#be185d")

    def band(self, begin: float, end: float, color: str, name: str) -> None:
        """A part of the ground."""
        x, width, height = self._x(begin), self._x(end) - self._x(begin), HEIGHT - TOP - BOTTOM
        self._parts.append(
            f'<rect x="{x:.1f}" y="{TOP}" width="{width:.1f}" height="{height}" fill="{color}"/>'
            f'<text x="{x + width / 2:.1f}" y="{TOP - 6}" text-anchor="middle">{name}</text>'
        )

    def line(self, values: Values, name: str, *, dashed: bool = False) -> None:
        """Values from 0 to 1, from left to right."""
        color = _COLORS[self._drawn % len(_COLORS)]
        if dashed:
            color, self._dashed = self._dashed[0], self._dashed[1:]
        faint = self._drawn >= len(_COLORS) and not dashed
        style = ' stroke-dasharray="6 4"' if dashed else ' stroke-dasharray="2 2"' if faint else ""
        self._drawn += 1
        points = " ".join(
            f"{self._x(at / (len(values) - 1)):.1f},{self._y(value):.1f}" for at, value in enumerate(values)
        )
        y = TOP + 10 + 17 * self._lines
        self._parts.append(
            f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.6"{style}/>'
            f'<path d="M{WIDTH - RIGHT + 40} {y - 4}h18" stroke="{color}" stroke-width="2"{style}/>'
        )
        for row, words in enumerate(_wrapped(name)):
            self._parts.append(f'<text x="{WIDTH - RIGHT + 63}" y="{y + 12 * row}">{escape(words)}</text>')
            self._lines += row > 0
        self._lines += 1

    def axis(self, labels: Sequence[str], name: str) -> None:
        """What is told along the bottom."""
        y = HEIGHT - BOTTOM
        self._parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#444"/>')
        for at, label in enumerate(labels):
            x = self._x(at / (len(labels) - 1))
            self._parts.append(f'<text x="{x:.1f}" y="{y + 16}" text-anchor="middle">{label}</text>')
        middle = (LEFT + WIDTH - RIGHT) / 2
        self._parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{escape(name)}</text>')

    def sides(self, left: Sequence[str], right: Sequence[str]) -> None:
        """What is told along the sides."""
        for labels, x, anchor in ((left, LEFT - 6, "end"), (right, WIDTH - RIGHT + 4, "start")):
            for at, label in enumerate(labels):
                y = self._y(at / (len(labels) - 1))
                self._parts.append(f'<text x="{x}" y="{y + 4:.1f}" text-anchor="{anchor}">{label}</text>')

    def text(self) -> str:
        """The whole file."""
        return "\n".join([*self._parts, "</svg>", ""])

    def _x(self, share: float) -> float:
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def _y(self, share: float) -> float:
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _wrapped(name: str) -> list[str]:
    if len(name) <= 24:
        return [name]
    return textwrap.wrap(name, 22)
