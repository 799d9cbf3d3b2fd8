"""The forty tastes of the simulated world: what people there photograph, how they call it and how they tag
it.

A taste cluster is what accounts share when they like the same things. Its number is its place in CLUSTERS and
is stored in generated worlds, so new clusters go to the end.
"""

from dataclasses import dataclass

from simulator.world.words import phrases, words


@dataclass(frozen=True)
class Cluster:
    """One taste: the scene that is drawn for its photos, the words for titles, and the tags."""

    scene: str
    subjects: tuple[str, ...]
    tags: tuple[str, ...]
    street: bool = False
    monochrome: bool = False
    bold: bool = False
    framing: float = 1.0
    """Up to how many times less than the scene its photos show: more where scenes resemble each other."""


def _cluster(scene: str, subjects: str, tags: str, *, framing: float = 1.0, **kinds: bool) -> Cluster:
    return Cluster(scene, phrases(subjects), words(tags), framing=framing, **kinds)


CLUSTERS: tuple[Cluster, ...] = (
    _cluster(
        "misty_mountains",
        "Blue ridges; Layers at dawn; The valley wakes up; Morning mist; "
        "Seven ridges; First light on the range; Above the fog; Quiet mountains",
        "mountains mist fog layers landscape dawn ridges nature",
    ),
    _cluster(
        "alpine_lake",
        "Mirror lake; The tarn; Still water; Reflections of the peak; "
        "Early at the lake; Before the wind; Glacier lake; Double summit",
        "lake reflection alps mountains water landscape hiking nature",
        bold=True,
    ),
    _cluster(
        "sunset_sea",
        "Last light; Fire over the sea; Golden hour; The sun goes home; "
        "Evening tide; Burning horizon; End of day; West coast sunset",
        "sunset sea ocean sky goldenhour clouds sun horizon",
        bold=True,
        framing=1.25,
    ),
    _cluster(
        "long_exposure",
        "Silence; Four minutes; Old posts; Sea of milk; "
        "Minimal shore; Breakwater; What the tide left; Stillness",
        "longexposure minimal sea fineart ndfilter water calm bw",
        monochrome=True,
        framing=1.25,
    ),
    _cluster(
        "city_bokeh",
        "City lights; Out of focus; Night drive; Waiting for the bus; "
        "Blurred evening; Circles of light; After the cinema; Saturday night",
        "bokeh night city lights urban blur evening lowlight",
        bold=True,
    ),
    _cluster(
        "neon_rain",
        "Neon rain; Wet asphalt; Midnight alley; Electric street; "
        "After the rain; Umbrella weather; Late shift; Pink noise",
        "neon rain night street city cyberpunk reflections urban",
        street=True,
        bold=True,
    ),
    _cluster(
        "silhouettes",
        "Against the light; The runner; Watching the sun; Alone; "
        "Evening walk; Shadow of a friend; On the hill; Backlit",
        "silhouette portrait people sunset backlight contrejour person evening",
        framing=1.25,
    ),
    _cluster(
        "foggy_forest",
        "Into the fog; The old wood; Breath of trees; November forest; "
        "Where the path ends; Quiet trunks; Lost; Forest spirits",
        "forest fog trees mist woods moody nature autumn",
    ),
    _cluster(
        "autumn_trees",
        "October; Golden leaves; The colour season; Leaf fall; "
        "A walk in autumn; Amber; Under the maple; Indian summer",
        "autumn fall leaves trees colours orange nature park",
        bold=True,
    ),
    _cluster(
        "macro_flower",
        "Petals; In the garden; Spring portrait; Soft pink; "
        "Unfolding; A quiet bloom; Dahlia; The heart of a flower",
        "macro flower closeup petals garden nature bloom spring",
        bold=True,
    ),
    _cluster(
        "street_geometry",
        "Man and shadow; Stairs; The corner; Light and line; Walking through; Noon; Square; Geometry lesson",
        "street blackandwhite bw shadow geometry light people monochrome",
        street=True,
        monochrome=True,
        framing=1.25,
    ),
    _cluster(
        "desert_dunes",
        "Dunes; Sand sea; The empty quarter; Ripples; Shadow line; Desert morning; Curves; Caravan route",
        "desert dunes sand landscape light shadow travel minimal",
    ),
    _cluster(
        "aurora",
        "Northern lights; Green fire; Dancing sky; Aurora over the fjord; "
        "Polar night; Solar storm; Midnight curtain; Kp 7",
        "aurora northernlights night stars arctic sky winter green",
        bold=True,
    ),
    _cluster(
        "snow_field",
        "One tree; White; Winter silence; First snow; Snow field; Lonely birch; January; Minus twenty",
        "snow winter minimal tree white cold landscape simplicity",
    ),
    _cluster(
        "facades",
        "Windows; Facade; Grid; Office hours; Repetition; Glass and steel; Vertical; Somebody is home",
        "architecture facade windows building geometry modern lines city",
    ),
    _cluster(
        "spiral_stairs",
        "Spiral; Looking down; The snail; Staircase; Golden ratio; Seventh floor; Vertigo; Round and round",
        "stairs spiral staircase architecture interior geometry abstract symmetry",
        framing=1.25,
    ),
    _cluster(
        "food_table",
        "Breakfast; From above; Sunday table; Soup; Still hungry; Market finds; Tea for two; Slow morning",
        "food flatlay table breakfast stilllife foodphotography kitchen homemade",
    ),
    _cluster(
        "birds_sky",
        "Migration; Flock; Going south; The arrow; Evening birds; Starlings; Leaving; Wings",
        "birds flock sky flight wildlife migration nature evening",
    ),
    _cluster(
        "milky_way",
        "Galactic core; Under the stars; Milky Way rising; Night watch; "
        "Dark sky; Stargazer; Two trillion; The river above",
        "milkyway stars astrophotography night sky galaxy longexposure astro",
        bold=True,
    ),
    _cluster(
        "lighthouse",
        "The lighthouse; Storm coming; Keeper of the coast; Last house; "
        "Rough sea; Beam; North wind; Guardian",
        "lighthouse coast sea storm waves clouds ocean seascape",
    ),
    _cluster(
        "balloons",
        "Lift-off; Balloons; Floating; Festival morning; "
        "Up, up; Seven balloons; Cappadocia morning; Light as air",
        "balloon hotairballoon sunrise sky flight travel colourful morning",
        bold=True,
    ),
    _cluster(
        "waterfall",
        "Falling water; The gorge; Silk; Moss and water; Hidden falls; Half a second; Canyon; After the thaw",
        "waterfall water longexposure river rocks moss nature forest",
        framing=1.25,
    ),
    _cluster(
        "lavender_rows",
        "Lavender; Rows; Provence; Purple field; July; Summer lines; Scent; Lone tree",
        "lavender field rows purple summer landscape provence flowers",
        bold=True,
        framing=1.25,
    ),
    _cluster(
        "underwater",
        "Blue; Jellies; Below; Twenty metres down; Slow dance; Light from above; The deep; Drifting",
        "underwater jellyfish blue sea diving ocean light marine",
        framing=1.25,
    ),
    _cluster(
        "fireworks",
        "New Year; Finale; Bang; Celebration; Sparks; Over the river; Midnight; Chrysanthemum",
        "fireworks night celebration lights longexposure festival sky newyear",
    ),
    _cluster(
        "rain_window",
        "Rainy day; Through the glass; Drops; Waiting; Tram window; Inside; Tuesday; Grey outside",
        "rain window drops bokeh glass mood water city",
    ),
    _cluster(
        "skyline",
        "Skyline; Blue hour; The city sleeps late; Downtown; Across the bay; Lights on; Eight thirty; Towers",
        "skyline city bluehour cityscape urban night buildings dusk",
        framing=1.5,
    ),
    _cluster(
        "bridge_fog",
        "The bridge; Into nothing; Fog bank; Crossing; Half a bridge; Morning commute; Cables; Disappearing",
        "bridge fog architecture cables river mist city lines",
        framing=1.5,
    ),
    _cluster(
        "harbour_boats",
        "Harbour; Red boat; At anchor; Still harbour; "
        "Fishing village; Low tide; Moorings; Sunday at the port",
        "boats harbour reflection sea village water fishing coast",
    ),
    _cluster(
        "moonrise",
        "Moonrise; Super moon; Over the hill; October moon; The howl; Big old moon; Eclipse evening; Perigee",
        "moon moonrise night sky landscape telephoto hill dusk",
        framing=1.25,
    ),
    _cluster(
        "blossom",
        "Hanami; Blossom; Sakura; Pink week; April; Petal rain; Branch; Spring again",
        "blossom cherry sakura spring pink flowers branch bokeh",
    ),
    _cluster(
        "light_trails",
        "Trails; Rush hour; The curve; Thirty seconds; Red and white; Mountain road; Speed; Arteries",
        "lighttrails longexposure cars night road traffic city motion",
        bold=True,
        framing=1.5,
    ),
    _cluster(
        "aerial_beach",
        "From above; Shoreline; Where two blues meet; Foam; "
        "Drone days; Sandbank; Tideline; Paradise, seen by a gull",
        "aerial drone beach sea waves abstract topdown turquoise",
        bold=True,
    ),
    _cluster(
        "terraces",
        "Terraces; Steps of water; Rice fields; Contour lines; "
        "Green stairs; Sky mirrors; Planting season; The old pattern",
        "terraces rice fields asia landscape green travel patterns",
    ),
    _cluster(
        "palms",
        "Palms; Tropical evening; Summer of 85; Beach road; Holiday; Sunset boulevard; Warm wind; Pacific",
        "palm tropical sunset beach summer silhouette travel vacation",
        bold=True,
    ),
    _cluster(
        "ice",
        "Blue ice; Glacier; Inside the glacier; Ten thousand years; "
        "Crystal; Frozen; Cathedral of ice; Shards",
        "ice glacier blue winter cold abstract arctic frozen",
    ),
    _cluster(
        "leaf_dew",
        "Dew; Veins; Green map; Morning drops; Close; Structure of a leaf; After the shower; Fresh",
        "leaf macro dew drops green nature closeup morning",
    ),
    _cluster(
        "color_motion",
        "Moved; Colour study; Forest, moving; Impression; "
        "Fifteenth of a second; Abstract no. 4; Brush; Sea, swept",
        "icm abstract motionblur colour impressionist art experimental painterly",
    ),
    _cluster(
        "concert",
        "Live; Encore; Front row; Stage left; Loud; The drop; Backlight; Last song",
        "concert music stage lights live crowd gig festival",
        bold=True,
        framing=1.25,
    ),
    _cluster(
        "colour_walls",
        "Yellow wall; Siesta; Door; Shadow play; Two colours; South; Minimal; Blue door",
        "minimal wall colour shadow architecture door light mediterranean",
        street=True,
        bold=True,
        framing=1.25,
    ),
)
CLUSTER_COUNT = len(CLUSTERS)


def clusters_where(kind: str) -> tuple[int, ...]:
    """Numbers of the clusters of a kind: `street`, `monochrome` or `bold`."""
    return tuple(number for number, cluster in enumerate(CLUSTERS) if getattr(cluster, kind))
