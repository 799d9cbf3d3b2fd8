"""What fields can be asked for. Each value prints itself as it can be read again."""

from dataclasses import dataclass

from fovea.library_query.moments import Moment

DEFAULT_BITS = 10
DEFAULT_TOLERANCE = 10


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, None is without end; with `above` or `below` the end itself is left out."""

    low: float | None = None
    high: float | None = None
    above: bool = False
    below: bool = False

    def __str__(self) -> str:
        """`5`, `>5`, `<=5` or `1..5`."""
        if self.low is not None and self.low == self.high:
            return number_text(self.low)
        if self.low is None:
            return f"{'<' if self.below else '<='}{number_text(self.high or 0)}"
        if self.high is None:
            return f"{'>' if self.above else '>='}{number_text(self.low)}"
        return f"{number_text(self.low)}..{number_text(self.high)}"


@dataclass(frozen=True)
class Span:
    """A stretch of time: from the beginning of `start` to the end of `end`; `after` the end of `start`,
    `before` the beginning of `end`.
    """

    start: Moment | None = None
    end: Moment | None = None
    after: bool = False
    before: bool = False

    def __str__(self) -> str:
        """`2024-05`, `>2024`, `<3d` or `2024..2025-02`."""
        if self.start is not None and self.start == self.end:
            return str(self.start)
        if self.start is None:
            return f"{'<' if self.before else '<='}{self.end}"
        if self.end is None:
            return f"{'>' if self.after else '>='}{self.start}"
        return f"{self.start}..{self.end}"

    def bounds(self, now: int) -> tuple[int | None, int | None]:
        """The first and the last millisecond of it, as seen at `now`; None where it has no end. What is so
        and so long ago is a moment, except that `3d` alone is all the time since.
        """
        if self.start is not None and self.start == self.end:
            return self.start.stretch(now)
        first = last = None
        if self.start is not None:
            begins, ends = self.start.stretch(now)
            ends = begins if self.start.is_ago else ends
            first = ends + 1 if self.after else begins
        if self.end is not None:
            begins, ends = self.end.stretch(now)
            ends = begins if self.end.is_ago else ends
            last = begins - 1 if self.before else ends
        return first, last


@dataclass(frozen=True)
class Choice:
    """One or several of the names that a field knows."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        """`general,safe`."""
        return ",".join(self.names)


@dataclass(frozen=True)
class Name:
    """A name of something: an account, a source, a tag. `parts` lie between the stars."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The name; a star in it stands for any letters."""
        return "*".join(self.parts)


@dataclass(frozen=True)
class Color:
    """A colour and how far from it another may be, from 0 to 100."""

    red: int
    green: int
    blue: int
    tolerance: int = DEFAULT_TOLERANCE

    def __str__(self) -> str:
        """`#ff8800` or `#ff8800~20`."""
        more = "" if self.tolerance == DEFAULT_TOLERANCE else f"~{self.tolerance}"
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}{more}"


@dataclass(frozen=True)
class Alike:
    """An image's number, or a perceptual hash of 64 bits, and in how many bits another's may differ."""

    image_id: int | None = None
    phash: int | None = None
    bits: int = DEFAULT_BITS

    def __str__(self) -> str:
        """`123`, `123~4` or `89abcdef01234567`."""
        more = "" if self.bits == DEFAULT_BITS else f"~{self.bits}"
        return f"{self.image_id if self.phash is None else format(self.phash, '016x')}{more}"


@dataclass(frozen=True)
class Digest:
    """A checksum of a file."""

    value: bytes

    def __str__(self) -> str:
        """In hexadecimal digits."""
        return self.value.hex()


Value = Range | Span | Choice | Name | Color | Alike | Digest


def number_text(number: float) -> str:
    """A number as it is written: whole where it is."""
    return str(int(number)) if number == int(number) else repr(number)
