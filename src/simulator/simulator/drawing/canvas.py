"""The surface that a scene is painted on.

Places are told in units of the picture's height: y from 0 (top) to 1, x from 0 to `aspect`. Every random draw
of a scene has a size of its own, never the picture's, so the same seed paints the same picture at any
resolution.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from simulator.drawing.colour import Colour, Image, Plane, ramp, rgb

Point = tuple[float, float]
Polygon = Sequence[Point]
Line = tuple[Sequence[Point], float]
"""The points of a line and its thickness."""
Ellipse = tuple[float, float, float, float]
"""Middle x, middle y, half the width, half the height."""

_SUPERSAMPLING = 2


def resized(plane: Plane, width: int, height: int) -> Plane:
    """A plane smoothly brought to another size."""
    picture = Pillow.fromarray(np.ascontiguousarray(plane, dtype=np.float32))
    return np.asarray(picture.resize((width, height), Pillow.Resampling.BICUBIC), dtype=np.float32)


class Canvas:
    """A picture in the making: the pixels, the grid of places, and the scene's source of chance."""

    def __init__(self, width: int, height: int, random: np.random.Generator, *, aspect: float) -> None:
        self.width, self.height, self.random = width, height, random
        self.scale = height
        # The photo's own proportion: pixels only come near it, each size a little differently.
        self.aspect = aspect
        self.x: Plane = ((np.arange(width) + 0.5) / height).astype(np.float32)[None, :]
        self.y: Plane = ((np.arange(height) + 0.5) / height).astype(np.float32)[:, None]
        self.image: Image = np.zeros((3, height, width), dtype=np.float32)
        self._left, self._top = 0, 0

    def window(self, left: float, top: float, right: float, bottom: float) -> "Canvas":
        """The part of the canvas around something small; painting on it paints the picture, only quicker. May
        be empty.
        """
        columns = slice(
            max(0, int(left * self.scale) - self._left),
            min(self.width, int(right * self.scale) + 2 - self._left),
        )
        rows = slice(
            max(0, int(top * self.scale) - self._top),
            min(self.height, int(bottom * self.scale) + 2 - self._top),
        )
        part = object.__new__(Canvas)
        part.image = self.image[:, rows, columns]
        part.x, part.y = self.x[:, columns], self.y[rows]
        part.height, part.width = part.image.shape[1:]
        # Chance of its own: what is painted on a part that some sizes do not show must not change the rest.
        part.random = np.random.default_rng(int(self.random.integers(2**62)))
        part.scale, part.aspect = self.scale, self.aspect
        part._left, part._top = self._left + columns.start, self._top + rows.start
        return part

    @property
    def empty(self) -> bool:
        """Whether nothing of this window lies on the picture."""
        return self.width <= 0 or self.height <= 0

    # Filling

    def fill(self, colour: Colour | str) -> None:
        """One colour everywhere."""
        self.image[:] = _colour(colour)

    def gradient(self, stops: Sequence[tuple[float, str]]) -> None:
        """A ramp from top to bottom; positions are heights from 0 to 1."""
        self.image[:] = ramp(self.y, [(-0.001, stops[0][1]), *stops, (1.001, stops[-1][1])])

    def blend(self, mask: Plane, colour: Colour | Image | str) -> None:
        """Lay a colour (or a picture) over the picture where the mask says so."""
        paint, share = _colour(colour), mask.astype(np.float32, copy=False)
        part = np.empty(self.image.shape[1:], dtype=np.float32)
        for channel, tone in enumerate(paint):
            np.subtract(tone, self.image[channel], out=part)
            part *= share
            self.image[channel] += part

    def screen(self, light: Plane, colour: Colour | Image | str) -> None:
        """Add light, as two slides projected together do: never beyond white."""
        paint, strength = _colour(colour), np.clip(light, 0, 1).astype(np.float32, copy=False)
        part = np.empty(self.image.shape[1:], dtype=np.float32)
        for channel, tone in enumerate(paint):
            np.subtract(np.float32(1), self.image[channel], out=part)
            part *= strength
            part *= tone
            self.image[channel] += part

    def shade(self, factor: Plane) -> None:
        """Multiply: below 1 darkens."""
        self.image *= factor.astype(np.float32, copy=False)

    # Planes

    def noise(self, cells: float, octaves: int = 4, *, gain: float = 0.5, stretch: float = 1.0) -> Plane:
        """Fractal noise with mean 0 and about unit spread: `cells` features over the height, `stretch` times
        as long as high.
        """
        columns = max(2, round(cells * self.aspect / stretch) + 2)
        rows = max(2, round(cells) + 2)
        field = self.random.standard_normal((rows, columns), dtype=np.float32)
        weight, total = 1.0, 1.0
        for _ in range(octaves - 1):
            weight *= gain
            total += weight * weight
            rows, columns = rows * 2, columns * 2
            field = resized(field, columns, rows) + weight * self.random.standard_normal(
                (rows, columns), dtype=np.float32
            )
        return resized(field / np.float32(np.sqrt(total) * 0.8), self.width, self.height)

    def ridge(self, cells: float, octaves: int = 7, *, gain: float = 0.5) -> Plane:
        """A fractal line over the width, one value a column, mean 0 and about unit spread."""
        points = max(4, round(cells * self.aspect) + 3)
        line = self.random.standard_normal(points)
        weight, total = 1.0, 1.0
        for _ in range(octaves - 1):
            weight *= gain
            total += weight * weight
            finer = np.interp(np.linspace(0, 1, 2 * len(line)), np.linspace(0, 1, len(line)), line)
            line = finer + weight * self.random.standard_normal(len(finer))
        wide = np.interp(np.linspace(0, 1, self.width), np.linspace(0, 1, len(line)), line)
        result: Plane = (wide / np.sqrt(total)).astype(np.float32)
        return result

    def below(self, line: Plane, softness: float = 0.0) -> Plane:
        """The mask of all that lies under a line (heights, one a column), its edge `softness` of the height
        wide.
        """
        width = np.float32(max(1.0 / self.scale, softness))
        result: Plane = np.clip((self.y - line.astype(np.float32)[None, :]) / width + np.float32(0.5), 0, 1)
        return result

    def under(self, height: float) -> Plane:
        """The mask of all that lies below a height, one column wide (it broadcasts)."""
        result: Plane = np.clip((self.y - height) * self.scale + np.float32(0.5), 0, 1)
        return result

    def distance(self, x: float, y: float, *, flat: float = 1.0) -> Plane:
        """How far each place is from a point; `flat` above 1 makes circles into lying ellipses."""
        result: Plane = np.sqrt(((self.x - x) / flat) ** 2 + (self.y - y) ** 2)
        return result

    def disc(self, x: float, y: float, radius: float, softness: float = 0.0) -> Plane:
        """The mask of a disc."""
        width = np.float32(max(1.0 / self.scale, softness))
        result: Plane = np.clip((radius - self.distance(x, y)) / width + np.float32(0.5), 0, 1)
        return result

    def glow(self, x: float, y: float, radius: float, *, flat: float = 1.0) -> Plane:
        """Light around a point, gone at about three radii."""
        result: Plane = np.exp(-(((self.x - x) / (radius * flat)) ** 2)) * np.exp(
            -(((self.y - y) / radius) ** 2)
        )
        return result

    def blurred(self, plane: Plane, radius: float) -> Plane:
        """A plane out of focus by about `radius` heights."""
        step = max(1, int(radius * self.scale / 2.2))
        if step == 1:
            return plane
        small = Pillow.fromarray(np.ascontiguousarray(plane, dtype=np.float32)).resize(
            (max(2, self.width // step), max(2, self.height // step)), Pillow.Resampling.HAMMING
        )
        return np.asarray(
            small.resize((self.width, self.height), Pillow.Resampling.BICUBIC), dtype=np.float32
        )

    # Shapes

    def polygons(self, shapes: Sequence[Polygon]) -> Plane:
        """The mask of filled polygons."""
        return self._drawn(shapes, (), ())

    def lines(self, lines: Sequence[Line]) -> Plane:
        """The mask of lines."""
        return self._drawn((), lines, ())

    def ellipses(self, ellipses: Sequence[Ellipse]) -> Plane:
        """The mask of ellipses."""
        return self._drawn((), (), ellipses)

    def collage(self, pieces: Sequence[tuple[Polygon, Colour]]) -> None:
        """Lay polygons of many colours over the picture, later ones over earlier ones."""
        size = (self.width * _SUPERSAMPLING, self.height * _SUPERSAMPLING)
        paint, mask = Pillow.new("RGB", size), Pillow.new("L", size)
        on_paint, on_mask = ImageDraw.Draw(paint), ImageDraw.Draw(mask)
        for shape, colour in pieces:
            pixels = self._pixels(shape)
            red, green, blue = (int(value) for value in np.clip(colour * 255, 0, 255))
            on_paint.polygon(pixels, fill=(red, green, blue))
            on_mask.polygon(pixels, fill=255)
        # Premultiplied: half-covered pixels take no black from the paint's empty ground.
        covered = (
            np.asarray(mask.resize((self.width, self.height), Pillow.Resampling.BOX), dtype=np.float32) / 255
        )
        colours = (
            np.asarray(paint.resize((self.width, self.height), Pillow.Resampling.BOX), dtype=np.float32) / 255
        )
        self.image *= 1 - covered
        self.image += colours.transpose(2, 0, 1)

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        scale = self.scale * _SUPERSAMPLING
        left, top = self._left * _SUPERSAMPLING, self._top * _SUPERSAMPLING
        return [(x * scale - left, y * scale - top) for x, y in points]

    def _drawn(self, shapes: Sequence[Polygon], lines: Sequence[Line], ellipses: Sequence[Ellipse]) -> Plane:
        picture = Pillow.new("L", (self.width * _SUPERSAMPLING, self.height * _SUPERSAMPLING))
        pen = ImageDraw.Draw(picture)
        for shape in shapes:
            pen.polygon(self._pixels(shape), fill=255)
        for points, thickness in lines:
            pen.line(
                self._pixels(points),
                fill=255,
                width=max(1, round(thickness * self.scale * _SUPERSAMPLING)),
                joint="curve",
            )
        for x, y, across, down in ellipses:
            pen.ellipse(self._pixels([(x - across, y - down), (x + across, y + down)]), fill=255)
        small = picture.resize((self.width, self.height), Pillow.Resampling.BOX)
        return np.asarray(small, dtype=np.float32) * np.float32(1 / 255)

    # Chance

    def uniform(self, low: float, high: float) -> float:
        """A number between two."""
        return float(self.random.uniform(low, high))

    def count(self, low: int, high: int) -> int:
        """A whole number from `low` up to, but not, `high`."""
        return int(self.random.integers(low, high))

    def happens(self, probability: float) -> bool:
        """Whether something takes place that does so with a probability."""
        return bool(self.random.random() < probability)

    def choice(self, *options: str) -> str:
        """One of some words."""
        return options[int(self.random.integers(len(options)))]

    def colours(self, *options: str) -> list[str]:
        """One of some palettes, each written as colours with spaces between them."""
        return self.choice(*options).split()


def _colour(colour: Colour | Image | str) -> Image:
    paint = rgb(colour) if isinstance(colour, str) else colour
    return paint[:, None, None] if paint.ndim == 1 else paint
