"""Asking the API of a running system."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from fovea_cli.problems import CannotGoOnError

TIMEOUT_SECONDS = 30.0
PATIENT_ATTEMPTS = 10
LONGEST_WAIT_SECONDS = 120.0
_SOME_BYTES = 256 * 1024


class RefusedError(CannotGoOnError):
    """The API refuses a request, with this HTTP status."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class ApiClient:
    """Answers of one address as plain JSON. Whatever goes wrong is a CannotGoOnError that says what to do."""

    def __init__(self, url: str, *, key: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"
        # A program that is no browser says so, or the API would suspect a foreign page of asking.
        self._session.headers["Sec-Fetch-Site"] = "none"
        self._session.trust_env = False  # no proxies for an address on this machine

    def get(self, path: str, **query: Any) -> Any:
        """What is at a path."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any], *, patient: bool = False) -> Any:
        """The answer to a request. Who is `patient` waits as long as the API says when it was too much at
        once.
        """
        return self._ask("POST", path, patient=patient, json=body)

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        """The answer to a change."""
        return self._ask("PATCH", path, json=body)

    def delete(self, path: str, **query: Any) -> Any:
        """The answer to a deletion that answers something."""
        return self._ask("DELETE", path, params=query)

    def upload(self, path: str, *, fields: dict[str, Any], files: dict[str, Any]) -> Any:
        """The answer to a form with files."""
        return self._ask("POST", path, data=fields, files=files)

    def download(self, path: str) -> bytes:
        """The file at a path, or where that leads."""
        return self._answer("GET", path).content

    def save(self, path: str, file: Path) -> None:
        """Write what is at a path into a file, which is there only when all of it came."""
        answer = self._answer("GET", path, stream=True)
        part = file.with_name(f"{file.name}.part")
        try:
            with answer, part.open("wb") as written:
                for some in answer.iter_content(_SOME_BYTES):
                    written.write(some)
            part.replace(file)
        except (OSError, requests.RequestException) as error:
            part.unlink(missing_ok=True)
            raise CannotGoOnError(f"{file} could not be written: {error}") from error

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        """The answer as it is, good or bad. Raises requests' errors."""
        return self._session.request(method, self.url + path, timeout=TIMEOUT_SECONDS, **options)

    def _answer(self, method: str, path: str, *, patient: bool = False, **options: Any) -> requests.Response:
        try:
            answer = self.send(method, path, **options)
            for _ in range(PATIENT_ATTEMPTS if patient else 0):
                if answer.status_code != 429:
                    break
                time.sleep(_wait_seconds(answer))
                answer = self.send(method, path, **options)
        except requests.RequestException as error:
            message = (
                f"Fovea does not answer at {self.url}. Start it with `fovea up` (or `make run`), "
                "or name another address with --url."
            )
            raise CannotGoOnError(message) from error
        if not answer.ok:
            raise RefusedError(problem_of(answer), status=answer.status_code)
        return answer

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = self._answer(method, path, **options)
        try:
            return answer.json()
        except ValueError as error:
            message = f"What answers at {self.url} is not Fovea: {path} is no JSON there."
            raise CannotGoOnError(message) from error


def _wait_seconds(answer: requests.Response) -> float:
    told = answer.headers.get("Retry-After", "")
    return min(float(told) if told.isascii() and told.isdigit() else 1.0, LONGEST_WAIT_SECONDS)


def problem_of(answer: requests.Response) -> str:
    """What the API says is wrong (RFC 9457), else the status."""
    try:
        problem = answer.json()
        details = [f"{where}: {what}" for where, what in _leaves(problem.get("errors"))]
        return "\n".join([f"{problem['title']}. {problem['detail']}", *details])
    except (ValueError, KeyError, TypeError):
        return f"{answer.url} answered {answer.status_code} {answer.reason}."


def _leaves(errors: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """What is wrong with which field, of however nested a description."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            yield from _leaves(inner, f"{where}.{name}" if where else str(name))
    elif isinstance(errors, list):
        for inner in errors:
            yield from _leaves(inner, where)
    elif errors:
        yield where, str(errors)
