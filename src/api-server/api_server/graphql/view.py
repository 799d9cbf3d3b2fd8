"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): media types and status codes."""

from typing import Any

import orjson
from flask import Request, Response, request
from strawberry.flask.views import GraphQLView
from strawberry.http import GraphQLHTTPResponse

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"


class LibraryGraphQLView(GraphQLView):
    """Answers `application/graphql-response+json` where that is wanted, with 400 for what was not carried
    out; else `application/json`, with 200 whatever the errors say, as older clients expect.
    """

    init_every_request = False

    def get_context(self, request: Request, response: Response) -> dict[str, Any]:  # type: ignore[override]
        """A place for what one request loads: see `loading`."""
        return {"request": request, "response": response}

    def create_response(
        self,
        response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse],
        sub_response: Response,
    ) -> Response:
        """The answer in the media type that the client takes."""
        wanted = request.accept_mimetypes.best_match([JSON, RESPONSE_JSON]) or JSON
        body: Any = response_data
        if wanted == RESPONSE_JSON and isinstance(response_data, dict) and _was_refused(response_data):
            sub_response.status_code = 400
            body = {name: value for name, value in response_data.items() if name != "data"}
        sub_response.set_data(orjson.dumps(body))
        sub_response.content_type = f"{wanted}; charset=utf-8"
        return sub_response


def _was_refused(answer: GraphQLHTTPResponse) -> bool:
    """Whether nothing was carried out: there are errors, and no data was asked for."""
    return bool(answer.get("errors")) and answer.get("data") is None
