"""The language of searches: a text becomes tokens, then a tree; what fields there are is one table.

query = parse('cat "golden gate" -rating:explicit (red or blue) order:score')
printed(query)   # the canonical form, which parses to the same
"""

from fovea.library_query.fields import FIELDS, ORDERS, Field
from fovea.library_query.nodes import All, Either, Node, Not, Order, Phrase, Query, Term, Word
from fovea.library_query.parsing import parse
from fovea.library_query.printing import printed
from fovea.library_query.problems import QueryInvalid

__all__ = [
    "FIELDS",
    "ORDERS",
    "All",
    "Either",
    "Field",
    "Node",
    "Not",
    "Order",
    "Phrase",
    "Query",
    "QueryInvalid",
    "Term",
    "Word",
    "parse",
    "printed",
]
