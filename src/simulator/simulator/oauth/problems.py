"""What goes wrong in a login, in the words of the OAuth problem-reporting extension that Flickr uses."""

from urllib.parse import quote

from flask import Response


class OAuthError(Exception):
    """A refusal: HTTP 401 (or another status) with `oauth_problem=...` as its body."""

    def __init__(self, problem: str, *, status: int = 401, details: str = "") -> None:
        super().__init__(problem)
        self.problem, self.status, self.details = problem, status, details

    def response(self) -> Response:
        """The answer."""
        body = f"oauth_problem={self.problem}" + (f"&{self.details}" if self.details else "")
        return Response(body, status=self.status, content_type="text/plain; charset=utf-8")


def parameter_absent(*names: str) -> OAuthError:
    """Arguments are missing."""
    return OAuthError(
        "parameter_absent", status=400, details="oauth_parameters_absent=" + quote("&".join(names), safe="")
    )
