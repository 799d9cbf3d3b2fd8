"""One budget of calls for everybody who asks Flickr."""

import threading
from collections.abc import Callable

import pytest

from fovea import cache, clock
from fovea.errors import SourceBudgetUsedUp
from fovea.flickr.client import FlickrClient
from fovea.rate_limits import Budget
from fovea.settings import FlickrSettings
from tests.integration.flickr.simulated import ADA, Simulation


@pytest.mark.parametrize(("background", "allowed"), [(False, 20), (True, 14)])
def test_many_who_ask_at_once_never_ask_more_than_the_budget(
    background: bool,
    allowed: int,
    redis_url: str,
    make_settings: Callable[..., FlickrSettings],
    flickr: Simulation,
) -> None:
    settings = make_settings()
    refused: list[int] = []

    def ask_until_refused() -> None:
        budget = Budget(cache.connect(redis_url), "flickr", 20, 3_600, background_share=0.7)
        client = FlickrClient(settings, budget, background=background)
        try:
            while True:
                client.person(ADA)
        except SourceBudgetUsedUp as error:
            refused.append(error.retry_at)

    threads = [threading.Thread(target=ask_until_refused) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert flickr.calls()["total"] == allowed
    assert len(refused) == 6
    hour = clock.now() + clock.HOUR
    assert all(hour - clock.MINUTE < moment < hour + 2 * clock.MINUTE for moment in refused)


def test_what_background_work_leaves_is_for_people(
    redis_url: str, settings: FlickrSettings, flickr: Simulation
) -> None:
    budget = Budget(cache.connect(redis_url), "flickr", 10, 3_600, background_share=0.5)
    background = FlickrClient(settings, budget, background=True)
    for _ in range(5):
        background.person(ADA)
    with pytest.raises(SourceBudgetUsedUp):
        background.person(ADA)
    FlickrClient(settings, budget).person(ADA)
    assert flickr.calls()["total"] == 6
