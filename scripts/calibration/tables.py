"""What was measured as the tables that docs/image-search.md shows."""

from typing import Any

from fovea.image_matches import EDITED, PERHAPS, SAME_PICTURE, widest
from fovea.image_matches.bands import BANDS

WORDS = (SAME_PICTURE, EDITED, PERHAPS)


def edits(told: dict[str, Any]) -> list[str]:
    """For each edit: how many of a hundred copies are called so, or nearer; the rest is not found."""
    rows = ["| edit | same picture | edited or nearer | perhaps or nearer |", "|---|---:|---:|---:|"]
    for name, tally in told["edits"].items():
        shares = " | ".join(f"{100 * _share(tally['best'], BANDS[word]):.0f} %" for word in WORDS)
        rows.append(f"| {name} | {shares} |")
    return rows


def unrelated(told: dict[str, Any]) -> list[str]:
    """How many unrelated pairs are called so, or nearer."""
    rows = [
        "| pairs of pictures | how many | same picture | edited or nearer | perhaps or nearer |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, tally in told["unrelated"].items():
        counts = " | ".join(f"{_count(tally['best'], BANDS[word]):,}" for word in WORDS)
        rows.append(f"| of {_article(name)} | {told['pairs'][name]:,} | {counts} |")
    return rows


def sizes() -> list[str]:
    """How far a picture may be to be shown, by the size of the library."""
    rows = ["| images that are looked through | largest distance that is shown |", "|---:|---:|"]
    rows += [
        f"| {size:,} | {widest(size)} |" for size in (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
    ]
    return rows


def _count(counts: list[list[int]], most: int) -> int:
    return sum(count for at, count in counts if at <= most)


def _share(counts: list[list[int]], most: int) -> float:
    return _count(counts, most) / sum(count for _, count in counts)


def _article(name: str) -> str:
    return {
        "other motif": "different motifs",
        "same motif": "the same motif",
        "other motif, in a frame": "different motifs, looked for in a border, screenshot or caption",
    }[name]
