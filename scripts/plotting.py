"""Curves as pictures for the documentation."""

import textwrap
from collections.abc import Sequence
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt

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


class Plot:
    """Lines from left to right, with their names beside them, as SVG."""

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
