"""/_simulator/gallery...: the truth about the sites of the gallery, and hands to put up and remove posts."""

import msgspec
from flask import Blueprint, Response, request

from simulator.context import simulator
from simulator.gallery import SITES, Post, Shelf, Where

blueprint = Blueprint("gallery", __name__, url_prefix="/_simulator/gallery")


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """Which new posts: so many whose tags (in the site's words), account and community are these, or of these
    works.
    """

    count: int = 1
    tags: tuple[str, ...] = ()
    account: str | None = None
    community: str | None = None
    works: list[int] | None = None


class Removal(msgspec.Struct, forbid_unknown_fields=True):
    """How a post is removed: told of as removed, or `gone` without a trace."""

    gone: bool = False


def _json(document: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(document), status=status, content_type="application/json")


def _shelf(site: str) -> Shelf:
    return simulator().gallery.shelf(site)


@blueprint.errorhandler(msgspec.ValidationError)
@blueprint.errorhandler(msgspec.DecodeError)
@blueprint.errorhandler(LookupError)
def _refused(error: Exception) -> Response:
    status = 404 if isinstance(error, LookupError) else 422
    return _json({"detail": str(error.args[0]) if error.args else "There is no such thing."}, status)


@blueprint.get("")
def sites() -> Response:
    """The sites, with how many posts each has and the newest number."""
    return _json(
        {
            "sites": [
                {
                    "name": site.name,
                    "posts": _shelf(site.name).count(),
                    "newest": max(_shelf(site.name).numbers(), default=None),
                    "communities": [one.name for one in site.communities],
                }
                for site in SITES
            ]
        }
    )


@blueprint.get("/<site>/posts")
def posts(site: str) -> Response:
    """The true numbers of a site's posts, newest first: `?tags=a b`, `without=`, `account=`, `community=`,
    `ratings=0,1`, `since=` and `until=` in seconds, `removed=no|only|any`.
    """
    asked = request.args
    where = Where(
        tags=_words(asked.get("tags", "")),
        without=_words(asked.get("without", "")),
        ratings=tuple(int(one) for one in asked.get("ratings", "").split(",") if one),
        account=asked.get("account"),
        community=asked.get("community"),
        since=asked.get("since", type=int),
        until=asked.get("until", type=int),
        removed={"only": True, "any": None}.get(asked.get("removed", "no"), False),
    )
    numbers = _shelf(site).numbers(where)
    return _json({"count": len(numbers), "numbers": numbers})


@blueprint.get("/<site>/posts/<int:number>")
def post(site: str, number: int) -> Response:
    """The truth about one post, and where else its work is."""
    found = _shelf(site).post(number)
    if found is None:
        raise LookupError("There is no such post.")
    gallery = simulator().gallery
    return _json(
        {
            **_described(found),
            "title": found.work.title,
            "artist": found.work.artist,
            "true_rating": found.work.rating,
            "true_tags": found.work.tags,
            "tags": found.tags,
            "source": found.source.url if found.source is not None else None,
            "parent": found.parent,
            "files": [
                {"name": gallery.files.name(file), "digests": gallery.files.digests(file)}
                for file in found.files
            ],
            "copies": [_described(one) for one in gallery.copies(found.work.number)],
        }
    )


@blueprint.post("/<site>/posts")
def publish(site: str) -> Response:
    """Put up new posts now: {"count": 3, "tags": ["landscape"]} or {"works": [17]}."""
    wish = msgspec.json.decode(request.get_data() or b"{}", type=Wish)
    where = Where(tags=wish.tags, account=wish.account, community=wish.community)
    numbers = simulator().gallery.publish(site, count=wish.count, where=where, works=wish.works)
    return _json({"numbers": numbers}, 201)


@blueprint.delete("/<site>/posts/<int:number>")
def remove(site: str, number: int) -> Response:
    """Remove a post: {"gone": true} leaves no trace of it."""
    removal = msgspec.json.decode(request.get_data() or b"{}", type=Removal)
    if not simulator().gallery.remove(site, number, gone=removal.gone):
        raise LookupError("There is no such post.")
    return Response(status=204)


def _described(post: Post) -> dict[str, object]:
    return {
        "site": post.shelf.site.name,
        "number": post.number,
        "work": post.work.number,
        "copy": post.copy,
        "url": post.url,
        "moment": post.moment,
        "account": post.account.name,
        "community": post.community.name if post.community is not None else None,
        "rating": post.rating,
        "removed": post.removed,
    }


def _words(text: str) -> tuple[str, ...]:
    """Tags: separated by commas where there are some, for tags with spaces, else by spaces."""
    return tuple(one.strip() for one in (text.split(",") if "," in text else text.split()) if one.strip())
