"""Budgets: who is told, and tags."""

import json
from typing import Any

from moto.budgets.responses import BudgetsResponse

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Tell them again."""
    tags: dict[str, dict[str, str]] = {}

    def describe_subscribers(self: Any) -> str:
        budgets = self.backend.budgets[self._get_param("AccountId")]
        asked = self._get_param("Notification")
        found = [
            subscriber
            for notification in budgets[self._get_param("BudgetName")].notifications
            if is_same(notification.details, asked)
            for subscriber in notification.subscribers
        ]
        return json.dumps({"Subscribers": found})

    def is_same(kept: dict[str, Any], asked: dict[str, Any]) -> bool:
        return all(
            kept.get(key) == asked.get(key) for key in ("NotificationType", "Threshold", "ThresholdType")
        )

    def tag_resource(self: Any) -> str:
        given = {one["Key"]: one["Value"] for one in self._get_param("ResourceTags", [])}
        tags.setdefault(self._get_param("ResourceARN"), {}).update(given)
        return "{}"

    def untag_resource(self: Any) -> str:
        for key in self._get_param("ResourceTagKeys", []):
            tags.get(self._get_param("ResourceARN"), {}).pop(key, None)
        return "{}"

    def list_tags_for_resource(self: Any) -> str:
        found = tags.get(self._get_param("ResourceARN"), {})
        return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in found.items()]})

    create = BudgetsResponse.create_budget

    def create_budget(self: Any) -> str:
        answer = create(self)
        name = self._get_param("Budget")["BudgetName"]
        arn = f"arn:aws:budgets::{self._get_param('AccountId')}:budget/{name}"
        given = self._get_param("ResourceTags") or []
        tags[arn] = {one["Key"]: one["Value"] for one in given}
        return answer

    replace(
        BudgetsResponse,
        create_budget=create_budget,
        describe_subscribers_for_notification=describe_subscribers,
        tag_resource=tag_resource,
        untag_resource=untag_resource,
        list_tags_for_resource=list_tags_for_resource,
    )
