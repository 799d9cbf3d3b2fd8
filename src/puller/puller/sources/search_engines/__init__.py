"""Search engines for pictures: what they find for some words is a listing of the kind `keyword`.

They order by what fits best, not by time: their pages have no marks, and nothing in them is known to be new.
Bing, which the older crawlers knew, has had no such API since 11 August 2025.
"""

from puller.sources.search_engines.baidu import Baidu
from puller.sources.search_engines.brave import Brave
from puller.sources.search_engines.commons import Commons
from puller.sources.search_engines.google import Google
from puller.sources.search_engines.openverse import Openverse

__all__ = ["Baidu", "Brave", "Commons", "Google", "Openverse"]
