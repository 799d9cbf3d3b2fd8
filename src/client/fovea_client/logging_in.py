"""Logins of programs by a name and a password: short-lived tokens, renewed as long as the program runs."""

import time
from collections.abc import Callable

from fovea_client.credentials import Key
from fovea_client.records import Tokens
from fovea_client.transport import Request, Transport

PATH = "/api/auth/token"
EARLY_SECONDS = 30.0
OnTokens = Callable[[Tokens], object]


class Login:
    """Tokens that are renewed shortly before the access token ends, or when it was refused as ended: each
    refresh token once, so the newest ones are told to `on_tokens`.
    """

    def __init__(
        self,
        transport: Transport,
        tokens: Tokens,
        *,
        on_tokens: OnTokens | None,
        fresh: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._on_tokens = on_tokens
        self._clock = clock
        self.tokens = tokens
        # Nobody knows how old tokens are that were kept: they are tried.
        self._ends_at = clock() + tokens.expires_in if fresh else None

    def bearer(self) -> str | None:
        """The access token; a new one where the last is about to end. Raises what `renewed` raises."""
        if self._ends_at is not None and self._clock() >= self._ends_at - EARLY_SECONDS:
            self.renewed()
        return self.tokens.access_token

    def renewed(self) -> bool:
        """Ask for new tokens. Raises NotAllowed when the login is over."""
        # Sent once: a refresh token that comes a second time ends the login.
        tokens = self._transport.ask(
            Request(
                method="POST",
                path=f"{PATH}/refresh",
                json={"refresh_token": self.tokens.refresh_token},
                presents=False,
            ),
            Tokens,
        )
        self.tokens = tokens
        self._ends_at = self._clock() + tokens.expires_in
        if self._on_tokens:
            self._on_tokens(tokens)
        return True


class Logins:
    """Logging a program in and out."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def log_in(self, name: str, password: str, *, program: str, on_tokens: OnTokens | None = None) -> Tokens:
        """Log in; all requests from now on are made as this user. Raises NotAllowed (login_failed,
        user_disabled), TooManyRequests, Unavailable (not_set_up).
        """
        body = {"name": name, "password": password, "program": program}
        request = Request(method="POST", path=PATH, json=body, presents=False)
        tokens = self._transport.ask(request, Tokens)
        self._use(tokens, on_tokens=on_tokens, fresh=True)
        if on_tokens:
            on_tokens(tokens)
        return tokens

    def resume(self, tokens: Tokens, *, on_tokens: OnTokens | None = None) -> None:
        """Go on with the tokens of an earlier login."""
        self._use(tokens, on_tokens=on_tokens, fresh=False)

    def log_out(self) -> None:
        """End the login: its tokens open nothing any more. Nothing happens without one."""
        login = self._transport.credentials
        if isinstance(login, Login):
            body = {"token": login.tokens.refresh_token}
            request = Request(
                method="POST", path=f"{PATH}/revoke", json=body, presents=False, repeatable=True
            )
            self._transport.answer(request)
            self._transport.credentials = Key(None)

    @property
    def tokens(self) -> Tokens | None:
        """The newest tokens; None without a login."""
        login = self._transport.credentials
        return login.tokens if isinstance(login, Login) else None

    def _use(self, tokens: Tokens, *, on_tokens: OnTokens | None, fresh: bool) -> None:
        self._transport.credentials = Login(self._transport, tokens, on_tokens=on_tokens, fresh=fresh)
