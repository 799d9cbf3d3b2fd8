"""What is never fetched."""

from fovea.errors import SourceRefused


class FetchRefused(SourceRefused):
    """There is nothing to fetch, now and later; `code` says why.

    `address_unreadable`, `address_forbidden` (not on the open internet), `too_many_redirects`, `http_404` and
    other statuses, `content_type`, `content_too_large`, `content_broken`.
    """

    code, title = "fetch_refused", "This address cannot be fetched"
