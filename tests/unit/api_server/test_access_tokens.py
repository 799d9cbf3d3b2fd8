"""Access tokens: ours open, and whatever else looks like one does not."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import SecretStr

from api_server.access_tokens import AccessTokens, Claims, TokenRefused
from api_server.signing_keys import signing_keys
from fovea import clock

NOW = 1_800_000_000_000
ISSUER = "https://fovea.example"
ONE, OTHER, THIRD = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))
CLAIMS = Claims(user_id=7, login="abcdefghijklmnopqrstuv")
BOTH = f"new:HS256:{ONE},curve:Ed25519:{OTHER}"


def tokens(keys: str = BOTH, issuer: str = ISSUER) -> AccessTokens:
    return AccessTokens(signing_keys(SecretStr(keys), token_keys=None), issuer)


def said(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a token, unread by any library."""
    header, claims, _ = (json.loads(_octets(part)) if part[:2] == "ey" else {} for part in token.split("."))
    return header, claims


def _octets(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def forged(header: dict[str, Any], claims: dict[str, Any], *, secret: bytes) -> str:
    """A token with whatever header, signed by HMAC with whatever secret."""
    body = f"{_text(json.dumps(header).encode())}.{_text(json.dumps(claims).encode())}"
    return f"{body}.{_text(hmac.new(secret, body.encode(), hashlib.sha256).digest())}"


def good() -> tuple[dict[str, Any], dict[str, Any]]:
    """What a good token says, to be said otherwise."""
    return said(tokens().make(CLAIMS, at=NOW, seconds=900))


def refused(token: str, *, by: AccessTokens | None = None, at: int = NOW) -> str:
    with pytest.raises(TokenRefused) as caught:
        (by or tokens()).read(token, at=at)
    assert caught.value.status == 401
    return str(caught.value.code)


@pytest.mark.parametrize("keys", [f"new:HS256:{ONE}", f"curve:Ed25519:{OTHER}", BOTH])
def test_a_token_of_ours_says_whose_it_is(keys: str) -> None:
    ours = tokens(keys)
    token = ours.make(CLAIMS, at=NOW, seconds=900)
    assert ours.read(token, at=NOW) == CLAIMS
    assert ours.read(token, at=NOW + 899 * clock.SECOND) == CLAIMS


def test_two_tokens_are_never_the_same() -> None:
    made = {tokens().make(CLAIMS, at=NOW, seconds=900) for _ in range(3)}
    assert len(made) == 3


def test_what_is_forged_here_would_open_if_it_were_signed_with_the_key() -> None:
    """Or the tests below would pass for the wrong reason."""
    header, claims = good()
    assert tokens().read(forged(header, claims, secret=bytes([1]) * 32), at=NOW) == CLAIMS


def test_an_expired_token_says_so() -> None:
    token = tokens().make(CLAIMS, at=NOW, seconds=900)
    assert refused(token, at=NOW + 900 * clock.SECOND) == "token_expired"


def test_a_token_is_not_valid_before_its_time() -> None:
    token = tokens().make(CLAIMS, at=NOW, seconds=900)
    assert refused(token, at=NOW - clock.SECOND) == "token_invalid"
    header, claims = good()
    later = claims | {"nbf": claims["nbf"] + 1}
    assert refused(forged(header, later, secret=bytes([1]) * 32)) == "token_invalid"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
@pytest.mark.parametrize("signature", ["", "AAAA"])
def test_a_token_without_a_signature_opens_nothing(algorithm: str, signature: str) -> None:
    header, claims = good()
    unsigned = forged(header | {"alg": algorithm}, claims, secret=b"").rpartition(".")[0]
    assert refused(f"{unsigned}.{signature}") == "token_invalid"
    _, valid, _ = tokens().make(CLAIMS, at=NOW, seconds=900).split(".")
    plain = _text(json.dumps(header).encode())
    assert refused(f"{plain}.{valid}.{signature}") == "token_invalid"


@pytest.mark.parametrize(
    "algorithm", ["HS384", "HS512", "RS256", "ES256", "Ed25519", "EdDSA", "dir", 1, None]
)
def test_a_key_is_for_its_own_algorithm_alone(algorithm: object) -> None:
    header, claims = good()
    told = header | {"alg": algorithm}
    assert refused(forged(told, claims, secret=bytes([1]) * 32)) == "token_invalid"


def test_the_public_half_of_a_key_is_no_secret_to_sign_with() -> None:
    """HMAC with the public key: the old confusion of algorithms."""
    public = Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32).public_key().public_bytes_raw()
    header, claims = good()
    for algorithm in ("HS256", "Ed25519", "EdDSA"):
        told = header | {"kid": "curve", "alg": algorithm}
        for secret in (public, _text(public).encode(), bytes([2]) * 32):
            assert refused(forged(told, claims, secret=secret)) == "token_invalid"


@pytest.mark.parametrize("kid", ["", "old", "../../dev/null", "' OR 1=1", None, 0, ["new"], {"new": 1}])
def test_a_key_that_we_do_not_have_opens_nothing(kid: object) -> None:
    header, claims = good()
    for secret in (b"", bytes([1]) * 32):
        assert refused(forged(header | {"kid": kid}, claims, secret=secret)) == "token_invalid"


@pytest.mark.parametrize(
    "added",
    [
        {"jwk": {"kty": "oct", "k": _text(b"mine" * 8)}},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"crit": ["b64"], "b64": False},
        {"zip": "DEF"},
    ],
)
def test_a_token_does_not_bring_its_own_key_nor_its_own_rules(added: dict[str, Any]) -> None:
    header, claims = good()
    for secret in (b"mine" * 8, bytes([1]) * 32):
        assert refused(forged(header | added, claims, secret=secret)) == "token_invalid"


@pytest.mark.parametrize("kind", ["JWT", "at+JWT", "", None, "logout+jwt"])
def test_another_kind_of_token_opens_nothing(kind: object) -> None:
    header, claims = good()
    assert refused(forged(header | {"typ": kind}, claims, secret=bytes([1]) * 32)) == "token_invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "https://fovea.example"},
        {"aud": "https://other.example/api"},
        {"aud": ["https://other.example/api"]},
        {"aud": []},
        {"iss": "https://evil.example"},
        {"iss": ["https://fovea.example"]},
        {"sub": "root"},
        {"sub": ""},
        {"sub": 7},
        {"sid": ""},
        {"sid": None},
        {"iat": NOW // 1_000 + 60},
        {"exp": "9999999999"},
        {"exp": None},
        {"exp": True},
        {"nbf": "soon"},
    ],
)
def test_a_token_for_somebody_else_opens_nothing(change: dict[str, Any]) -> None:
    header, claims = good()
    assert refused(forged(header, claims | change, secret=bytes([1]) * 32)) == "token_invalid"


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"])
def test_a_token_that_leaves_something_unsaid_opens_nothing(claim: str) -> None:
    header, claims = good()
    del claims[claim]
    assert refused(forged(header, claims, secret=bytes([1]) * 32)) == "token_invalid"


def test_a_token_of_another_installation_with_the_same_key_opens_nothing() -> None:
    token = tokens(issuer="https://other.example").make(CLAIMS, at=NOW, seconds=900)
    assert refused(token) == "token_invalid"


def test_every_changed_character_is_seen() -> None:
    token = tokens().make(CLAIMS, at=NOW, seconds=900)
    head, claims, signature = token.split(".")
    changed = _octets(claims).replace(b'"sub":"7"', b'"sub":"1"')
    assert changed != _octets(claims)
    assert refused(f"{head}.{_text(changed)}.{signature}") == "token_invalid"
    for place in range(0, len(signature), 5):
        other = "A" if signature[place] != "A" else "B"
        forged_signature = signature[:place] + other + signature[place + 1 :]
        assert refused(f"{head}.{claims}.{forged_signature}") == "token_invalid"


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "...", "a.b.c", "é.b.c", "." * 3_000, "eyJhbGciOiJub25lIn0..", "e30.e30.e30", "[].[].[]"],
)
def test_what_is_no_token_is_told_so(text: str) -> None:
    assert refused(text) == "token_invalid"


def test_a_deep_or_long_token_costs_nothing() -> None:
    deep = _text(b"[" * 1_000)
    assert refused(f"{deep}.{deep}.") == "token_invalid"
    assert refused("a" * 1_000_000 + ".b.c") == "token_invalid"


def test_a_new_key_goes_before_the_old_one_and_the_old_one_still_opens() -> None:
    before = tokens(f"old:HS256:{ONE}")
    token = before.make(CLAIMS, at=NOW, seconds=900)
    rotated = tokens(f"new:Ed25519:{THIRD},old:HS256:{ONE}")
    assert rotated.read(token, at=NOW) == CLAIMS
    header, _ = said(rotated.make(CLAIMS, at=NOW, seconds=900))
    assert header == {"alg": "Ed25519", "kid": "new", "typ": "at+jwt"}
    assert refused(token, by=tokens(f"new:Ed25519:{THIRD}")) == "token_invalid"


def test_another_key_under_the_same_name_opens_nothing() -> None:
    token = tokens(f"new:HS256:{ONE}").make(CLAIMS, at=NOW, seconds=900)
    assert refused(token, by=tokens(f"new:HS256:{OTHER}")) == "token_invalid"


def test_without_keys_of_its_own_a_token_is_signed_with_a_key_made_of_those_that_seal() -> None:
    sealing = SecretStr(f"local:{ONE}")
    derived = AccessTokens(signing_keys(None, token_keys=sealing), ISSUER)
    token = derived.make(CLAIMS, at=NOW, seconds=900)
    assert derived.read(token, at=NOW) == CLAIMS
    # The sealing key itself signs nothing.
    header, claims = said(token)
    assert refused(forged(header, claims, secret=bytes([1]) * 32), by=derived) == "token_invalid"
    assert not AccessTokens(signing_keys(None, token_keys=None), ISSUER).usable


def test_a_token_of_another_library_with_the_right_key_is_as_good_as_ours() -> None:
    header, claims = good()
    token = jwt.encode(header, claims, OctKey.import_key(bytes([1]) * 32), algorithms=["HS256"])
    assert tokens().read(token, at=NOW) == CLAIMS


@pytest.mark.parametrize(
    "setting",
    [
        "x",
        f"x:{ONE}",
        f"x:RS256:{ONE}",
        f"x:none:{ONE}",
        "x:HS256:c2hvcnQ=",
        f":HS256:{ONE}",
        f"x:HS256:{ONE}!",
        f"x:hs256:{ONE}",
    ],
)
def test_a_setting_that_is_no_key_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="signing key"):
        signing_keys(SecretStr(setting), token_keys=None)
