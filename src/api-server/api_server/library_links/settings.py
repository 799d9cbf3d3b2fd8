"""Settings of links: which photos come into the library by themselves, and how many at once."""

from pydantic import Field

from fovea.settings import LinkSettings


class LibraryLinkSettings(LinkSettings):
    """How links come to be and are sent. All of these are read by the API server alone, but for the number of
    tries.
    """

    library_from_recommendations: bool = Field(
        True, description="Whether photos that recommendations show come into the library."
    )
    library_rendition_edge: int = Field(
        640, ge=75, description="Longer edge, in pixels, of the renditions that come into the library so."
    )
    links_resolving: int = Field(
        200,
        ge=1,
        description="Links to pages, albums and posts that pullers are asked about at once; the others wait.",
    )
