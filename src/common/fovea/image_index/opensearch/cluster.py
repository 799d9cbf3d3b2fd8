"""Questions to a cluster: who asks, how long that may take, what is tried again, and errors in words."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import stamina

from fovea.image_index.opensearch.errors import Conflict, IndexRefused, IndexUnavailable

_AT_AMAZON = re.compile(r"\.([a-z]{2}(?:-[a-z]+)+-\d)\.es\.amazonaws\.com$")
_BUSY = frozenset({429, 502, 503, 504})
_TIMEOUT_SECONDS = 10.0
_ATTEMPTS = 4
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.2, 5.0
_PATIENCE_SECONDS = 30.0

Answer = TypeVar("Answer")


class Busy(Exception):
    """A part of what was asked was put off: ask for that again."""


class Cluster:
    """One way to a cluster. Any number of threads may use it."""

    def __init__(self, client: Any, *, first_wait_seconds: float = _FIRST_WAIT_SECONDS) -> None:
        self.client = client
        self._first_wait_seconds = first_wait_seconds

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """What a question to the client gives; asked again, after pauses by chance, when the cluster is busy
        or out of reach. It must do no harm to ask twice. Raises IndexUnavailable, IndexRefused, Conflict.
        """
        from opensearchpy import exceptions

        attempts = stamina.retry_context(
            on=_may_pass,
            attempts=_ATTEMPTS,
            timeout=_PATIENCE_SECONDS,
            wait_initial=self._first_wait_seconds,
            wait_max=_LONGEST_WAIT_SECONDS,
            wait_jitter=self._first_wait_seconds,
        )
        try:
            for attempt in attempts:
                with attempt:
                    return question()
        except Busy as error:
            raise IndexUnavailable(
                f"OpenSearch has too much to do ({error}): try again in a minute."
            ) from error
        except exceptions.TransportError as error:
            raise _told(error) from error
        raise AssertionError("unreachable")


def connect(url: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> Cluster:
    """The cluster at an address; nothing is asked yet. Who asks is in the address (https://user:password@host),
    or, at Amazon, is the role of this process: each question is signed (SigV4). Raises IndexRefused when
    opensearch-py is not installed, ValueError for what is no address.
    """
    try:
        from opensearchpy import OpenSearch, Urllib3HttpConnection
    except ModuleNotFoundError as error:
        raise IndexRefused('opensearch-py is not installed: pip install "fovea[opensearch]"') from error
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("the address of OpenSearch begins with https:// (or http://)")
    encrypted = parts.scheme == "https"
    client = OpenSearch(
        hosts=[{"host": parts.hostname, "port": parts.port or (443 if encrypted else 9200)}],
        url_prefix=parts.path.strip("/"),
        http_auth=_who_asks(url),
        use_ssl=encrypted,
        verify_certs=encrypted,
        http_compress=True,
        connection_class=Urllib3HttpConnection,
        pool_maxsize=16,
        timeout=timeout_seconds,
        max_retries=0,  # it would ask again at once
    )
    return Cluster(client)


def region_of(url: str) -> str | None:
    """The region of a domain of Amazon's OpenSearch Service; None: it is somewhere else."""
    found = _AT_AMAZON.search(urlsplit(url).hostname or "")
    return found[1] if found else None


def _who_asks(url: str) -> Any:
    parts, region = urlsplit(url), region_of(url)
    if parts.username is not None:
        return unquote(parts.username), unquote(parts.password or "")
    if region is None:
        return None
    import boto3
    from opensearchpy import Urllib3AWSV4SignerAuth

    credentials = boto3.Session().get_credentials()
    if credentials is None:
        raise IndexRefused(
            "Questions to a domain of Amazon's are signed, but this process has no credentials."
        )
    return Urllib3AWSV4SignerAuth(credentials, region, "es")


def _may_pass(error: Exception) -> bool:
    from opensearchpy import exceptions

    if isinstance(error, exceptions.SSLError):
        return False
    if isinstance(error, Busy | exceptions.ConnectionError):  # and its ConnectionTimeout
        return True
    return isinstance(error, exceptions.TransportError) and error.status_code in _BUSY


def _told(error: Any) -> Exception:
    from opensearchpy import exceptions

    if isinstance(error, exceptions.ConnectionTimeout):
        return IndexUnavailable("OpenSearch took too long to answer: try again in a minute.")
    if isinstance(error, exceptions.SSLError):
        return IndexUnavailable(f"OpenSearch's certificate cannot be believed: {error.error}")
    if isinstance(error, exceptions.ConnectionError):
        return IndexUnavailable("OpenSearch cannot be reached: see that it runs, and FOVEA_OPENSEARCH_URL.")
    if error.status_code in _BUSY:
        return IndexUnavailable("OpenSearch has too much to do: try again in a minute.")
    if error.status_code == 409:
        return Conflict("Somebody else feeds the index just now.")
    if error.status_code in {401, 403}:
        return IndexRefused("OpenSearch does not know us, or does not let us do this: see its access policy.")
    return IndexRefused(f"OpenSearch answered {error.status_code}: {_reason(error)}")


def _reason(error: Any) -> str:
    told = error.info.get("error") if isinstance(error.info, dict) else None
    causes: Sequence[Any] = told.get("root_cause", [told]) if isinstance(told, dict) else []
    reasons = [f"{cause.get('type')}: {cause.get('reason')}" for cause in causes if isinstance(cause, dict)]
    return "; ".join(reasons) or str(error.error)
