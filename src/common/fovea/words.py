"""Words of any language in a form that every full-text index takes for plain words of ASCII.

The indexes of MariaDB and SQLite disagree about letters, accents, stopwords, short words and languages
without spaces. So texts are taken apart here, and each word is written in plain letters and digits before
either sees it: two letters that begin no stopword, then each character, a to y and the digits as they are,
any other as `z` and its number in four digits of base 36. What begins with the same letters still does when
written so, and nothing else does; hence prefixes can be searched.

Letters are compared without case and accents (NFKD, casefold); `Müller`, `MULLER` and `muller` are one word.
Scripts that are written without spaces become pairs of neighbouring characters, and the last one alone; an
emoji is a word.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

_BEGINNING = "xx"  # no stopword begins so, and a word of one letter is long enough
_MOST_CHARACTERS = 84  # what InnoDB takes for one word; longer ones are cut
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxy0123456789")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# Han, Hiragana, Katakana, Hangul, Thai, Lao, Myanmar, Khmer.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c"
    "\u3040-\u30ff\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_JOINING = frozenset("\u200d\ufe0e\ufe0f")
_unspaced = re.compile(f"[{_UNSPACED}]")
_plain_words = re.compile(r"[a-z0-9]+")


class Word(NamedTuple):
    """A word to look for, as it is written for the index; if not `whole`, all words that begin so."""

    written: str
    whole: bool = True


def of_text(text: str) -> list[str]:
    """The words of a text that is searched, in their order, written for the index."""
    plain = _folded(text)
    if plain.isascii():
        return [_written(word) for word in _plain_words.findall(plain)]
    words: list[str] = []
    for kind, part in _parts_of(plain):
        words += _pairs(part) if kind == "unspaced" else [part]
    return [_written(word) for word in words]


def of_query(text: str) -> list[Word]:
    """The words to look for, next to each other, when somebody searches for `text`; none when it has no
    letters. Where it ends with a single character of a script without spaces, that one only begins a word.
    """
    words: list[Word] = []
    parts = _parts_of(_folded(text))
    for place, (kind, part) in enumerate(parts, start=1):
        if kind != "unspaced":
            words.append(Word(_written(part)))
        elif place < len(parts):
            words += [Word(_written(pair)) for pair in _pairs(part)]
        elif len(part) == 1:
            words.append(Word(_written(part), whole=False))
        else:
            words += [Word(_written(pair)) for pair in _pairs(part)[:-1]]
    return words


def _parts_of(folded: str) -> list[tuple[str, str]]:
    """Runs of letters with their marks, runs of a script without spaces, and emoji: (kind, text)."""
    runs = [(kind, "".join(run)) for kind, run in groupby(folded, key=_kind)]
    parts: list[tuple[str, str]] = []
    for kind, run in runs:
        if kind == "symbol":
            parts += [(kind, symbol) for symbol in run]
        elif kind != "other":
            parts.append((kind, run))
    return parts


@lru_cache(maxsize=50_000)
def _kind(letter: str) -> str:
    if _unspaced.match(letter):
        return "unspaced"
    category = unicodedata.category(letter)
    if category[0] in "LNM":
        return "word"
    return "symbol" if category == "So" else "other"


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def _folded(text: str) -> str:
    """The text without case, accents and other marks, compatible forms made one."""
    if text.isascii():
        return text.lower()
    # Folding can give what can be decomposed, and the other way round.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(letter for letter in apart if letter not in _JOINING and not _is_accent(letter))
    return unicodedata.normalize("NFC", kept)  # puts Hangul together again


@lru_cache(maxsize=50_000)
def _is_accent(letter: str) -> bool:
    """A mark that a word can do without: an accent, a Hebrew or an Arabic point. The vowels of Indic scripts
    and the marks that make other sounds of Kana are none.
    """
    place = unicodedata.combining(letter)
    return 10 <= place <= 36 or place >= 200


def _written(word: str) -> str:
    written = _BEGINNING
    for letter in word:
        code = letter if letter in _PLAIN else _code(letter)
        if len(written) + len(code) > _MOST_CHARACTERS:
            break
        written += code
    return written


@lru_cache(maxsize=50_000)
def _code(letter: str) -> str:
    number, digits = ord(letter), ""
    for _ in range(4):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"z{digits}"
