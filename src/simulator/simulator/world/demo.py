"""The people of the demo: they are in every world, with the same NSIDs, whatever its seed."""

from dataclasses import dataclass

from simulator.world.model import ACTIVE, DELETED, PRIVATE


@dataclass(frozen=True)
class DemoAccount:
    """One of them: what is special, in how many favourites and uploads it shows (None: as it falls)."""

    nsid: str
    name: str
    alias: str | None
    real_name: str
    about: str
    favorites: int | None
    uploads: int | None
    photographers: int | None = None
    tastes: tuple[str, ...] = ()
    state: int = ACTIVE


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "26101998@N00",
        "Ada Lindqvist",
        "adalindqvist",
        "Ada Lindqvist",
        "Northern landscapes: about 400 favourites of 250 photographers.",
        400,
        140,
        250,
        ("misty_mountains", "aurora", "alpine_lake", "harbour_boats", "milky_way"),
    ),
    DemoAccount(
        "41774012@N03",
        "kenji.mori",
        "kenjimori",
        "Kenji Mori",
        "An enthusiast: more than 2,000 favourites of everything.",
        2300,
        320,
        None,
        ("neon_rain", "skyline", "blossom", "street_geometry", "terraces", "food_table"),
    ),
    DemoAccount(
        "88450231@N05",
        "Rosa Vidal",
        "rosavidal",
        "Rosa Vidal",
        "New here: three favourites, too few for recommendations.",
        3,
        6,
        None,
        ("colour_walls", "macro_flower"),
    ),
    DemoAccount(
        "93120457@N08",
        "Tom Ashdown",
        "tomashdown",
        "Tom Ashdown",
        "Has never faved anything.",
        0,
        22,
        None,
        ("snow_field",),
    ),
    DemoAccount(
        "30219774@N02",
        "gone.girl",
        "freyaholm",
        "Freya Holm",
        "This account was deleted.",
        45,
        12,
        None,
        ("lighthouse",),
        DELETED,
    ),
    DemoAccount(
        "52008163@N07",
        "Karim Haddad",
        "karimhaddad",
        "Karim Haddad",
        "Keeps favourites and contacts private.",
        120,
        60,
        None,
        ("desert_dunes", "spiral_stairs"),
        PRIVATE,
    ),
    DemoAccount(
        "17633920@N00",
        "Lucia Conti",
        "luciaconti",
        "Lucia Conti",
        "Street and black and white.",
        210,
        90,
        None,
        ("street_geometry", "long_exposure", "spiral_stairs", "facades"),
    ),
    DemoAccount(
        "64102275@N04",
        "emil keller",
        "emilkeller",
        "Emil Keller",
        "Flowers, leaves and dew, very close.",
        150,
        210,
        None,
        ("macro_flower", "leaf_dew", "blossom"),
    ),
    DemoAccount(
        "71990348@N06",
        "Wanjiru Mensah",
        "wanjirumensah",
        "Wanjiru Mensah",
        "Colour and travel; uploads a lot.",
        260,
        400,
        None,
        ("balloons", "lavender_rows", "aerial_beach", "desert_dunes", "colour_walls"),
    ),
    DemoAccount(
        "150234867@N01",
        "Sam Porter",
        None,
        "",
        "Has no name in the address: reached by NSID only.",
        60,
        0,
        None,
        ("concert", "light_trails"),
    ),
)
