"""Which images are looked through."""

from api_server.context import Context
from fovea.database import library_search
from fovea.image_index import Among
from fovea.library_query import All, Node, Query, Term
from fovea.library_query.values import Name


def among(context: Context, *, source: str | None, account: str | None) -> Among | None:
    """The images seen at a source and posted by an account; None: all."""
    terms: list[Node] = []
    if source is not None:
        terms.append(Term("source", Name((source,))))
    if account is not None:
        terms.append(Term("account", Name((account,))))
    if not terms:
        return None
    return Among(ids=library_search.matching(context.engine, Query(wanted=All(tuple(terms)))))
