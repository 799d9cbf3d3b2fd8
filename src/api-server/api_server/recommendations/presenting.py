"""Recommendations in the shape of the API: numbers become accounts and posts, read in one query each."""

from typing import Any

from api_server.context import Context
from api_server.posts import favorited_among
from api_server.recommendations import service
from api_server.recommendations.service import Recommended
from api_server.runs import service as runs
from api_server.subscriptions import service as subscriptions
from fovea import clock, metrics
from fovea.clock import as_iso
from fovea.database.accounts import Account
from fovea.database.engine import read
from fovea.database.users import User


def recommendations(
    context: Context, account: Account, *, viewer: User | None, query: dict[str, Any]
) -> dict[str, Any]:
    """The shape Recommendations for an account as `viewer` may see it. `query` has the fields of
    RecommendationsQuery.
    """
    subscriptions.look(context, account.id)
    with read(context.engine) as connection:
        with metrics.time("recommendation_seconds"):
            recommended = service.recommend(connection, account.id, **query)
        rows, accounts = service.rows_of(connection, recommended)
        editable = viewer is not None and viewer.account_id == account.id
        favorited = favorited_among(connection, viewer, list(rows))
        posts = dict(
            zip(
                rows,
                context.presenters.posts(rows.values(), owners=accounts, favorited=favorited),
                strict=True,
            )
        )
        shapes = {number: context.presenters.account(row) for number, row in accounts.items()}
        run = runs.latest(context, connection, account.id)
    return {
        "account": context.presenters.account(account),
        "method": query["method"],
        "generated_at": as_iso(clock.now()),
        "editable": editable,
        "enough": recommended.enough,
        "needed": {"favorites": service.MINIMUM_FAVORITES, "photographers": service.MINIMUM_PHOTOGRAPHERS},
        "based_on": {
            "favorites": recommended.favorites,
            "photographers": recommended.photographers,
            "photographers_read": recommended.photographers_read,
        },
        "run": run,
        "photos": _photos(recommended, posts, shapes),
        "people": _people(recommended, posts, shapes),
        "next_cursor": recommended.next_cursor,
    }


def _photos(
    recommended: Recommended, posts: dict[int, Any], accounts: dict[int, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "post": posts[photo.post_id],
            "score": photo.score,
            "reasons": {
                "count": photo.supporters,
                "accounts": [
                    {
                        "account": accounts[reason.account_id],
                        "weight": reason.weight,
                        "shared_favorites": reason.shared_favorites,
                    }
                    for reason in photo.reasons
                ],
            },
        }
        for photo in recommended.photos
    ]


def _people(
    recommended: Recommended, posts: dict[int, Any], accounts: dict[int, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "account": accounts[person.account_id],
            "score": person.score,
            "shared_favorites": person.shared_favorites,
            "favorites": person.favorites,
            "samples": [posts[sample] for sample in person.samples],
        }
        for person in recommended.people
    ]
