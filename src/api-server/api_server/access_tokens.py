"""Access tokens: JSON Web Tokens (RFC 7519, profile of RFC 9068) that name a user and the login they come
from. They are short-lived, and end with that login: whoever reads one asks for it.
"""

import secrets
from dataclasses import dataclass

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwt import JWTClaimsRegistry

from api_server.signing_keys import SigningKey, SigningKeys
from fovea import clock
from fovea.errors import FoveaError

TYPE = "at+jwt"
LONGEST = 2_000
_HEADER = frozenset({"alg", "kid", "typ"})  # a token that says more of itself is none of ours


class TokenRefused(FoveaError):
    """The request's access token opens nothing (any more)."""

    status, code, title = 401, "token_invalid", "This access token opens nothing"


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What an access token says: whose it is, and which login of theirs (`token_families.public_id`) it comes
    from.
    """

    user_id: int
    login: str


@dataclass(frozen=True)
class AccessTokens:
    """Makes and reads the access tokens of one installation: `issuer` is its public address."""

    keys: SigningKeys
    issuer: str

    @property
    def usable(self) -> bool:
        """Whether there is a key to sign with."""
        return bool(self.keys)

    @property
    def audience(self) -> str:
        """For whom the tokens are."""
        return f"{self.issuer}/api"

    def make(self, claims: Claims, *, at: int, seconds: int) -> str:
        """A token that lives so long from this moment (milliseconds) on."""
        key = next(iter(self.keys.values()))
        now = at // clock.SECOND
        told: dict[str, object] = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(claims.user_id),
            "sid": claims.login,
            "jti": secrets.token_urlsafe(12),
            "iat": now,
            "nbf": now,
            "exp": now + seconds,
        }
        header = {"alg": key.algorithm, "kid": key.name, "typ": TYPE}
        return jwt.encode(header, told, key.key, algorithms=[key.algorithm])

    def read(self, text: str, *, at: int) -> Claims:
        """What a token says. Raises TokenRefused: token_invalid, token_expired."""
        try:
            key = self._key_of(text)
            token = jwt.decode(text, key.key, algorithms=[key.algorithm])
            self._rules(at).validate(token.claims)
            return Claims(user_id=int(token.claims["sub"]), login=token.claims["sid"])
        except ExpiredTokenError as error:
            raise TokenRefused("This access token has expired. Refresh it.", code="token_expired") from error
        except (JoseError, ValueError, TypeError, LookupError, RecursionError) as error:
            raise TokenRefused("This is no access token of ours. Log in again.") from error

    def _key_of(self, text: str) -> SigningKey:
        """The key that a token names, if it says of itself what a token of that key must say."""
        if len(text) > LONGEST or not text.isascii():
            raise ValueError("too long, or no token at all")
        header = jws.extract_compact(text.encode()).headers()
        key = self.keys[header["kid"]]
        if header.keys() != _HEADER or header["typ"] != TYPE or header["alg"] != key.algorithm:
            raise ValueError("another kind of token")
        return key

    def _rules(self, at: int) -> JWTClaimsRegistry:
        return JWTClaimsRegistry(
            now=at // clock.SECOND,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            sub={"essential": True},
            sid={"essential": True},
            jti={"essential": True},
            iat={"essential": True},
            nbf={"essential": True},
            exp={"essential": True},
        )
