"""How an older system's routes for crawls answer: {success, error, data}, whatever happens.

What goes wrong there is a problem as everywhere, with these three beside it.
"""

from typing import Any

from flask import has_request_context, request

AREAS = frozenset({"older_tokens", "older_tasks"})


def data(value: Any) -> dict[str, Any]:
    """A good answer."""
    return {"success": True, "error": None, "data": value}


def of_problem(detail: str) -> dict[str, Any]:
    """What stands beside a problem, if the present request's route answers like this."""
    if not has_request_context() or request.blueprint not in AREAS:
        return {}
    return {"success": False, "error": detail, "data": None}
