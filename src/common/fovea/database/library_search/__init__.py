"""Searching the library: the same results in the same order on both databases.

    found = library_search.search(engine, parse("cat -dog order:score"), ratings={0, 1}, limit=40)

Names are looked up in the database at each search; what images have them, and what they are like, is kept in
memory (`memory`), exactly as fresh as the database.
"""

from fovea.database.library_search.meaning import meant
from fovea.database.library_search.searching import Found, matching, search
from fovea.database.library_search.warming import read_ahead

__all__ = ["Found", "matching", "meant", "read_ahead", "search"]
