"""What this installation is."""

from typing import Any

from api_server.context import Context
from api_server.recommendations.answer import MINIMUM_FAVORITES, MINIMUM_PHOTOGRAPHERS
from fovea import __version__


def status(context: Context) -> dict[str, Any]:
    """The shape Status."""
    settings = context.settings
    return {
        "version": __version__,
        "simulated": settings.simulated,
        "simulator_url": settings.flickr_base_url if settings.simulated else None,
        "flickr_login": context.tokens.usable,
        "public_url": settings.public_url,
        "limits": {"minimum_favorites": MINIMUM_FAVORITES, "minimum_photographers": MINIMUM_PHOTOGRAPHERS},
    }
