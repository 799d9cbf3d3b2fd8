"""Recommendations in the shape of the API: numbers become accounts and posts, read in one query each."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection

from api_server.context import Context
from api_server.library_links import shown_photos
from api_server.posts import favorited_among
from api_server.recommendations import mixed, service, visits, words
from api_server.recommendations.answer import (
    MINIMUM_FAVORITES,
    MINIMUM_PHOTOGRAPHERS,
    Part,
    Person,
    Photo,
    Recommended,
)
from api_server.recommendations.arranging import Memory
from api_server.recommendations.visits import View
from api_server.runs import service as runs
from api_server.subscriptions import service as subscriptions
from fovea import clock, metrics, pictures
from fovea.clock import as_iso
from fovea.database import fingerprints, posts
from fovea.database.accounts import Account
from fovea.database.engine import in_transaction, read
from fovea.database.users import User

Json = dict[str, Any]
MOST_MIXED = 30
FOLDED_BEST = 200  # pictures of so many of the best photos are looked at
MOST_LOOKED_AT = 60


def recommendations(
    context: Context,
    account: Account,
    *,
    viewer: User | None,
    query: Mapping[str, Any],
    with_mixed: bool = True,
) -> Json:
    """The shape Recommendations for an account as `viewer` may see it. `query` has the fields of
    RecommendationsQuery. `with_mixed`: whether photos of groups stand in while not enough is known.
    """
    subscriptions.look(context, account.id)
    user = viewer if viewer is not None and viewer.account_id == account.id else None
    with read(context.engine) as connection:
        view = _view(context, connection, user, query)
        with metrics.time("recommendation_seconds"):
            recommended = _recommend(connection, account.id, query, view)
        shapes = Shapes.of(context, connection, recommended, viewer)
        unknown = _pictures_not_looked_at(connection, recommended)
        run = runs.latest(context, connection, account.id)
    if user is not None and view is not None and not view.is_noted(recommended.best):
        in_transaction(
            context.engine,
            lambda connection: visits.note_look(connection, user.id, recommended.best),
            idempotent=True,
        )
    pictures.ask(context.queues, context.cache, unknown)
    shown_photos.take_in(context, [photo.post_id for photo in recommended.photos])
    photos = [shapes.photo(photo) for photo in recommended.photos]
    return {
        "account": context.presenters.account(account),
        "method": query["method"],
        "generated_at": as_iso(clock.now()),
        "editable": user is not None,
        "enough": recommended.enough,
        "needed": {"favorites": MINIMUM_FAVORITES, "photographers": MINIMUM_PHOTOGRAPHERS},
        "based_on": {
            "favorites": recommended.favorites,
            "photographers": recommended.photographers,
            "photographers_read": recommended.photographers_read,
        },
        "parameters": {"freshness": recommended.freshness, "adventure": recommended.adventure},
        "run": run,
        "view": str(view.id) if view else None,
        "visit": _visit(view, photos),
        "hidden": {
            "seen": recommended.hidden.seen,
            "muted": recommended.hidden.muted,
            "folded": recommended.hidden.folded,
        },
        "photos": photos,
        "people": [shapes.person(person) for person in recommended.people],
        "mixed": _mixed(context, account, recommended, run=run, viewer=viewer, query=query)
        if with_mixed
        else [],
        "next_cursor": recommended.next_cursor,
    }


def _view(
    context: Context, connection: Connection, user: User | None, query: Mapping[str, Any]
) -> View | None:
    """The view of the user's own list that was asked for; None for a pure answer."""
    if user is None or not query.get("view"):
        return None
    return visits.open_view(
        connection,
        user.id,
        query["view"],
        unrepeated_pages=context.settings.unrepeated_pages,
        seen=query.get("seen") == "include",
    )


def _recommend(
    connection: Connection, account_id: int, query: Mapping[str, Any], view: View | None
) -> Recommended:
    return service.recommend(
        connection,
        account_id,
        photos=query["photos"],
        people=query["people"],
        method=query["method"],
        cursor=query.get("cursor"),
        explain=bool(query.get("explain")),
        memory=view.memory if view else Memory(),
    )


def _visit(view: View | None, photos: list[Json]) -> Json | None:
    if view is None:
        return None
    return {"previous_at": as_iso(view.previous_at), "new": sum(photo["new"] for photo in photos)}


def _mixed(
    context: Context,
    account: Account,
    recommended: Recommended,
    *,
    run: Json | None,
    viewer: User | None,
    query: Mapping[str, Any],
) -> list[Json]:
    """Photos from groups while too little is known; while it is still being read, nobody knows that yet."""
    if recommended.enough or (run is not None and run["state"] == "running"):
        return []
    most = min(query["photos"], MOST_MIXED)
    return mixed.from_groups(context, account.id, viewer=viewer, most=most)


def _pictures_not_looked_at(connection: Connection, recommended: Recommended) -> list[tuple[int, str]]:
    """Post numbers and addresses of the best pictures that have no fingerprint yet: some at a time, so that
    in the end near-duplicates can be folded.
    """
    shown = [photo.post_id for photo in recommended.photos]
    best = np.array([*shown, *recommended.best[:FOLDED_BEST].tolist()], dtype=np.uint32)
    known = set(fingerprints.known(connection, np.unique(best)).tolist())
    wanted = [number for number in dict.fromkeys(best.tolist()) if number not in known][:MOST_LOOKED_AT]
    rows = posts.get_many(connection, wanted)
    return [(number, pictures.rendition(rows[number].sizes) or "") for number in wanted if number in rows]


class Shapes:
    """Posts and accounts in the shapes of the API, by number."""

    def __init__(self, posts: dict[int, Json], accounts: dict[int, Json]) -> None:
        self.posts = posts
        self.accounts = accounts

    @classmethod
    def of(
        cls, context: Context, connection: Connection, recommended: Recommended, viewer: User | None
    ) -> "Shapes":
        """The shapes of all that an answer speaks of."""
        rows, accounts = service.rows_of(connection, recommended)
        favorited = favorited_among(connection, viewer, list(rows))
        shapes = context.presenters.posts(rows.values(), owners=accounts, favorited=favorited)
        return cls(
            dict(zip(rows, shapes, strict=True)),
            {number: context.presenters.account(row) for number, row in accounts.items()},
        )

    def photo(self, photo: Photo) -> Json:
        """The shape PhotoRecommendation."""
        post = self.posts[photo.post_id]
        summary = words.of_photo(photo, post["owner"], self.accounts) if photo.reasons else ""
        return {
            "post": post,
            "score": photo.score,
            "new": photo.new,
            "stronger": photo.stronger,
            "folded": self._posts(photo.folded),
            "reasons": {
                "count": photo.supporters,
                "accounts": [
                    {
                        "account": self.accounts[reason.account_id],
                        "weight": reason.weight,
                        "shared_favorites": reason.shared_favorites,
                    }
                    for reason in photo.reasons
                ],
            },
            "why": self.why(photo.why, summary),
        }

    def person(self, person: Person) -> Json:
        """The shape PersonRecommendation."""
        account = self.accounts[person.account_id]
        return {
            "account": account,
            "score": person.score,
            "shared_favorites": person.shared_favorites,
            "favorites": person.favorites,
            "owned": person.owned,
            "followed": False,
            "samples": self._posts(person.samples),
            "shared": self._posts(person.shared),
            "why": self.why(person.why, words.of_person(person, account["display_name"])),
        }

    def why(self, parts: list[Part] | None, summary: str) -> Json | None:
        """The shape Why; None when no explanation was asked for."""
        if parts is None:
            return None
        return {"summary": summary, "parts": [self.part(part) for part in parts]}

    def part(self, part: Part) -> Json:
        """The shape Part."""
        return {
            "kind": part.kind,
            "amount": part.amount,
            "text": words.of_part(part, self.accounts),
            "account": None if part.account_id is None else self.accounts[part.account_id],
            "shared_favorites": part.shared_favorites,
            "shared": self._posts(part.shared),
            "count": part.count,
        }

    def _posts(self, numbers: list[int]) -> list[Json]:
        return [self.posts[number] for number in numbers if number in self.posts]
