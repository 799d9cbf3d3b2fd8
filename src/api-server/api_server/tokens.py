"""Secrets at rest: AES-256-GCM (NIST SP 800-38D) with named keys, so that a new key can be put before the old
ones.

Sealed form: length of the key's name (1 byte), the name, a random nonce (12 bytes), ciphertext with tag. What
a secret is about ("user 12") is authenticated with it: a sealed token copied into another user's row does not
open.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

NONCE_BYTES = 12
KEY_BYTES = 32


class UnreadableSecretError(Exception):
    """A sealed secret does not open: its key is gone, it is about something else, or it was changed."""


def keys_of(setting: SecretStr | None) -> dict[str, bytes]:
    """The keys of `name:base64,name:base64`, in their order; none without the setting. ValueError says what
    is wrong.
    """
    keys: dict[str, bytes] = {}
    for part in (setting.get_secret_value() if setting else "").split(","):
        if not part.strip():
            continue
        name, _, text = part.strip().partition(":")
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error:
            key = b""
        if not 0 < len(name.encode()) < 256 or len(key) != KEY_BYTES:
            raise ValueError("a token key is name:base64 of 32 bytes")
        keys[name] = key
    return keys


class TokenBox:
    """Seals and opens secrets. `keys` by name, the one to seal with first."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._newest = next(iter(self._ciphers), None)

    @classmethod
    def of_setting(cls, setting: SecretStr | None) -> "TokenBox":
        """The box of `name:base64,name:base64` (see `keys_of`); an empty one without the setting."""
        return cls(keys_of(setting))

    @property
    def usable(self) -> bool:
        """Whether there is a key to seal with."""
        return self._newest is not None

    def seal(self, secret: bytes, *, about: str) -> bytes:
        """The secret, readable only by whoever holds the key and says what it is about."""
        if self._newest is None:
            raise ValueError("there is no key to seal with")
        name = self._newest.encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, secret, about.encode())
        return bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """The secret again. Raises UnreadableSecretError."""
        length = sealed[0] if sealed else 0
        name = sealed[1 : 1 + length].decode(errors="replace")
        cipher = self._ciphers.get(name)
        nonce, body = sealed[1 + length :][:NONCE_BYTES], sealed[1 + length + NONCE_BYTES :]
        if cipher is None:
            raise UnreadableSecretError(f"there is no key named {name!r}")
        try:
            return cipher.decrypt(nonce, body, about.encode())
        except (InvalidTag, ValueError) as error:
            raise UnreadableSecretError("the secret was changed or is about something else") from error

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the secret was sealed with the newest key."""
        return bool(sealed) and sealed[1 : 1 + sealed[0]].decode(errors="replace") == self._newest
