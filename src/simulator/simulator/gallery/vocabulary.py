"""What pictures show, and the tags for it in plain words (Danbooru's spelling; sites have dialects)."""

from dataclasses import dataclass

Value = tuple[float, tuple[str, ...]]
"""How often, and the tags that say so."""


@dataclass(frozen=True)
class Facet:
    """One thing in which pictures differ. Values by name."""

    name: str
    values: dict[str, Value]
    needs_figure: bool = False

    @property
    def weights(self) -> tuple[float, ...]:
        """How often each value is."""
        return tuple(weight for weight, _ in self.values.values())


FACETS = (
    Facet(
        "scene",
        {
            "mountains": (4, ("mountain", "landscape", "scenery", "outdoors")),
            "sea": (4, ("ocean", "landscape", "scenery", "outdoors", "water")),
            "city": (4, ("city", "cityscape", "building", "scenery")),
            "forest": (3, ("forest", "tree", "landscape", "nature", "outdoors")),
            "field": (3, ("field", "grass", "landscape", "outdoors")),
            "island": (2, ("island", "ocean", "scenery", "water")),
            "desert": (2, ("desert", "sand", "landscape", "outdoors")),
            "sky": (2, ("sky", "cloud", "scenery", "no_humans")),
            "abstract": (2, ("abstract", "colorful")),
            "room": (2, ("indoors", "window")),
        },
    ),
    Facet(
        "light",
        {
            "day": (5, ("day", "blue_sky")),
            "sunset": (3, ("sunset", "orange_sky", "sun")),
            "night": (3, ("night", "night_sky", "moon")),
            "dawn": (1, ("sunrise", "pink_sky")),
            "grey": (2, ("overcast", "cloudy_sky")),
        },
    ),
    Facet(
        "weather",
        {
            "fair": (8, ()),
            "rain": (1, ("rain",)),
            "snow": (1, ("snow", "winter")),
            "stars": (2, ("star_(sky)", "starry_sky")),
            "mist": (1, ("fog",)),
        },
    ),
    Facet(
        "color",
        {
            "blue": (3, ("blue_theme",)),
            "red": (2, ("red_theme",)),
            "green": (2, ("green_theme",)),
            "purple": (2, ("purple_theme",)),
            "plain": (5, ()),
        },
    ),
    Facet(
        "figure",
        {
            "none": (4, ("no_humans",)),
            "girl": (4, ("1girl", "solo")),
            "boy": (2, ("1boy", "solo")),
            "pair": (1, ("2girls", "multiple_girls")),
        },
    ),
    Facet(
        "hair",
        {
            "black": (3, ("black_hair",)),
            "blonde": (3, ("blonde_hair",)),
            "brown": (3, ("brown_hair",)),
            "pink": (1, ("pink_hair",)),
            "blue": (1, ("blue_hair",)),
            "white": (1, ("white_hair",)),
            "long": (3, ("long_hair",)),
            "short": (3, ("short_hair",)),
        },
        needs_figure=True,
    ),
    Facet(
        "clothes",
        {
            "dress": (3, ("dress",)),
            "coat": (2, ("coat", "scarf")),
            "uniform": (2, ("school_uniform",)),
            "kimono": (1, ("kimono", "japanese_clothes")),
            "armor": (1, ("armor", "sword")),
            "hat": (2, ("hat",)),
        },
        needs_figure=True,
    ),
    Facet(
        "thing",
        {
            "nothing": (6, ()),
            "boat": (1, ("boat",)),
            "lantern": (1, ("lantern", "light")),
            "flower": (2, ("flower",)),
            "umbrella": (1, ("umbrella",)),
            "balloon": (1, ("balloon",)),
            "train": (1, ("train",)),
            "castle": (1, ("castle",)),
            "bicycle": (1, ("bicycle",)),
        },
    ),
    Facet(
        "animal",
        {
            "nothing": (8, ()),
            "cat": (2, ("cat", "animal")),
            "bird": (2, ("bird", "animal")),
            "fox": (1, ("fox", "animal")),
            "whale": (1, ("whale", "animal")),
        },
    ),
    Facet(
        "medium",
        {
            "digital": (6, ()),
            "watercolor": (1, ("watercolor_(medium)", "traditional_media")),
            "sketch": (1, ("sketch",)),
            "photo": (2, ("photo_(medium)",)),
            "pixels": (1, ("pixel_art",)),
        },
    ),
)
BY_NAME = {facet.name: facet for facet in FACETS}
SHOWN = {facet.name: tuple(facet.values) for facet in FACETS}
"""The names of each facet's values, in their order."""

TAGS = {facet.name: tuple(tags for _, tags in facet.values.values()) for facet in FACETS}
"""The tags of each facet's values, in their order."""

GENERAL_TAGS: dict[str, tuple[tuple[str, int], ...]] = {}
"""Each tag, and the values (facet, place) that it says."""
for _facet in FACETS:
    for _place, (_, _tags) in enumerate(_facet.values.values()):
        for _tag in _tags:
            GENERAL_TAGS[_tag] = (*GENERAL_TAGS.get(_tag, ()), (_facet.name, _place))
