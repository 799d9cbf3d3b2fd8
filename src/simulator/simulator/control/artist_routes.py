"""/_simulator/artists...: artworks of which it is known whose they are, the artists, and accounts of many
posts.
"""

import msgspec
from flask import Blueprint, Response

from simulator.artists.cases import every_case
from simulator.artists.people import NETWORKS, Cast, Person
from simulator.context import simulator
from simulator.gallery import Where, prolific

blueprint = Blueprint("artists", __name__, url_prefix="/_simulator/artists")

_ARTWORKS = 10


def _json(document: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(document), status=status, content_type="application/json")


@blueprint.errorhandler(LookupError)
def _refused(error: Exception) -> Response:
    return _json({"detail": str(error.args[0])}, 404)


@blueprint.get("")
def artists() -> Response:
    """Artworks with the right accounts, and what each artist has where."""
    cast = Cast(simulator().gallery)
    return _json(
        {
            "artworks": list(every_case(cast)),
            "people": [_described(cast, person) for person in cast.everybody() if person.number > 0],
        }
    )


@blueprint.get("/<int:number>")
def artist(number: int) -> Response:
    """One artist."""
    cast = Cast(simulator().gallery)
    person = cast.person(number)
    if person is None:
        raise LookupError("There is no such artist.")
    return _json(_described(cast, person))


@blueprint.get("/prolific/<int:posts>")
def of_many_posts(posts: int) -> Response:
    """The account with so many posts, wherever it is: its addresses, and some artworks from all of its time
    at ArtStation, from where its account at Bluesky is found and no other.
    """
    account = prolific.named(f"prolific{posts}")
    if account is None:
        raise LookupError(f"An account has 1 to {prolific.MOST_POSTS} posts.")
    person, gallery = Person(account), simulator().gallery
    step = max(1, posts // _ARTWORKS)
    places = range(step - 1, posts, step)
    shown = gallery.shelf("artstation")
    artworks = [shown.post(prolific.number_of(posts, place)) for place in places]
    where = Where(account=account.name)
    return _json(
        {
            "name": account.name,
            "accounts": {site: person.url(site) for site in sorted(prolific.SITES)},
            "artworks": [post.url for post in artworks if post is not None],
            "same": [
                {
                    site: one.url
                    for site in sorted(prolific.SITES)
                    if (one := gallery.shelf(site).post(post.number)) is not None
                }
                for post in artworks
                if post is not None
            ],
            "counts": {site: gallery.shelf(site).count(where) for site in sorted(prolific.SITES)},
        }
    )


def _described(cast: Cast, person: Person) -> dict[str, object]:
    return {
        "number": person.number,
        "name": person.account.name,
        "state": person.state,
        "accounts": {page: person.url(page) for page in NETWORKS},
        "posts": {page: _count(cast, person, page) for page in NETWORKS},
        "says": {page: [one.url for one in cast.said(person, page)] for page in person.lines},
    }


def _count(cast: Cast, person: Person, site: str) -> int:
    shelf = cast.gallery.shelf(site)
    account = shelf.account_of_number(person.number)
    return shelf.count(Where(account=account.name)) if account is not None else 0
