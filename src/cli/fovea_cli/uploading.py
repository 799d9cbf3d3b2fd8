"""Bringing pictures of this machine to the library, one request each."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from fovea_cli.api_client import ApiClient, problem_of
from fovea_cli.problems import CannotGoOnError
from fovea_cli.sidecars import Told, beside

ENDINGS = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff"})
ATTEMPTS = 6
LONGEST_WAIT_SECONDS = 120.0
_BUSY = frozenset({429, 500, 502, 503, 504})
_NOT_ALLOWED = frozenset({401, 403})


@dataclass(frozen=True)
class Failure:
    """A picture that is not in the library, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Brought:
    """A picture that the library has taken, and the number of the link that tells what becomes of it."""

    path: Path
    link_id: int
    state: str
    problems: tuple[str, ...]


def pictures(folder: Path) -> list[Path]:
    """All pictures in a folder and those in it, in order. What is hidden is passed over."""
    found = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in ENDINGS and path.is_file():
            found.append(path)
    return found


def bring(api: ApiClient, path: Path, *, batch: str) -> Brought | Failure:
    """Bring one picture with what lies beside it. Waits while the library is busy. CannotGoOnError when it
    takes nothing from us at all.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        return Failure(path, error.strerror or "cannot be read")
    if not body:
        return Failure(path, "The file is empty.")
    told = beside(path)
    reason = "The library does not answer."
    for attempt in range(ATTEMPTS):
        try:
            answer = api.send(
                "POST", "/api/library/images", data=_fields(told, batch), files={"file": ("picture", body)}
            )
        except requests.RequestException as error:
            reason = f"The library does not answer ({type(error).__name__})."
            time.sleep(min(2.0**attempt / 2, LONGEST_WAIT_SECONDS))
            continue
        if answer.status_code in _NOT_ALLOWED:
            raise CannotGoOnError(
                f"{problem_of(answer)}\nA key with the scope library:write is needed: --key."
            )
        if answer.status_code in _BUSY:
            reason = problem_of(answer)
            time.sleep(_wait(answer, attempt))
            continue
        if not answer.ok:
            return Failure(path, problem_of(answer))
        link = answer.json()["link"]
        return Brought(path, link["id"], link["state"], tuple(told.problems))
    return Failure(path, reason)


def _fields(told: Told, batch: str) -> dict[str, Any]:
    fields = {
        "tags": ",".join("_".join(tag.replace(",", " ").split()) for tag in told.tags),
        "rating": told.rating or "",
        "title": told.title,
        "description": told.description,
        "source_url": told.source_url,
        "posted_at": told.posted_at,
        "batch": batch,
    }
    return {name: value for name, value in fields.items() if value}


def _wait(answer: requests.Response, attempt: int) -> float:
    told = answer.headers.get("Retry-After", "")
    seconds = float(told) if told.isascii() and told.isdigit() else 2.0**attempt / 2
    return min(seconds, LONGEST_WAIT_SECONDS)
