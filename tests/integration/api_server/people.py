"""Accounts, photos and logged-in browsers for tests of the API."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Executable
from werkzeug.test import TestResponse

from api_server import presented_keys, sessions
from api_server.access_tokens import Claims
from api_server.context import Context
from api_server.flickr_tokens import seal_token
from api_server.keys import service as keys
from api_server.users import managing
from fovea import clock
from fovea.database import accounts, posts, token_families, user_roles, users
from fovea.database.engine import in_transaction
from fovea.database.token_families import NewFamily
from fovea.database.users import User
from fovea.flickr.oauth import Token
from fovea.messages import AccountRecord
from tests.integration.api_server.scripted_flickr import photo

Answer = TypeVar("Answer")

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Browser:
    """A browser, which sends what browsers send. `user` is who is logged in."""

    client: FlaskClient
    user: User
    nsid: str

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        return self.client.put(path, headers=OWN_PAGE, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.client.post(path, headers=OWN_PAGE, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        return self.client.patch(path, headers=OWN_PAGE, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.client.delete(path, headers=OWN_PAGE, **options)


@dataclass
class Program:
    """A program with an API key. It sends nothing that browsers send."""

    client: FlaskClient
    key: str
    key_id: int

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.key}"} | options.pop("headers", {})
        return self.client.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        return self.open("PUT", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.open("POST", path, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        return self.open("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.open("DELETE", path, **options)


@dataclass
class TokenProgram:
    """A program that is logged in with a name and a password."""

    client: FlaskClient
    access_token: str
    refresh_token: str

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.access_token}"}
        return self.client.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def refresh(self) -> TestResponse:
        """Ask for new tokens, and use them from now on if there are any."""
        body = {"refresh_token": self.refresh_token}
        answer = self.client.post("/api/auth/token/refresh", json=body)
        if answer.status_code == 200:
            told = answer.get_json()
            self.access_token, self.refresh_token = told["access_token"], told["refresh_token"]
        return answer


@dataclass
class People:
    """Makes rows, and browsers with sessions."""

    app: Flask
    context: Context
    _numbers: int = field(default=100, init=False)

    def account(self, nsid: str, **names: str) -> int:
        """The number of an account."""
        record = AccountRecord(external_id=nsid, username=names.get("username", f"user {nsid}"))
        return self.write(
            lambda connection: accounts.upsert_many(connection, "flickr", [record], at=clock.now())[nsid]
        )

    def photo(self, external_id: str, *, owner: str, **told: Any) -> int:
        """The number of a photo."""
        self.account(owner)
        record = msgspec.structs.replace(photo(external_id, owner=owner), **told)

        def write(connection: Connection) -> int:
            owners = accounts.ids_of(connection, "flickr", [owner])
            return posts.upsert_many(connection, "flickr", [posts.told(record)], owners=owners)[external_id]

        return self.write(write)

    def logged_in(self, nsid: str) -> Browser:
        """A browser in which somebody is logged in; each call is another browser."""
        account_id = self.account(nsid)

        def write(connection: Connection) -> User:
            user = users.log_in(connection, account_id, at=clock.now())
            token = Token(key=f"key of {nsid}", secret=f"secret of {nsid}", nsid=nsid, username="name")
            users.keep_token(connection, user.id, seal_token(self.context.tokens, user, token))
            return user

        user = self.write(write)
        client = self.app.test_client()
        client.set_cookie(sessions.cookie_name(self.context), sessions.of(self.context).begin(user))
        return Browser(client, user, nsid)

    def administrator(self, nsid: str) -> Browser:
        """A browser in which an administrator is logged in."""
        browser = self.logged_in(nsid)
        self.write(lambda connection: user_roles.make_administrator(connection, browser.user.id))
        return browser

    def editor(self, nsid: str) -> Browser:
        """A browser in which an editor is logged in."""
        browser = self.logged_in(nsid)
        self.set_role(browser, user_roles.EDITOR)
        return browser

    def set_role(self, browser: Browser, role: str) -> None:
        """Give a browser's user a role."""
        self.write(lambda connection: user_roles.set_role(connection, browser.user.id, role))

    def named(self, name: str, password: str) -> int:
        """The number of a new user with a name and a password."""
        added = managing.add(self.context, name=name, password=password, role=user_roles.MEMBER)
        return int(added["id"])

    def with_password(self, name: str, password: str) -> Browser:
        """A browser in which a user has logged in with a name and a password."""
        client = self.app.test_client()
        body = {"name": name, "password": password}
        number = client.post("/api/auth/login", json=body, headers=OWN_PAGE).get_json()["user"]["id"]
        user = self.write(lambda connection: users.get(connection, number))
        assert user is not None
        return Browser(client, user, name)

    def tokens(self, name: str, password: str) -> TokenProgram:
        """A program that has logged in with a name and a password."""
        client = self.app.test_client()
        told = client.post("/api/auth/token", json={"name": name, "password": password}).get_json()
        return TokenProgram(client, told["access_token"], told["refresh_token"])

    def token_program(self, user_id: int) -> TokenProgram:
        """A program that is logged in as a user, who may have no password."""
        at, refresh_token = clock.now(), f"fovr_{secrets.token_urlsafe(32)}"
        new = NewFamily(
            public_id=secrets.token_urlsafe(16),
            user_id=user_id,
            name="program",
            created_at=at,
            expires_at=at + clock.DAY,
        )
        refresh_hash = presented_keys.digest(refresh_token)
        self.write(lambda connection: token_families.begin(connection, new, refresh_hash=refresh_hash))
        claims = Claims(user_id=user_id, login=new.public_id)
        access_token = self.context.access_tokens.make(claims, at=at, seconds=900)
        return TokenProgram(self.app.test_client(), access_token, refresh_token)

    def program(self, *scopes: str, user: User | None = None) -> Program:
        """A program with a new key of a user, or of the operator."""
        made = keys.make(self.context, user, name="program", scopes=list(scopes), expires_in_days=None)
        return Program(self.app.test_client(), made["key"], made["id"])

    def execute(self, statement: Executable) -> None:
        """Do one statement in a transaction."""

        def write(connection: Connection) -> None:
            connection.execute(statement)

        self.write(write)

    def write(self, function: Callable[[Connection], Answer]) -> Answer:
        """Do something in a transaction."""
        return in_transaction(self.context.engine, function)
