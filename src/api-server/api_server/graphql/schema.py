"""The schema: what may be asked. There is nothing that changes anything."""

from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter
from strawberry.types import ExecutionContext, Info

from api_server.graphql import listed, loading, searching
from api_server.graphql.artist_search import ArtistSearchQuery
from api_server.graphql.cost import CostLimit
from api_server.graphql.image_search import ImageSearchQuery
from api_server.graphql.listed import Source, SubscriptionPage, SubscriptionState
from api_server.graphql.older import OlderQuery
from api_server.graphql.ours import LibraryImage, LibraryPage, LibraryStats, Rating, Tag
from api_server.library.stats import stats
from fovea.database import tag_suggestions
from fovea.database.engine import read
from fovea.library_query import Order, Query, printed

DEEPEST = 8
MOST_ALIASES = 30
MOST_TOKENS = 2_000
MOST_TAGS = 100


@strawberry.type(name="Query")
class LibraryQuery(ArtistSearchQuery, ImageSearchQuery, OlderQuery):
    """The library, in our shape and in the older system's."""

    @strawberry.field
    def library(
        self,
        info: Info,
        query: str = "",
        first: int = 20,
        after: str | None = None,
        ratings: list[Rating] | None = None,
    ) -> LibraryPage:
        """Images that a search finds, in the language that /api/library/grammar tells; `first` up to 100."""
        wanted = searching.understood(query)
        view = searching.view(ratings)
        found = searching.find(wanted, seen=view, first=first, after=after)
        rows = loading.of(info).images(found.ids)
        return LibraryPage(
            images=[LibraryImage(row=row) for row in rows],
            total=found.total,
            hidden=sum(found.hidden.values()),
            query=printed(wanted),
            next_cursor=found.next_cursor,
        )

    @strawberry.field
    def library_image(
        self, info: Info, number: Annotated[strawberry.ID, strawberry.argument(name="id")]
    ) -> LibraryImage | None:
        """One image by its number; null when there is none."""
        if not number.isdecimal() or len(number) > 10:
            return None
        rows = loading.of(info).images([int(number)])
        return LibraryImage(row=rows[0]) if rows else None

    @strawberry.field
    def random_library_image(
        self, info: Info, query: str = "", seed: str | None = None, ratings: list[Rating] | None = None
    ) -> LibraryImage | None:
        """An image by chance of those that a search finds; the same one for the same seed."""
        wanted = Query(wanted=searching.understood(query).wanted, order=Order("random", seed))
        view = searching.view(ratings)
        rows = loading.of(info).images(searching.find(wanted, seen=view, first=1).ids)
        return LibraryImage(row=rows[0]) if rows else None

    @strawberry.field
    def library_tags(self, info: Info, prefix: str, first: int = 20) -> list[Tag]:
        """Tags that begin so, or one of whose words does; the most frequent first."""
        with read(loading.of(info).context.engine) as connection:
            found = tag_suggestions.suggest(connection, prefix, limit=min(max(first, 0), MOST_TAGS))
        return [Tag(name=one.name, namespace=one.namespace, count=one.count) for one in found]

    @strawberry.field
    def library_stats(self, info: Info) -> LibraryStats:
        """What the library holds, counted within the last half a minute."""
        told = stats(loading.of(info).context)
        names = LibraryStats.__dataclass_fields__
        return LibraryStats(**{name: told[name] for name in names})

    @strawberry.field
    def sources(self, info: Info) -> list[Source]:
        """Sites whose posts can be subscribed to, and how each is."""
        return listed.sources_of(loading.of(info).context)

    @strawberry.field
    def subscriptions(
        self,
        info: Info,
        first: int = 20,
        after: str | None = None,
        state: SubscriptionState | None = None,
        source: str | None = None,
    ) -> SubscriptionPage:
        """What is kept up to date, the newest first; `first` up to 100."""
        return listed.page(loading.of(info).context, first=first, after=after, state=state, source=source)


class LibrarySchema(strawberry.Schema):
    """The schema. What somebody asked wrongly is their answer's business, and none of our log's."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log what nobody expected."""
        unexpected = [
            error
            for error in errors
            if error.original_error is not None and not isinstance(error.original_error, GraphQLError)
        ]
        super().process_errors(unexpected, execution_context)


schema = LibrarySchema(
    query=LibraryQuery,
    extensions=[
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
        lambda: MaxAliasesLimiter(max_alias_count=MOST_ALIASES),
        lambda: QueryDepthLimiter(max_depth=DEEPEST),
        CostLimit,
    ],
)
