"""Recommendations: photos and people for an account, scored from packed lists of favourites."""

from api_server.recommendations.warming import warm_up

__all__ = ["warm_up"]
