"""Having a site say what a text stands for, before anything is done with it."""

import time
from typing import Any

from rich.console import Console

from fovea_cli.api_client import ApiClient
from fovea_cli.inert import inert
from fovea_cli.problems import CannotGoOnError
from fovea_cli.progress import POLL_SECONDS, progress_bar
from fovea_cli.watching import RUNNING, deferred

Json = dict[str, Any]

PATH = "/api/subscriptions/checks"


def check(api: ApiClient, text: str, notes: Console) -> Json:
    """What the site of a text says: the API's answer, with `checked`. CannotGoOnError in words when there is
    nothing to read.
    """
    told: Json = {"run": api.post(PATH, {"text": text})["run"]}
    with progress_bar(notes) as bar:
        task = bar.add_task("Asking the site", total=None)
        while True:
            told = api.get(f"{PATH}/{told['run']['id']}")
            if told["run"]["state"] != RUNNING:
                break
            waiting = told["waiting"]
            if told["run"]["deferred_until"]:
                reason = f"{waiting['reason']}. " if waiting else ""
                raise CannotGoOnError(inert(reason + deferred(told["run"])))
            bar.update(task, description=waiting["reason"] if waiting else "Asking the site")
            time.sleep(POLL_SECONDS)
    if told["checked"] is None:
        raise CannotGoOnError(inert(told["problem"]["reason"]))
    return told
