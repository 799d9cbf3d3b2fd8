"""What somebody may have meant."""

from collections.abc import Iterable


def distance(one: str, other: str) -> int:
    """How many letters must be added, taken away, changed or swapped with their neighbour (Damerau and
    Levenshtein's distance, no letter touched twice).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        present = [row]
        for column, across in enumerate(other, start=1):
            cost = min(present[-1] + 1, last[column] + 1, last[column - 1] + (letter != across))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == across:
                cost = min(cost, before[column - 2] + 1)
            present.append(cost)
        before, last = last, present
    return last[-1]


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The first of the names that are nearest, if it is near enough to be meant: a third of its letters."""
    best, least = None, max(1, min(len(text) // 3, 3)) + 1
    for name in names:
        if abs(len(name) - len(text)) < least and name != text:
            apart = distance(text, name)
            if apart < least:
                best, least = name, apart
    return best
