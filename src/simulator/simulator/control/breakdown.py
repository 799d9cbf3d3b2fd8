"""Carrying out what the faults say: waiting, and answers that no client hopes for."""

import time

from flask import Response

from simulator.control.faults import Fault, Verdict

_WORDS = {
    429: ("429 Too Many Requests", "You have sent too many requests in a given amount of time."),
    500: ("500 Internal Server Error", "Something has gone wrong."),
    502: ("502 Bad Gateway", "The server returned an invalid or incomplete response."),
    503: ("503 Service Unavailable", "No server is available to handle this request."),
    504: ("504 Gateway Time-out", "The server didn't respond in time."),
}


_PANDA = (
    "<!DOCTYPE html><html><head><title>Flickr</title></head>"
    "<body><h1>Bad, bad panda!</h1><p>We're working on it.</p></body></html>"
)


def html_page(status: int, retry_after_seconds: int | None = None) -> Response:
    """What a load balancer shows for a status; Flickr's API sends such pages for 429, 502 and 503."""
    title, sentence = _WORDS.get(status, (str(status), "The request was not answered."))
    headers = {"Retry-After": str(retry_after_seconds)} if retry_after_seconds is not None else {}
    body = f"<html><body><h1>{title}</h1>\n{sentence}\n</body></html>\n"
    return Response(body, status=status, headers=headers, content_type="text/html; charset=utf-8")


def delay(verdict: Verdict) -> None:
    """Wait as long as the latency says."""
    if verdict.delay_seconds > 0:
        time.sleep(verdict.delay_seconds)


def broken_answer(verdict: Verdict) -> Response | None:
    """The answer that takes the place of the real one; None when the call is to be answered, or answered
    wrongly later.
    """
    if verdict.limited is not None:
        return html_page(429, verdict.limited.retry_after_seconds)
    fault = verdict.fault
    if fault is None:
        return None
    if fault.hang_seconds:
        time.sleep(fault.hang_seconds)
        return html_page(fault.http_status or 504, fault.retry_after_seconds)
    if fault.http_status is not None:
        return html_page(fault.http_status, fault.retry_after_seconds)
    return None


def garbled(response: Response, fault: Fault) -> Response:
    """A good answer turned into nonsense, with HTTP status 200."""
    if fault.nonsense == "truncated":
        response.set_data(response.get_data()[: len(response.get_data()) // 2])
    elif fault.nonsense == "empty":
        response.set_data(b"")
    elif fault.nonsense == "unknown":
        return Response('{"flavour":"vanilla","stat":"ok"}', content_type="application/json; charset=utf-8")
    else:
        return Response(_PANDA, content_type="text/html; charset=utf-8")
    return response
