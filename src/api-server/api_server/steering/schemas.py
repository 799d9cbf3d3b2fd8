"""Shapes of steering."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from api_server.schemas import Account, Input, moment
from api_server.steering.parts import PARTS
from fovea.database.mutes import KINDS
from fovea.database.steering import HIGHEST, LOWEST

LONGEST_UNDO = 100


class Slider(fields.Float):
    """A number from -1 to 1; a text or a truth value is none."""

    def __init__(self, description: str, **options: Any) -> None:
        whole: dict[str, Any] = {
            "validate": validate.Range(LOWEST, HIGHEST),
            "metadata": {"description": description},
        }
        super().__init__(**(whole | options))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return float(super()._deserialize(value, attr, data, **options))


FRESHNESS = "From more popular (-1) to more new (1); 0 is the method as it is."
ADVENTURE = "From more familiar (-1) to more adventurous (1); 0 is the method as it is."


class Sliders(Input):
    """Where sliders are put; one that is not named stays."""

    freshness = Slider(FRESHNESS)
    adventure = Slider(ADVENTURE)


class Mute(Schema):
    """Something whose photos are not recommended."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    value = fields.String(
        required=True,
        metadata={"description": "The account's number, the tag, or the group's outside id."},
    )
    label = fields.String(required=True, metadata={"description": "What to call it."})
    muted_at = moment("When it was muted.", required=True)
    account = fields.Nested(Account, required=True, allow_none=True)


class DismissedCounts(Schema):
    """How much was dismissed."""

    posts = fields.Integer(required=True)
    accounts = fields.Integer(required=True)


class Steering(Schema):
    """All that steers what is recommended to the user."""

    freshness = Slider(FRESHNESS, required=True)
    adventure = Slider(ADVENTURE, required=True)
    mutes = fields.List(fields.Nested(Mute), required=True, metadata={"description": "The newest first."})
    dismissed = fields.Nested(DismissedCounts, required=True)
    shown = fields.Integer(
        required=True, metadata={"description": "How many photos are remembered as shown."}
    )


class Reset(Input):
    """What to put back to how it is for somebody new."""

    sliders = fields.Boolean(load_default=False)
    mutes = fields.Boolean(load_default=False)
    dismissals = fields.Boolean(load_default=False)
    memory = fields.Boolean(
        load_default=False, metadata={"description": "What was shown, and when the last visits were."}
    )

    @validates_schema
    def _something(self, chosen: Mapping[str, Any], **_: Any) -> None:
        if not any(chosen.get(part) for part in PARTS):
            raise ValidationError(f"Choose at least one of {', '.join(PARTS)}.")


class UndoToken(Schema):
    """With what a reset can be undone."""

    undo = fields.String(required=True, metadata={"description": "Good for a day."})


class Undo(Input):
    """Which reset to undo."""

    undo = fields.String(required=True, validate=validate.Length(1, LONGEST_UNDO))


class PhotoGroup(Schema):
    """A group that a photo is in."""

    external_id = fields.String(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True, metadata={"format": "uri"})


class PhotoGroups(Schema):
    """The groups that a photo is in."""

    groups = fields.List(fields.Nested(PhotoGroup), required=True)
