"""What the words around a name say of whoever is named: whether it is oneself, a friend, or who drew this."""

import re
from functools import cache
from typing import Literal

from fovea.artists import networks

# `credit`: whose work something is, `artist_label`: the same as a label (`Artist: ...`), which on a page
# about somebody says nothing of who is named next.
Cue = Literal["own", "credit", "artist_label", "collaboration", "friend", "commissioner"]

_ARTWORK = r"(?:art ?work|fan ?art|art|illust(?:ration)?|drawing|picture|pic|image|painting|sketch|piece)"
_DECORATION = r"(?:icon|pfp|avatar|avi|banner|header|layout|theme)"
_OTHER_WORK = r"(?:code|css|coding|background|bg|logo|profile|model|rig(?:ging)?|render|music|story|photo)"
_CHARACTER = r"(?:oc|characters?|design|species|idea|concept)"
_ORDER = r"(?:commission(?:ed|s)?|comms?|gift(?:ed)?(?: art)?|request(?:ed)?|trade|ych)"
_ARTIST = r"(?:artist|illustrator|painter|author)"
_PEOPLE = (
    r"(?:friends?|besties?|best ?friend|bff|buddy|bf|gf|boy ?friend|girl ?friend|partner|husband|wife|hubby|"
    r"sis(?:ter)?|bro(?:ther)?|sibling|cousin|mutuals?|roommate|colleagues?)"
)
_PARTS = r"(?:lines?|line ?art|colou?rs?|colou?ring|inks?|inking|shading|rendering|flats)"
_DONE = r"(?: (?:is|are|was|were))?(?: (?:made|drawn|done|created|painted))?"

# Of the cues before a name the nearest one counts; of two that end alike, the longer.
_BEFORE: tuple[tuple[Cue, str], ...] = (
    ("friend", rf"\b{_PEOPLE}\b"),
    (
        "friend",
        r"\b(?:shout ?-?outs?|s/o|thank(?:s| you)(?: so much)?(?: to)?|check(?: out)?|tagged by|via)\b",
    ),
    ("friend", r"\b(?:inspired by|inspirations?|based (?:on|off)|ref(?:erence)?s?(?: from| by)|fan of)\b"),
    (
        "friend",
        r"\b(?:go follow|favou?rite artists?|recommend(?:ed|ations)?|works? (?:at|for)|retweet(?:ed)?)\b",
    ),
    ("friend", r"\b(?:art[ -]?)?(?:trades?|traded|streams?|streaming|living|married|engaged) (?:to|with)\b"),
    ("friend", rf"\b{_DECORATION}(?: ?art)?{_DONE}(?: by|:| -|\s*©| credits?| artist)"),
    ("friend", rf"\b{_OTHER_WORK}(?: ?art)?{_DONE}(?: by|\s*©| credits?)"),
    ("friend", rf"\b{_CHARACTER}(?: is| are)?(?:\s*\(c\)|\s*©| by| of| from| belongs?(?: to)?|:)"),
    ("friend", r"(?:友達|友人|相方|嫁|旦那|彼氏|彼女|アイコン|ヘッダー)"),
    ("commissioner", rf"\b{_ORDER}(?: (?:by|for|from|to))\b"),
    ("commissioner", r"\b(?:belongs? to|property of|owned by|bought by)\b"),
    ("commissioner", r"\bfor\s*:?\s*@?\s*$"),
    ("collaboration", r"\b(?:collab(?:oration|ed)?(?: (?:with|by|w/))?|together with|co-?drawn with)"),
    ("collaboration", rf"\b{_PARTS}{_DONE}(?: by|:| -)"),
    ("collaboration", r"(?:合作|合同制作)"),
    ("credit", rf"\b(?:original |the )?{_ARTWORK}{_DONE}(?: by|\s*©|\s*\(c\)| credits?)"),
    (
        "credit",
        r"\b(?:drawn|painted|illustrated|made|created|animated) by\b|\bcredits?(?: to| goes to)?\b|\bcr\s*:",
    ),
    ("credit", r"\bby\s*:?\s*@?\s*$"),
    ("artist_label", rf"\b(?:original )?{_ARTIST}(?:'s)?(?:\s*[:=\-–—]| is| on| at|\s*@?$)"),
    ("artist_label", r"(?:🎨|🖌|✏|🖍|絵師|作者|作画|イラスト|絵)\s*[:：]?"),
    (
        "own",
        r"\b(?:my|me|mine|i'?m|i am|myself|main|alt(?:s|ernate)?|nsfw|sfw|r-?18|personal|back-?up|2nd)\b",
    ),
    (
        "own",
        r"\b(?:new|old|other|sub|side|second|art|private)[ -]?(?:accounts?|blog)\b|\b(?:also on|elsewhere)\b",
    ),
    ("own", r"\b(?:socials?|social media|links|portfolio|website|shop|store|i post(?: on| at)?|tips?)\b"),
)
_AND = r"^[\s,(\-–:]*"
_WHOSE = r"(?:(?:is|=)\s+)?(?:my|a|our|his|her)?\s*(?:best |dear |lovely |good )?"
_BEHIND: tuple[tuple[Cue, str], ...] = (
    ("friend", rf"{_AND}{_WHOSE}{_PEOPLE}\b"),
    ("friend", r"^(?:'s|’s)\s+(?:oc|character|design|fursona|sona|species|original)\b"),
    ("commissioner", rf"{_AND}(?:who\s+)?(?:commissioned|requested|owns|bought)\b"),
    ("collaboration", rf"{_AND}(?:(?:did|drew|made|for)\s+(?:the\s+)?{_PARTS}\b|collab)"),
    ("credit", rf"{_AND}(?:drew|made|painted|is the artist|did this)\b|^さん?の絵"),
    ("own", rf"{_AND}(?:me|main|alt|nsfw|sfw|personal|backup|r18)\b"),
)
_SENTENCE_END = re.compile(r"[.!?。！？]\s")


def cue_of(context: str, *, title: str = "") -> Cue | None:
    """What the words around a link say of whoever it leads to; `…` stands for the link. `title` are the
    link's own words, as a button has them (`my friend's shop`). Only the link's own sentence counts.
    """
    whole, _, behind = context.partition("…")
    before = _SENTENCE_END.split(whole)[-1]
    found = _last(before) or _first(behind)
    if found is None and title:
        found = "friend" if "friend" in _all(title) else _last(title)
    return found or ("own" if _label().search(before) else None)


def _last(text: str) -> Cue | None:
    nearest: tuple[int, int, Cue] | None = None
    for cue, form in _compiled(_BEFORE):
        for match in form.finditer(text):
            length = len(match[0].rstrip(" :@"))
            place = (match.start() + length, length)
            if nearest is None or place > nearest[:2]:
                nearest = (*place, cue)
    return nearest[2] if nearest else None


def _all(text: str) -> set[Cue]:
    return {cue for cue, form in _compiled(_BEFORE) if form.search(text)}


def _first(text: str) -> Cue | None:
    return next((cue for cue, form in _compiled(_BEHIND) if form.search(text)), None)


@cache
def _compiled(forms: tuple[tuple[Cue, str], ...]) -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    return tuple((cue, re.compile(form, re.IGNORECASE)) for cue, form in forms)


@cache
def _label() -> re.Pattern[str]:
    """A network's name right before the link, as people label their own: `Twitter: …`."""
    called = {word for one in networks.NETWORKS.values() for word in (one.name, *one.called)}
    words = "|".join(re.escape(word) for word in sorted(called, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:^|[|•·,;/\s])(?:{words})\s*(?:[:：=\-–—>→~]+\s*)?@?\s*$", re.IGNORECASE)
