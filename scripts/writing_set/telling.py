"""What was measured, in words and tables."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from scripts.writing_set.measuring import Measured, Seen, rates

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_MOST_FAILURES = 40


def summary(found: Sequence[Measured]) -> str:
    """A line for each classifier."""
    return "\n".join(" ".join(cell.strip("* ") for cell in _row(one)) for one in found)


def page(found: Sequence[Measured]) -> str:
    """The measured part of docs/writing.md. The first one is what is told of in detail."""
    first = found[0]
    return "\n".join(
        [
            *_table(
                ("way", "precision", "recall", "F1", "accuracy (95 %)", "area", "unsure", "ms a picture"),
                [_row(one) for one in found],
            ),
            "",
            f"Of {len(first.seen)} pictures, {int(first.labels.sum())} show writing. Told rightly, by kind:",
            "",
            *_table(("kind", "pictures", *(one.classifier for one in found)), _kinds(found)),
            "",
            "By script:",
            "",
            *_table(("script", "pictures", *(one.classifier for one in found)), _scripts(found)),
            "",
            "![Precision by recall](writing/curves.svg)",
            "",
            f"Where the line could be drawn ({first.classifier}):",
            "",
            *_table(("score at least", "precision", "recall", "F1"), _curve(first)),
            "",
            f"What {first.classifier} is wrong about: {_failures(first)}.",
            "",
            f"![All that {first.classifier} tells wrongly, with their scores](writing/mistakes.webp)",
        ]
    )


def _row(one: Measured) -> list[str]:
    at = one.rates()
    unsure = sum(not seen.found.sure for seen in one.seen)
    return [
        one.classifier,
        f"{at.precision:.3f}",
        f"{at.recall:.3f}",
        f"{at.f1:.3f}",
        f"{at.accuracy:.3f} ({at.interval[0]:.3f}–{at.interval[1]:.3f})",
        f"{one.area():.3f}",
        str(unsure),
        f"{median(one.seconds) * 1_000:.0f}",
    ]


def _kinds(found: Sequence[Measured]) -> list[list[str]]:
    names = sorted({(not seen.text, seen.kind) for seen in found[0].seen})
    return [
        [
            f"{kind} (none)" if without else kind,
            *_right(found, [(seen.kind, seen.text) for seen in found[0].seen], (kind, not without)),
        ]
        for without, kind in names
    ]


def _scripts(found: Sequence[Measured]) -> list[list[str]]:
    names = sorted({seen.script for seen in found[0].seen if seen.script})
    return [[name, *_right(found, [seen.script for seen in found[0].seen], name)] for name in names]


def _right(found: Sequence[Measured], groups: Sequence[object], wanted: object) -> list[str]:
    places = [place for place, group in enumerate(groups) if group == wanted]
    right = [sum(_is_right(one.seen[place]) for place in places) for one in found]
    return [str(len(places)), *(f"{100 * count / len(places):.0f} %" for count in right)]


def _curve(one: Measured) -> list[list[str]]:
    rows = []
    for threshold in THRESHOLDS:
        at = rates(one.labels, one.scores >= threshold)
        rows.append([f"{threshold:.1f}", f"{at.precision:.3f}", f"{at.recall:.3f}", f"{at.f1:.3f}"])
    return rows


def _failures(one: Measured) -> str:
    wrong = Counter(
        f"{seen.kind}{f' in {seen.script}' if seen.script not in {'', 'latin'} else ''}"
        f" {'missed' if seen.text else 'taken for writing'}"
        for seen in one.seen
        if not _is_right(seen)
    )
    told = [f"{name} ({count})" for name, count in wrong.most_common(_MOST_FAILURES)]
    return ", ".join(told) or "nothing"


def _is_right(seen: Seen) -> bool:
    return seen.found.text == seen.text


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(headings)} |",
        f"|{'|'.join(' --- ' for _ in headings)}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
