"""Recommendations: photos and people for an account, scored from packed lists of favourites."""

from api_server.recommendations.warming import read_ahead, warm_up

__all__ = ["read_ahead", "warm_up"]
