"""SQS: which queues may use a dead-letter queue, and redrive policies as they were sent."""

from typing import Any

from moto.sqs.models import Queue, SQSBackend

from tests.terraform.harness.replacing import replace

ALLOW = "RedriveAllowPolicy"


def install() -> None:
    """Add to moto's queues, before anything makes another kind of queue of them."""
    set_attributes, plain = Queue._set_attributes, Queue.attributes
    answer_attributes = SQSBackend.get_queue_attributes

    def _set_attributes(self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        policy = self.policy if hasattr(self, "policy") else None
        set_attributes(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy  # moto forgets it when another attribute is set
        if isinstance(attributes.get("RedrivePolicy"), str):
            self.redrive_policy_as_sent = attributes["RedrivePolicy"]

    def attributes(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = plain.fget(self)  # type: ignore[attr-defined]
        if self.redrive_policy and getattr(self, "redrive_policy_as_sent", None):
            found["RedrivePolicy"] = self.redrive_policy_as_sent
        return found

    def get_queue_attributes(self: Any, queue_name: str, attribute_names: list[str]) -> dict[str, Any]:
        others = [name for name in attribute_names if name != ALLOW]
        found: dict[str, Any] = answer_attributes(self, queue_name, others) if others else {}
        policy = getattr(self.get_queue(queue_name), "redrive_allow_policy", None)
        if policy and {ALLOW, "All"} & set(attribute_names):
            found[ALLOW] = policy
        return found

    replace(Queue, _set_attributes=_set_attributes, attributes=property(attributes))
    replace(SQSBackend, get_queue_attributes=get_queue_attributes)
