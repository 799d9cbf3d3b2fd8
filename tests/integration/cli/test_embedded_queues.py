"""The embedded SQS does what workers rely on SQS for."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.harness.processes import wait_until

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient


@pytest.fixture
def sqs(aws_endpoint: str) -> "SQSClient":
    client: SQSClient = boto3.client("sqs", endpoint_url=aws_endpoint)
    return client


@pytest.fixture
def queue(sqs: "SQSClient") -> str:
    return sqs.create_queue(QueueName="work")["QueueUrl"]


@pytest.fixture
def in_background() -> Iterator[Any]:
    threads: list[threading.Thread] = []

    def start(target: Any) -> threading.Thread:
        thread = threading.Thread(target=target)
        thread.start()
        threads.append(thread)
        return thread

    yield start
    for thread in threads:
        thread.join(timeout=30)


def send(sqs: "SQSClient", queue: str, *bodies: str, delay_seconds: int = 0) -> None:
    sqs.send_message_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": str(n), "MessageBody": body, "DelaySeconds": delay_seconds}
            for n, body in enumerate(bodies)
        ],
    )


def receive(sqs: "SQSClient", queue: str, **options: Any) -> list[Any]:
    answer = sqs.receive_message(
        QueueUrl=queue, MessageSystemAttributeNames=["All"], **{"MaxNumberOfMessages": 10, **options}
    )
    return answer.get("Messages", [])


def counts(sqs: "SQSClient", queue: str) -> tuple[int, int, int]:
    """How many are visible, in flight and delayed."""
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    return (
        int(attributes["ApproximateNumberOfMessages"]),
        int(attributes["ApproximateNumberOfMessagesNotVisible"]),
        int(attributes["ApproximateNumberOfMessagesDelayed"]),
    )


def test_messages_come_in_the_order_sent_and_are_gone_once_deleted(sqs: "SQSClient", queue: str) -> None:
    send(sqs, queue, "one", "two", "three")

    received = receive(sqs, queue)
    assert [message["Body"] for message in received] == ["one", "two", "three"]
    assert counts(sqs, queue) == (0, 3, 0)

    done = sqs.delete_message_batch(
        QueueUrl=queue,
        Entries=[{"Id": m["MessageId"], "ReceiptHandle": m["ReceiptHandle"]} for m in received],
    )
    assert len(done["Successful"]) == 3
    assert counts(sqs, queue) == (0, 0, 0)


def test_a_message_that_is_not_deleted_comes_back_after_its_visibility_timeout(
    sqs: "SQSClient", queue: str
) -> None:
    send(sqs, queue, "again")
    [first] = receive(sqs, queue, VisibilityTimeout=1)
    assert receive(sqs, queue) == []

    began = time.monotonic()
    [second] = receive(sqs, queue, WaitTimeSeconds=10)

    assert time.monotonic() - began < 3
    assert second["MessageId"] == first["MessageId"]
    assert second["Attributes"]["ApproximateReceiveCount"] == "2"


def test_a_long_poll_wakes_when_a_message_is_sent(sqs: "SQSClient", queue: str, in_background: Any) -> None:
    got: list[float] = []

    def wait() -> None:
        if receive(sqs, queue, WaitTimeSeconds=20):
            got.append(time.monotonic())

    thread = in_background(wait)
    thread.join(timeout=0.5)
    assert thread.is_alive(), "a long poll of an empty queue returned at once"
    sent_at = time.monotonic()
    send(sqs, queue, "wake up")
    thread.join(timeout=10)

    assert got
    assert got[0] - sent_at < 0.5


def test_a_long_poll_of_an_empty_queue_ends_empty(sqs: "SQSClient", queue: str) -> None:
    began = time.monotonic()
    assert receive(sqs, queue, WaitTimeSeconds=1) == []
    assert 0.9 < time.monotonic() - began < 3


def test_several_waiting_consumers_share_what_is_sent(
    sqs: "SQSClient", queue: str, in_background: Any
) -> None:
    got: list[str] = []

    def consume() -> None:
        while messages := receive(sqs, queue, WaitTimeSeconds=2, MaxNumberOfMessages=1):
            got.append(messages[0]["Body"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=messages[0]["ReceiptHandle"])

    threads = [in_background(consume) for _ in range(4)]
    bodies = [str(number) for number in range(40)]
    for start in range(0, 40, 10):
        send(sqs, queue, *bodies[start : start + 10])
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(got, key=int) == bodies


def test_the_fourth_failed_receive_is_the_last_and_the_message_goes_to_the_dead_letters(
    sqs: "SQSClient", queue: str
) -> None:
    dead_letters = sqs.create_queue(QueueName="work-dead-letter")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=["QueueArn"])["Attributes"]
    policy = {"deadLetterTargetArn": arn["QueueArn"], "maxReceiveCount": 4}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": json.dumps(policy)})
    send(sqs, queue, "poison")

    seen = [receive(sqs, queue, VisibilityTimeout=0)[0]["Attributes"] for _ in range(4)]

    assert [attributes["ApproximateReceiveCount"] for attributes in seen] == ["1", "2", "3", "4"]
    assert receive(sqs, queue) == []
    assert counts(sqs, queue) == (0, 0, 0)
    assert [message["Body"] for message in receive(sqs, dead_letters)] == ["poison"]


def test_a_receiver_can_keep_a_message_longer_and_give_it_back_at_once(sqs: "SQSClient", queue: str) -> None:
    send(sqs, queue, "work")
    [message] = receive(sqs, queue, VisibilityTimeout=1)
    handle = message["ReceiptHandle"]

    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=60)
    assert receive(sqs, queue, WaitTimeSeconds=2) == []

    changed = sqs.change_message_visibility_batch(
        QueueUrl=queue, Entries=[{"Id": "1", "ReceiptHandle": handle, "VisibilityTimeout": 0}]
    )
    assert [entry["Id"] for entry in changed["Successful"]] == ["1"]
    assert [again["Body"] for again in receive(sqs, queue)] == ["work"]


def test_a_message_that_came_back_and_is_hidden_by_its_last_receiver_goes_to_nobody_else(
    sqs: "SQSClient", queue: str
) -> None:
    send(sqs, queue, "work")
    [message] = receive(sqs, queue, VisibilityTimeout=0)
    assert counts(sqs, queue) == (1, 0, 0)

    sqs.change_message_visibility(
        QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=60
    )

    assert receive(sqs, queue) == []
    assert counts(sqs, queue) == (0, 1, 0)


def test_a_delayed_message_comes_when_its_delay_is_over(sqs: "SQSClient", queue: str) -> None:
    send(sqs, queue, "later", delay_seconds=1)
    assert receive(sqs, queue) == []
    assert counts(sqs, queue) == (0, 0, 1)

    assert [message["Body"] for message in receive(sqs, queue, WaitTimeSeconds=10)] == ["later"]


def test_deleting_twice_is_no_error_and_a_made_up_handle_is_one(sqs: "SQSClient", queue: str) -> None:
    send(sqs, queue, "once")
    [message] = receive(sqs, queue)
    for _ in range(2):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    with pytest.raises(ClientError, match="ReceiptHandleIsInvalid"):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle="made up")
    answer = sqs.delete_message_batch(QueueUrl=queue, Entries=[{"Id": "1", "ReceiptHandle": "made up"}])
    assert answer["Failed"][0]["Code"] == "ReceiptHandleIsInvalid"


def test_message_attributes_reach_the_receiver_who_asks_for_them(sqs: "SQSClient", queue: str) -> None:
    sqs.send_message(
        QueueUrl=queue,
        MessageBody="buried",
        MessageAttributes={
            "reason": {"DataType": "String", "StringValue": "no such type: näh"},
            "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
    )

    # boto3 checks the MD5 sum of what it gets.
    [message] = receive(sqs, queue, MessageAttributeNames=["All"], VisibilityTimeout=0)
    assert message["MessageAttributes"]["reason"]["StringValue"] == "no such type: näh"
    assert message["MessageAttributes"]["raw"]["BinaryValue"] == b"\x00\xff"
    [message] = receive(sqs, queue)
    assert "MessageAttributes" not in message


def test_a_queue_that_does_not_exist_is_refused_as_sqs_does(sqs: "SQSClient", queue: str) -> None:
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        receive(sqs, queue + "-not-there")


def test_a_batch_that_is_too_large_is_refused_and_nothing_of_it_is_sent(sqs: "SQSClient", queue: str) -> None:
    with pytest.raises(sqs.exceptions.BatchRequestTooLong):
        send(sqs, queue, *["x" * 200_000] * 6)

    assert counts(sqs, queue) == (0, 0, 0)


def test_a_consumer_that_was_killed_while_it_waited_takes_no_message_with_it(
    sqs: "SQSClient", queue: str, aws_endpoint: str
) -> None:
    dead = _long_poll_by_hand(aws_endpoint, queue)
    wait_until(lambda: _waits(dead), what="the long poll to be there")
    dead.close()

    send(sqs, queue, "for the living")

    [message] = receive(sqs, queue, WaitTimeSeconds=5)
    assert message["Body"] == "for the living"
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"


def _long_poll_by_hand(endpoint: str, queue: str) -> socket.socket:
    """The connection of a ReceiveMessage of 20 seconds that has been sent and not been answered."""
    body = json.dumps({"QueueUrl": queue, "WaitTimeSeconds": 20}).encode()
    request = AWSRequest("POST", endpoint + "/", data=body)
    request.headers["X-Amz-Target"] = "AmazonSQS.ReceiveMessage"
    request.headers["Content-Type"] = "application/x-amz-json-1.0"
    SigV4Auth(Credentials("local", "local"), "sqs", "us-east-1").add_auth(request)
    host = endpoint.removeprefix("http://")
    address, _, port = host.partition(":")
    connection = socket.create_connection((address, int(port)))
    head = [f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"]
    head += [f"{name}: {value}\r\n" for name, value in request.headers.items()]
    connection.sendall("".join(head).encode() + b"\r\n" + body)
    connection.settimeout(0.3)
    return connection


def _waits(connection: socket.socket) -> bool:
    """Whether the server has taken the request in and has not answered for a while."""
    try:
        assert connection.recv(1) == b"", "the long poll was answered although nothing was sent"
    except TimeoutError:
        return True
    return False


def test_objects_are_stored_and_read_back_over_one_connection(aws_endpoint: str) -> None:
    s3 = boto3.client("s3", endpoint_url=aws_endpoint)
    s3.create_bucket(Bucket="pictures")
    content = bytes(range(256)) * 5_000

    for number in range(3):
        s3.put_object(Bucket="pictures", Key=f"{number}.bin", Body=content)

    assert s3.get_object(Bucket="pictures", Key="2.bin")["Body"].read() == content
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="pictures")["Contents"]] == [
        "0.bin",
        "1.bin",
        "2.bin",
    ]
