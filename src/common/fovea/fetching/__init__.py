"""Getting what lies at an address that a stranger gave: never from our own network, never without end.

fetcher = Fetcher(settings)
picture = fetcher.get(url, types=("image/",), most_bytes=20_000_000).body
"""

from fovea.fetching.addresses import Gate
from fovea.fetching.fetcher import Fetched, Fetcher
from fovea.fetching.refusals import FetchRefused

__all__ = ["FetchRefused", "Fetched", "Fetcher", "Gate"]
