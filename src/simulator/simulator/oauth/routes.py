"""The three addresses of a login: /services/oauth/request_token, /authorize, /access_token."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from simulator.context import simulator
from simulator.control.breakdown import broken_answer, delay
from simulator.journal import RequestToken
from simulator.oauth import signature
from simulator.oauth.problems import OAuthError, parameter_absent
from simulator.oauth.tokens import PERMISSIONS
from simulator.world import DEMO_ACCOUNTS

blueprint = Blueprint("oauth", __name__, url_prefix="/services/oauth")

_OUT_OF_BAND = "oob"


def _signed() -> signature.SignedRequest:
    signed = signature.read(request)
    if signed is None:
        raise parameter_absent(
            "oauth_consumer_key",
            "oauth_nonce",
            "oauth_signature",
            "oauth_signature_method",
            "oauth_timestamp",
        )
    return signed


def _form(**values: str) -> Response:
    return Response(urlencode(values), content_type="text/plain; charset=utf-8")


@blueprint.before_request
def break_on_demand() -> Response | None:
    """Faults for `where` = oauth; their methods are request_token, authorize and access_token."""
    step = request.path.rsplit("/", 1)[-1]
    verdict = simulator().faults.judge(where="oauth", method=step, user_id="", api_key="")
    delay(verdict)
    return broken_answer(verdict)


@blueprint.errorhandler(OAuthError)
def _refused(problem: OAuthError) -> Response:
    return problem.response()


@blueprint.route("/request_token", methods=["GET", "POST"])
def request_token() -> Response:
    """A new request token for an app that signs its wish and says where to come back to."""
    signed = _signed()
    simulator().signatures.check(signed, None)
    callback = signed.oauth.get("oauth_callback", "")
    if not callback:
        raise parameter_absent("oauth_callback")
    if callback != _OUT_OF_BAND and urlsplit(callback).scheme not in ("http", "https"):
        raise OAuthError("parameter_rejected", status=400, details="oauth_parameters_rejected=oauth_callback")
    token = simulator().tokens.begin(api_key=signed.api_key, callback=callback)
    return _form(oauth_callback_confirmed="true", oauth_token=token.token, oauth_token_secret=token.secret)


@blueprint.route("/access_token", methods=["GET", "POST"])
def access_token() -> Response:
    """The access token for an approved request token and its verifier."""
    signed = _signed()
    token = simulator().tokens.request_token(signed.token or "")
    if token is None or token.api_key != signed.api_key:
        raise OAuthError("token_rejected")
    simulator().signatures.check(signed, token.secret)
    verifier = signed.oauth.get("oauth_verifier", "")
    if not verifier:
        raise parameter_absent("oauth_verifier")
    access = simulator().tokens.exchange(token, verifier)
    person = simulator().directory.person(access.account)
    return _form(
        fullname=person.real_name,
        oauth_token=access.token,
        oauth_token_secret=access.secret,
        user_nsid=person.nsid,
        username=person.name,
    )


def _came_back(token: RequestToken, **more: str) -> AnyResponse:
    parts = urlsplit(token.callback)
    query = urlencode(
        [*parse_qsl(parts.query, keep_blank_values=True), ("oauth_token", token.token), *more.items()]
    )
    return redirect(urlunsplit(parts._replace(query=query)), 302)


@blueprint.get("/authorize")
def authorize() -> str | tuple[str, int]:
    """The page where a person chooses who to be and whether the app may act for them."""
    token = simulator().tokens.request_token(request.args.get("oauth_token", ""))
    permissions = request.args.get("perms", "read")
    if token is None or permissions not in PERMISSIONS:
        return render_template("authorize_problem.html"), 400
    directory, state = simulator().directory, simulator().state
    text = request.args.get("q", "").strip()
    if text:
        found = [
            directory.person(number) for number in directory.search(text) if not state.is_deleted(number)
        ]
        people = [(person, f"{len(state.favorites(person.number).photos)} favourites") for person in found]
    else:
        people = [
            (directory.person(number), demo.about)
            for number, demo in enumerate(DEMO_ACCOUNTS)
            if not state.is_deleted(number)
        ]
    return render_template(
        "authorize.html",
        token=token,
        permissions=permissions,
        people=people,
        text=text,
        app_title=simulator().settings.app_title,
    )


@blueprint.post("/authorize")
def decide() -> AnyResponse | str | tuple[str, int]:
    """The person's answer: back to the app with a verifier, or with the word that it was refused."""
    token = simulator().tokens.request_token(request.form.get("oauth_token", ""))
    permissions = request.form.get("perms", "read")
    if token is None or permissions not in PERMISSIONS:
        return render_template("authorize_problem.html"), 400
    if request.form.get("answer") != "approve":
        simulator().tokens.refuse(token)
        if token.callback == _OUT_OF_BAND:
            return render_template("authorize_done.html", verifier=None)
        return _came_back(token, oauth_problem="user_refused")
    account = simulator().directory.account_of_nsid(request.form.get("nsid", ""))
    if account is None or simulator().state.is_deleted(account):
        return render_template("authorize_problem.html"), 400
    approved = simulator().tokens.approve(token, account=account, permissions=permissions)
    if token.callback == _OUT_OF_BAND:
        return render_template("authorize_done.html", verifier=approved.verifier)
    return _came_back(token, oauth_verifier=approved.verifier or "")
