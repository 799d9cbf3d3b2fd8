"""Shapes of logins with a name and a password."""

from marshmallow import Schema, fields, validate

from api_server.logins.service import LONGEST_PASSWORD
from api_server.schemas import Input, moment


def a_name() -> fields.String:
    """The field for a name that somebody logs in with."""
    return fields.String(required=True, validate=validate.Length(min=1, max=255))


def a_password() -> fields.String:
    """The field for the password that somebody has."""
    return fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_PASSWORD),
        metadata={"format": "password"},
    )


class Login(Input):
    """A name and its password."""

    name = a_name()
    password = a_password()


class ProgramLogin(Schema):
    """A program that is logged in."""

    id = fields.Integer(required=True)
    name = fields.String(required=True, metadata={"description": "What the program called itself."})
    created_at = moment("When it logged in.", required=True)
    refreshed_at = moment("When it last got a token.", required=True)
    expires_at = moment("When it is logged out by itself.", required=True)


class ProgramLogins(Schema):
    """Programs that are logged in, the newest first."""

    logins = fields.List(fields.Nested(ProgramLogin), required=True)
