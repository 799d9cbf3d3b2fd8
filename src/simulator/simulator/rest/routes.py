"""/services/rest/: one address for all methods."""

import re

from flask import Blueprint, Response, request

from simulator.context import simulator
from simulator.control.breakdown import broken_answer, delay, garbled
from simulator.journal import AccessToken
from simulator.oauth import signature
from simulator.oauth.problems import OAuthError
from simulator.oauth.tokens import may
from simulator.rest.calls import Call, Method
from simulator.rest.errors import FlickrError, general, insufficient_permissions
from simulator.rest.formats import Form, Payload
from simulator.rest.methods import METHODS

blueprint = Blueprint("rest", __name__, url_prefix="/services")

_API_KEY = re.compile(r"[0-9a-f]{32}\Z")
_KEY_IN_HEADER = re.compile(r'oauth_consumer_key="([^"]*)"')


def _check_key(key: str) -> None:
    if not _API_KEY.match(key):
        raise general(100)
    if key not in simulator().settings.secrets():
        raise FlickrError(100, "Invalid API Key (Key not found)")


def _caller(signed: signature.SignedRequest | None, arguments: dict[str, str]) -> AccessToken | None:
    """Whose token the call has, after its signature was found right. Raises for wrong ones."""
    if signed is None:
        if "auth_token" in arguments:
            raise general(98 if "api_sig" in arguments else 97)
        if "api_sig" in arguments:
            raise general(96)
        return None
    token = simulator().tokens.access_token(signed.token) if signed.token else None
    if signed.token and (
        token is None or token.api_key != signed.api_key or simulator().state.is_deleted(token.account)
    ):
        raise general(98)
    simulator().signatures.check(signed, token.secret if token else None)
    return token


def _claimed_key(arguments: dict[str, str]) -> str:
    """The API key that a call says to have, before anything is checked (rate limits count by it)."""
    in_header = _KEY_IN_HEADER.search(request.headers.get("Authorization", ""))
    return (
        arguments.get("api_key")
        or arguments.get("oauth_consumer_key")
        or (in_header.group(1) if in_header else "")
    )


def _run(arguments: dict[str, str], form: Form) -> Payload:
    if not form.known:
        raise FlickrError(111, f'Format "{form.name}" not found')
    name = arguments.get("method", "")
    method: Method | None = METHODS.get(name)
    if method is None:
        raise FlickrError(112, f'Method "{name}" not found')
    signed = signature.read(request)
    _check_key(arguments.get("api_key") or (signed.api_key if signed else ""))
    token = _caller(signed, arguments)
    if method.permissions and (token is None or not may(token.permissions, method.permissions)):
        raise insufficient_permissions(
            needed=method.permissions, granted=token.permissions if token else None
        )
    return method.run(Call(simulator().flickr, arguments, token, form.is_json))


def _answer(arguments: dict[str, str]) -> tuple[Response, str]:
    """The answer to a call and its outcome in a word or two for the log."""
    form = Form(arguments)
    verdict = simulator().faults.judge(
        where="rest",
        method=arguments.get("method", ""),
        user_id=arguments.get("user_id", ""),
        api_key=_claimed_key(arguments),
    )
    delay(verdict)
    instead = broken_answer(verdict)
    if instead is not None:
        return instead, f"http {instead.status_code}"
    fault = verdict.fault
    try:
        if fault and fault.flickr_code is not None:
            raise FlickrError(
                fault.flickr_code,
                general(fault.flickr_code).message if fault.flickr_code >= 95 else "Failure on demand",
            )
        response = form.answer(_run(arguments, form))
    except FlickrError as failure:
        return form.failure(failure), f"code {failure.code}"
    except OAuthError as problem:
        return problem.response(), f"oauth {problem.problem}"
    return (garbled(response, fault), f"nonsense {fault.nonsense}") if fault else (response, "ok")


@blueprint.route("/rest/", methods=["GET", "POST"], strict_slashes=False)
def rest() -> Response:
    """Any method, by GET or POST."""
    begun = simulator().calls.begin()
    arguments = {**request.args.to_dict(), **request.form.to_dict()}
    outcome = "http 500"
    try:
        response, outcome = _answer(arguments)
    finally:
        simulator().calls.end(begun, arguments=arguments, outcome=outcome)
    return response


@blueprint.route("/soap/", methods=["GET", "POST"], strict_slashes=False)
def soap() -> Response:
    """Not simulated: every envelope is answered with Flickr's code 114."""
    return Form({}).failure(general(114))


@blueprint.route("/xmlrpc/", methods=["GET", "POST"], strict_slashes=False)
def xmlrpc() -> Response:
    """Not simulated: every call is answered with Flickr's code 115."""
    return Form({}).failure(general(115))
