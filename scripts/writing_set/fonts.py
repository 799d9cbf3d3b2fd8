"""The fonts of this machine, by script, and what is written in each."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from PIL import ImageFont

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

# What of a font's file name says that it can write a script. Only Latin is there on every machine.
_OF_SCRIPT = {
    "latin": (
        "DejaVuSans.ttf",
        "DejaVuSans-Bold.ttf",
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
        "DejaVuSansMono.ttf",
        "LiberationSans-Regular.ttf",
        "LiberationSans-Bold.ttf",
        "LiberationSansNarrow-Regular.ttf",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationMono-Regular.ttf",
        "NotoSans-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "URWBookman-Demi.otf",
        "URWGothic-Book.otf",
        "Z003-MediumItalic.otf",
        "C059-Italic.otf",
        "P052-Roman.otf",
    ),
    "cyrillic": ("DejaVuSans.ttf", "DejaVuSerif.ttf", "LiberationSans-Regular.ttf"),
    "greek": ("DejaVuSans.ttf", "LiberationSerif-Regular.ttf"),
    "han": (
        "DroidSansFallbackFull.ttf",
        "DroidSansFallback.ttf",
        "wqy-zenhei.ttc",
        "NotoSansCJK-Regular.ttc",
    ),
    "arabic": ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"),
    "hebrew": ("NotoSansHebrew-Regular.ttf", "NotoSerifHebrew-Bold.ttf"),
    "thai": ("NotoSansThai-Regular.ttf",),
    "devanagari": ("NotoSansDevanagari-Regular.ttf",),
    "tamil": ("NotoSansTamil-Regular.ttf", "NotoSerifTamil-Bold.ttf"),
}
_WORDS = {
    "latin": (
        "the quick harbour evening light on stone summer market open closed exit please keep left sale "
        "coffee garden street museum north river bridge never always winter tomorrow letter window train"
    ),
    "cyrillic": "утро город река вечер улица музей выход открыто закрыто письмо окно поезд зима лето мост",
    "greek": "πρωί πόλη ποτάμι βράδυ δρόμος μουσείο έξοδος ανοιχτό κλειστό γράμμα χειμώνας γέφυρα",
    "han": "早晨 城市 河流 晚上 街道 博物馆 出口 开放 关闭 信件 窗户 火车 冬天 夏天 桥梁 请勿入内",
    "arabic": "صباح مدينة نهر مساء شارع متحف خروج مفتوح مغلق رسالة نافذة قطار شتاء صيف جسر",
    "hebrew": "בוקר עיר נהר ערב רחוב מוזיאון יציאה פתוח סגור מכתב חלון רכבת חורף קיץ גשר",
    "thai": "เช้า เมือง แม่น้ำ เย็น ถนน พิพิธภัณฑ์ ทางออก เปิด ปิด จดหมาย หน้าต่าง รถไฟ สะพาน",
    "devanagari": "सुबह शहर नदी शाम सड़क संग्रहालय निकास खुला बंद पत्र खिड़की रेल सर्दी पुल",
    "tamil": "காலை நகரம் ஆறு மாலை தெரு வெளியேறு திறந்த மூடிய கடிதம் பாலம்",
}
_BUILT_IN = ""  # Pillow's own font


@dataclass(frozen=True)
class Hand:
    """A font file and the script that is written with it."""

    script: str
    path: str

    def font(self, size: float) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        return _loaded(self.path, max(5, round(size)))

    def words(self, random: np.random.Generator, count: int) -> str:
        """So many words."""
        known = _WORDS[self.script].split()
        chosen = [str(random.choice(known)) for _ in range(count)]
        if self.script in {"latin", "cyrillic", "greek"}:
            form = int(random.integers(4))
            if form == 0:
                return " ".join(chosen).upper()
            if form == 1:
                return " ".join(chosen).capitalize()
        return " ".join(chosen)


@cache
def hands(*, learning: bool) -> tuple[Hand, ...]:
    """The fonts to learn from, or those to measure with: no font is in both (but for scripts with one)."""
    there = {path.name: str(path) for folder in FOLDERS for path in sorted(folder.rglob("*.[ot]t[fc]"))}
    found = []
    for script, names in _OF_SCRIPT.items():
        known = [there[name] for name in names if name in there]
        half = known[::2] if learning else known[1::2]
        found += [Hand(script, path) for path in half or known]
    return tuple(found) or (Hand("latin", _BUILT_IN),)


def latin(*, learning: bool) -> tuple[Hand, ...]:
    """Those for Latin."""
    found = tuple(one for one in hands(learning=learning) if one.script == "latin")
    return found or (Hand("latin", _BUILT_IN),)


@lru_cache(maxsize=256)
def _loaded(path: str, size: int) -> ImageFont.FreeTypeFont:
    if path == _BUILT_IN:
        font = ImageFont.load_default(size)
        assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - it is, where Pillow knows FreeType
        return font
    return ImageFont.truetype(path, size)
