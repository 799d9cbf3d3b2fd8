"""The scenes that photos are drawn from, by the names that taste clusters use."""

from collections.abc import Callable

from simulator.drawing.canvas import Canvas
from simulator.drawing.scenes import (
    buildings,
    coast,
    festivals,
    flowers,
    mountains,
    night,
    people,
    roads,
    sea,
    sky,
    summer,
    table,
    water,
    woods,
)

SCENES: dict[str, Callable[[Canvas], None]] = {
    painter.__name__: painter
    for painter in (
        *(mountains.misty_mountains, mountains.alpine_lake, mountains.desert_dunes, mountains.terraces),
        *(sea.sunset_sea, sea.long_exposure, coast.lighthouse, coast.harbour_boats),
        *(sky.aurora, sky.milky_way, sky.moonrise, sky.birds_sky),
        *(festivals.balloons, festivals.fireworks, festivals.concert),
        *(woods.foggy_forest, woods.autumn_trees),
        *(flowers.macro_flower, flowers.leaf_dew, flowers.blossom, flowers.lavender_rows),
        *(water.snow_field, water.ice, water.waterfall, water.underwater),
        *(night.city_bokeh, night.neon_rain, night.rain_window),
        *(roads.skyline, roads.light_trails, roads.bridge_fog),
        *(buildings.street_geometry, buildings.facades, buildings.spiral_stairs, buildings.colour_walls),
        *(people.silhouettes, table.food_table, summer.aerial_beach, summer.palms, summer.color_motion),
    )
}
