"""What the photos of the simulated world are called and tagged with, from their cluster and their noise."""

from simulator.world.clusters import CLUSTERS
from simulator.world.words import phrases

_PLACES = phrases(
    """
    Lofoten; Isle of Skye; Dolomites; Hokkaido; Patagonia; Faroe Islands; Provence; Tuscany; Andalusia;
    Brittany; Tatra; Algarve; Hebrides; Lake District; Black Forest; Harz; Jutland; Gotland; Lapland;
    Kerala; Ladakh; Jeju; Yunnan; Bali; Tasmania; Otago; Big Sur; Oregon; Acadia; Gaspésie; Atacama;
    Cappadocia; Crete; Svaneti; Bohemia; Lisbon; Naples; Istanbul; Havana; Oaxaca
    """
)
_GENERAL_TAGS = (
    "canon",
    "nikon",
    "fujifilm",
    "sony",
    "35mm",
    "film",
    "travel",
    "europe",
    "explore",
    "light",
    "colour",
    "weekend",
)


def title(cluster: int, noise: int) -> str:
    """A photo's title. Some photographers leave the camera's file name, some leave nothing."""
    subjects = CLUSTERS[cluster].subjects
    subject = subjects[(noise >> 5) % len(subjects)]
    place = _PLACES[(noise >> 12) % len(_PLACES)]
    form = (noise >> 19) % 20
    if form < 9:
        return subject
    if form < 14:
        return f"{subject}, {place}"
    if form < 16:
        return f"{place} {(noise >> 25) % 14 + 2013}"
    if form < 17:
        return f"{subject} #{(noise >> 25) % 9 + 2}"
    if form < 18:
        return f"{subject} — {place}"
    return f"DSC_{(noise >> 25) % 9000 + 1000}" if form == 18 else ""


def tags(cluster: int, noise: int) -> tuple[str, ...]:
    """A photo's tags, none for one photo in eight."""
    words = CLUSTERS[cluster].tags
    if (noise >> 33) % 8 == 0:
        return ()
    chosen = [word for place, word in enumerate(words) if (noise >> (36 + place)) & 1 or place == 0]
    if (noise >> 46) & 1:
        chosen.append(_GENERAL_TAGS[(noise >> 47) % len(_GENERAL_TAGS)])
    return tuple(chosen)


def description(cluster: int, noise: int) -> str:
    """What the photographer says about the photo: mostly nothing."""
    if (noise >> 52) % 4:
        return ""
    place = _PLACES[(noise >> 12) % len(_PLACES)]
    word = CLUSTERS[cluster].tags[0]
    return (
        f"Taken near {place}. I had wanted this {word} picture for a long time.\n\n"
        "Thank you for looking, and for every fave."
    )
