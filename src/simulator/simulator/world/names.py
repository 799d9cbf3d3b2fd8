"""What people of the simulated world are called. Every choice follows from the account's noise, so it is
stable.
"""

import re
import unicodedata
from collections.abc import Sequence

from simulator.world.words import phrases, words

_GIVEN = words(
    """
    Ada Nora Ingrid Lena Sofia Marta Elif Yuki Hana Mei Priya Amara Zoe Clara Ines Freya Astrid Maja Petra
    Olga Rosa Lucia Chiara Giulia Camille Elise Margot Aoife Niamh Fatima Leila Nadia Ayşe Selin Kaori
    Sakura Ling Anika Tanvi Imani Thandi Wanjiru Beatriz Valentina Paula Teresa Jana Kristýna Zofia
    Agnieszka Emilia Saara Tuuli Sigrid Johanna Greta Helena Iris Vera Miriam Ruth Joan Carol Diane Liam
    Jonas Erik Lars Björn Mikkel Anders Tomas Pavel Jakub Marek Luca Matteo Paolo Andrea Diego Javier Mateo
    Rafael Tiago João Miguel Kenji Hiro Takumi Ren Wei Jun Arjun Rohan Vikram Kwame Tunde Sipho Omar Yusuf
    Karim Emre Can Dmitri Ivan Mikael Aarne Otto Felix Emil Anton Hugo Louis Antoine Étienne Bastien Cian
    Eoin Callum Ewan Rhys Gareth Peter Simon Alan Frank Walter Gene Hal Wes Mick
    """
)
_FAMILY = words(
    """
    Lindqvist Berg Holm Nyström Dahl Hansen Vik Solberg Keller Brandt Vogel Weiss Hoffmann Krüger Baumann
    Moretti Ricci Conti Ferrari Santoro Navarro Ortega Vidal Serrano Castillo Almeida Carvalho Teixeira
    Dubois Lefèvre Moreau Girard Rousseau Tanaka Sato Mori Ishikawa Yamada Chen Zhang Liu Wong Park Kim
    Sharma Iyer Banerjee Patel Okafor Mensah Dlamini Haddad Nasser Yılmaz Demir Novák Svoboda Dvořák
    Kowalski Zieliński Wójcik Petrov Volkov Ivanova Koskinen Virtanen Laine O'Brien Gallagher Byrne MacLeod
    Fraser Campbell Hughes Evans Walker Bennett Carter Hayes Porter Mercer Whitfield Ashdown Thornton
    Blackwood Harlow Quinn Rivera Morales Vega Salazar Herrera
    """
)
_PLACES = phrases(
    """
    Oslo, Norway; Gothenburg, Sweden; Hamburg, Germany; Lyon, France; Bologna, Italy; Porto, Portugal;
    Bilbao, Spain; Kyoto, Japan; Osaka, Japan; Taipei, Taiwan; Seoul, Korea; Pune, India; Lagos, Nigeria;
    Nairobi, Kenya; Cape Town, South Africa; İzmir, Turkey; Prague, Czechia; Kraków, Poland; Tampere,
    Finland; Reykjavík, Iceland; Galway, Ireland; Edinburgh, Scotland; Bristol, UK; Leeds, UK; Portland,
    USA; Santa Fe, USA; Chicago, USA; Montréal, Canada; Vancouver, Canada; Valparaíso, Chile; Medellín,
    Colombia; Melbourne, Australia
    """
)
_HANDLES = words(
    """
    northlight slowshutter greycard thirdstop silverhalide grainandlight lostframes secondcurtain
    f8andbethere bluehour tidewalker fogseeker nightbus redfilter widemargin quietfields paperboats
    sundayfilm darkslide contactsheet warmtone coldharbour longlens
    """
)


def _ascii(text: str) -> str:
    """The text in plain small letters and digits, as path aliases are."""
    flat = text.replace("ı", "i").replace("ł", "l").replace("ø", "o")
    flat = unicodedata.normalize("NFKD", flat).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", flat.lower())


def real_name(noise: int) -> str:
    """A person's full name."""
    return f"{_GIVEN[noise % len(_GIVEN)]} {_FAMILY[(noise >> 11) % len(_FAMILY)]}"


def location(noise: int) -> str:
    """Where the person says to live; a third says nothing."""
    return "" if (noise >> 21) % 3 == 0 else _PLACES[(noise >> 24) % len(_PLACES)]


def _user_name(noise: int) -> str:
    given, family = real_name(noise).split(" ", 1)
    handle = _HANDLES[(noise >> 31) % len(_HANDLES)]
    forms = (
        f"{given} {family}",
        f"{given} {family}",
        f"{given.lower()}.{_ascii(family)}",
        f"{handle}_{given.lower()}",
        f"{given} {family} Photography",
        f"{handle} {(noise >> 37) % 90 + 10}",
        f"{given[0]}. {family}",
        f"{_ascii(given)}{_ascii(family)}",
    )
    return forms[(noise >> 43) % len(forms)]


def user_names(noises: Sequence[int]) -> list[str]:
    """Everybody's screen name; no two are alike, whatever their case (Flickr's rule)."""
    taken: set[str] = set()
    names = []
    for noise in noises:
        name, turn = _user_name(noise), 2
        while name.lower() in taken:
            name, turn = f"{_user_name(noise)} {turn}", turn + 1
        taken.add(name.lower())
        names.append(name)
    return names


def path_aliases(noises: Sequence[int], names: Sequence[str]) -> list[str | None]:
    """The name in everybody's address; one in seven has never chosen one and is reached by NSID only."""
    taken: set[str] = set()
    aliases: list[str | None] = []
    for noise, name in zip(noises, names, strict=True):
        if (noise >> 47) % 7 == 0:
            aliases.append(None)
            continue
        base = _ascii(name)[:28]
        alias, turn = base, 2
        while alias in taken:
            alias, turn = f"{base}{turn}", turn + 1
        taken.add(alias)
        aliases.append(alias)
    return aliases
