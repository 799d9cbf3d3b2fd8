"""The keys that access tokens are signed with. Each key is for one algorithm: what a token says of its own
algorithm is compared with it and never believed (RFC 8725, 3.1).
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc.jwk import OctKey, OKPKey
from pydantic import SecretStr

from api_server.tokens import keys_of

HS256: Literal["HS256"] = "HS256"
ED25519: Literal["Ed25519"] = "Ed25519"  # RFC 9864; "EdDSA" said too little
ALGORITHMS = (HS256, ED25519)
KEY_BYTES = 32
_WRONG = "a signing key is name:HS256:base64 of 32 bytes, or name:Ed25519:base64 of 32 bytes"
_DERIVED_FOR = b"fovea access tokens"


@dataclass(frozen=True)
class SigningKey:
    """A key with a name, and the one algorithm that it is for."""

    name: str
    algorithm: str
    key: OctKey | OKPKey


SigningKeys = Mapping[str, SigningKey]  # by name, the one to sign with first


def signing_keys(own: SecretStr | None, *, token_keys: SecretStr | None) -> SigningKeys:
    """The keys of the setting `name:algorithm:base64,...`; without it, HS256 keys derived from those that
    seal tokens (RFC 5869, so that neither tells the other). ValueError says what is wrong.
    """
    given = own.get_secret_value() if own else ""
    keys = [_key(part.strip()) for part in given.split(",") if part.strip()]
    if not keys:
        keys = [
            SigningKey(name, HS256, OctKey.import_key(_derived(key)))
            for name, key in keys_of(token_keys).items()
        ]
    return {key.name: key for key in keys}


def _key(text: str) -> SigningKey:
    name, algorithm, encoded = (*text.split(":"), "", "", "")[:3]
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        secret = b""
    if not 0 < len(name) < 256 or algorithm not in ALGORITHMS or len(secret) != KEY_BYTES:
        raise ValueError(_WRONG)
    if algorithm == HS256:
        return SigningKey(name, algorithm, OctKey.import_key(secret))
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    shape: dict[str, str | list[str]] = {"kty": "OKP", "crv": "Ed25519"}
    shape |= {"d": _url_safe(secret), "x": _url_safe(public)}
    return SigningKey(name, algorithm, OKPKey.import_key(shape))


def _url_safe(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=_DERIVED_FOR).derive(key)
