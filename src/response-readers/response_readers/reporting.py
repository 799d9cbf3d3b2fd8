"""From messages to reports. A message is removed from its queue only after the API server has taken its
report.
"""

from collections.abc import Callable, Sequence

from fovea.internal_api import InternalApi
from fovea.messages import PullResponse, Receipt, Receipts
from fovea.queues import Received

MOST_RECEIPTS = 5_000  # in one report; the API server refuses more than twice as many

Handle = Callable[[Sequence[Received]], None]


def report_pulls(api: InternalApi) -> Handle:
    """A handler that reports what pullers answered. It raises what the internal API raises: nothing is
    removed then.
    """

    def handle(received: Sequence[Received]) -> None:
        responses = [one.message for one in received if isinstance(one.message, PullResponse)]
        api.report_pulls(responses)

    return handle


def report_receipts(api: InternalApi) -> Handle:
    """A handler that reports batches that are in the database. It raises what the internal API raises."""

    def handle(received: Sequence[Received]) -> None:
        receipts: list[Receipt] = []
        for one in received:
            if isinstance(one.message, Receipts):
                receipts += one.message.receipts
        for start in range(0, len(receipts), MOST_RECEIPTS):
            api.report_receipts(receipts[start : start + MOST_RECEIPTS])

    return handle
