"""What can go wrong between us and OpenSearch."""

from fovea.errors import FoveaError


class IndexUnavailable(FoveaError):
    """OpenSearch does not answer, or has too much to do."""

    status, code, title = 503, "index_unavailable", "The index of images does not answer"


class IndexRefused(FoveaError):
    """OpenSearch does not take what we ask: by its settings, its permissions or its version."""

    status, code, title = 500, "index_refused", "The index of images refused our question"


class Conflict(FoveaError):
    """Somebody else has changed what we were about to change."""

    status, code, title = 409, "index_conflict", "Somebody else feeds the index of images"
