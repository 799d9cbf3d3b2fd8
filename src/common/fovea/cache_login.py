"""Logging in to ElastiCache by the role that a process runs under, instead of by a password.

The token is a signed address that says who connects and as whom; it is made anew for each connection and is
good for a quarter of an hour. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
"""

from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import botocore.session
from botocore.exceptions import NoCredentialsError
from botocore.model import ServiceId
from botocore.signers import RequestSigner
from redis.credentials import CredentialProvider

TOKEN_SECONDS = 900  # the longest that ElastiCache takes


class RoleLogin(CredentialProvider):
    """The user's name and a fresh token for the cache of that name (its replication group)."""

    def __init__(self, *, cache: str, user: str) -> None:
        self._cache = cache
        self._user = user
        self._session = botocore.session.get_session()

    def get_credentials(self) -> tuple[str, str]:
        """The user and the token. Raises botocore's errors when the process has no role."""
        credentials = self._session.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        region = self._session.get_config_variable("region")
        signer = RequestSigner(
            ServiceId("elasticache"),
            region,
            "elasticache",
            "v4",
            credentials,
            self._session.get_component("event_emitter"),
        )
        question = urlencode({"Action": "connect", "User": self._user})
        signed = signer.generate_presigned_url(
            {
                "method": "GET",
                "url": f"https://{self._cache}/?{question}",
                "body": {},
                "headers": {},
                "context": {},
            },
            operation_name="connect",
            expires_in=TOKEN_SECONDS,
            region_name=region,
        )
        return self._user, str(signed).removeprefix("https://")


def login_of(redis_url: str) -> tuple[str, RoleLogin | None]:
    """The address that redis-py understands, and how to log in where the address asks for a role, as in
    `rediss://user@host:6379/0?iam=cache`. Raises ValueError for one that would send the token in clear or
    names no user.
    """
    parts = urlsplit(redis_url)
    asked = parse_qs(parts.query)
    if "iam" not in asked:
        return redis_url, None
    if parts.scheme != "rediss" or not parts.username:
        raise ValueError("FOVEA_REDIS_URL with ?iam= must be rediss://user@host:port/number?iam=cache")
    others = urlencode({name: values[0] for name, values in asked.items() if name != "iam"})
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], query=others)
    return urlunsplit(plain), RoleLogin(cache=asked["iam"][0], user=parts.username)
