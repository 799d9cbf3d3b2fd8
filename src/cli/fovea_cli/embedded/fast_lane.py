"""The four calls that workers make all the time, answered without moto's request machinery.

Of moto's 1.7 ms for a call, parsing it into a Flask request, matching it against the service's model and
writing the answer take nearly all. A refresh of one person makes thousands of these calls on the same few
cores as everything else, so they go straight to the queue. Whatever is unusual in a call (an unknown queue,
message attributes, anything invalid) is left to moto, which knows all the answers.

Protocol: AWS JSON 1.0, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
"""

import base64
import re
from collections.abc import Callable
from typing import Any

import orjson
from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sqs.models import Message, SQSBackend, sqs_backends

from fovea_cli.embedded.queues import MemoryQueue

TARGET_PREFIX = "AmazonSQS."
REGION_OF_SIGNATURE = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/sqs/")

Call = dict[str, Any]
Answer = dict[str, Any]


class LeaveToMotoError(Exception):
    """This call is not a plain one."""


def answer(*, target: str, authorization: str, body: bytes, is_wanted: Callable[[], bool]) -> bytes | None:
    """The body of a 200 answer, or None when moto is to answer.

    `target` and `authorization` are the request's headers. `is_wanted` tells whether the caller is still
    there; a receiver that hung up while it waited gets no message.
    """
    action = ACTIONS.get(target.removeprefix(TARGET_PREFIX))
    region = REGION_OF_SIGNATURE.search(authorization)
    if action is None or region is None:
        return None
    try:
        call: Call = orjson.loads(body)
        backend = sqs_backends[DEFAULT_ACCOUNT_ID][region.group(1)]
        queue = backend.queues[call["QueueUrl"].rpartition("/")[2]]
        if not isinstance(queue, MemoryQueue):
            return None
        return orjson.dumps(action(backend, queue, call, is_wanted))
    except (ServiceException, LeaveToMotoError, KeyError, TypeError, ValueError, AttributeError):
        return None  # nothing has been changed: what can be wrong is looked at first


def _receive(_backend: SQSBackend, queue: MemoryQueue, call: Call, is_wanted: Callable[[], bool]) -> Answer:
    count: int = call.get("MaxNumberOfMessages", 1)
    wait_seconds: int = call.get("WaitTimeSeconds", queue.receive_message_wait_time_seconds)
    visibility_seconds: int = call.get("VisibilityTimeout", queue.visibility_timeout)
    if not (1 <= count <= 10 and 0 <= wait_seconds <= 20 and 0 <= visibility_seconds <= 43_200):
        raise LeaveToMotoError
    messages = queue.receive(
        count=count, wait_seconds=wait_seconds, visibility_seconds=visibility_seconds, is_wanted=is_wanted
    )
    system_names = {*call.get("AttributeNames", []), *call.get("MessageSystemAttributeNames", [])}
    names = call.get("MessageAttributeNames", [])
    found = [_received(message, system_names, names) for message in messages]
    return {"Messages": found} if found else {}


def _received(message: Message, system_names: set[str], names: list[str]) -> Answer:
    system_attributes = {
        "SenderId": message.sender_id,
        "SentTimestamp": str(message.sent_timestamp),
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
    }
    result: Answer = {
        "MessageId": message.id,
        "ReceiptHandle": message.receipt_handle,
        "MD5OfBody": message.body_md5,
        "Body": message.body,
    }
    if asked := {k: v for k, v in system_attributes.items() if k in system_names or "All" in system_names}:
        result["Attributes"] = asked
    message.message_attributes = {
        name: value for name, value in message.message_attributes.items() if _is_asked_for(name, names)
    }
    if message.message_attributes:
        result["MessageAttributes"] = {
            name: {part: _text(content) for part, content in value.items()}
            for name, value in message.message_attributes.items()
        }
        result["MD5OfMessageAttributes"] = message.attribute_md5
    return result


def _is_asked_for(name: str, names: list[str]) -> bool:
    return any(
        asked in {name, "All"} or (asked.endswith(".*") and name.startswith(asked[:-2])) for asked in names
    )


def _text(content: Any) -> Any:
    return base64.b64encode(content).decode() if isinstance(content, bytes) else content


def _send(backend: SQSBackend, queue: MemoryQueue, call: Call, _is_wanted: Callable[[], bool]) -> Answer:
    entries: dict[str, Call] = {}
    for number, entry in enumerate(call["Entries"]):
        if entry.keys() - {"Id", "MessageBody", "DelaySeconds"}:
            raise LeaveToMotoError
        entries[str(number)] = {"MessageAttributes": {}, "DelaySeconds": None, **entry}
    if not entries:
        raise LeaveToMotoError
    messages, failed = backend.send_message_batch(queue.name, entries)
    sent = [
        {"Id": entry["Id"], "MessageId": message.id, "MD5OfMessageBody": message.body_md5}
        for entry, message in zip(entries.values(), messages, strict=not failed)
    ]
    return {"Successful": sent, "Failed": failed}


def _delete(backend: SQSBackend, queue: MemoryQueue, call: Call, _is_wanted: Callable[[], bool]) -> Answer:
    entries = _plain_entries(call)
    done, failed = backend.delete_message_batch(queue.name, entries)
    return {"Successful": [{"Id": identifier} for identifier in done], "Failed": failed}


def _change_visibility(
    backend: SQSBackend, queue: MemoryQueue, call: Call, _is_wanted: Callable[[], bool]
) -> Answer:
    entries = _plain_entries(call)
    done, failed = backend.change_message_visibility_batch(queue.name, entries)
    return {"Successful": [{"Id": identifier} for identifier in done], "Failed": failed}


def _plain_entries(call: Call) -> list[Call]:
    entries: list[Call] = call["Entries"]
    if not entries or len({entry["ReceiptHandle"] for entry in entries}) < len(entries):
        raise LeaveToMotoError
    return entries


ACTIONS: dict[str, Callable[[SQSBackend, MemoryQueue, Call, Callable[[], bool]], Answer]] = {
    "ReceiveMessage": _receive,
    "SendMessageBatch": _send,
    "DeleteMessageBatch": _delete,
    "ChangeMessageVisibilityBatch": _change_visibility,
}
