"""Answers in the three forms that clients ask for: JSON, JSON in a callback, and XML.

Flickr makes its JSON from its XML: attributes become plain values, text becomes `_content`, repeated elements
become lists. Here it is the other way round; the rule is the same, so both forms say the same.
"""

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import orjson
from flask import Response

from simulator.rest.errors import FlickrError

Payload = Mapping[str, object]

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,127}\Z")
# XML 1.0 has no way to write these, not even escaped.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _text(value: object) -> str:
    if value is None or value is False:
        return "" if value is None else "0"
    return _NOT_IN_XML.sub("", "1" if value is True else str(value))


def _element(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        attributes, children, inner = [], [], ""
        for key, item in value.items():
            if key == "_content":
                inner = escape(_text(item))
            elif isinstance(item, Mapping):
                children.append(_element(key, item))
            elif isinstance(item, Sequence) and not isinstance(item, str):
                children.extend(_element(key, part) for part in item)
            else:
                attributes.append(f" {key}={quoteattr(_text(item))}")
        body = inner + "".join(f"\n{child}" for child in children) + ("\n" if children else "")
        return f"<{name}{''.join(attributes)}>{body}</{name}>" if body else f"<{name}{''.join(attributes)} />"
    return f"<{name}>{escape(_text(value))}</{name}>"


def to_xml(payload: Payload) -> bytes:
    """A good answer as XML."""
    elements = (
        (name, one)
        for name, value in payload.items()
        for one in (value if isinstance(value, list) else [value])
    )
    parts = "".join(f"{_element(name, one)}\n" for name, one in elements)
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="ok">\n{parts}</rsp>\n'.encode()


def failure_to_xml(failure: FlickrError) -> bytes:
    """A failure as XML."""
    error = f'\t<err code="{failure.code}" msg={quoteattr(_text(failure.message))} />'
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="fail">\n{error}\n</rsp>\n'.encode()


class Form:
    """The form that a call asked for: `format`, `nojsoncallback` and `jsoncallback` among its arguments."""

    def __init__(self, arguments: Mapping[str, str]) -> None:
        self.name = arguments.get("format") or "rest"
        self.known = self.name in ("rest", "json")
        self.is_json = self.name == "json"
        callback = arguments.get("jsoncallback") or "jsonFlickrApi"
        self._callback = callback if _CALLBACK.match(callback) else "jsonFlickrApi"
        self._bare = arguments.get("nojsoncallback") == "1"

    def _json(self, document: Mapping[str, object]) -> Response:
        body = orjson.dumps(document)
        if self._bare:
            return Response(body, mimetype="application/json", content_type="application/json; charset=utf-8")
        return Response(
            self._callback.encode() + b"(" + body + b")", content_type="text/javascript; charset=utf-8"
        )

    def answer(self, payload: Payload) -> Response:
        """A good answer."""
        if self.is_json:
            return self._json({**payload, "stat": "ok"})
        return Response(to_xml(payload), content_type="text/xml; charset=utf-8")

    def failure(self, failure: FlickrError) -> Response:
        """An answer that says why not; its HTTP status is 200, as Flickr's is."""
        if self.is_json:
            return self._json({"stat": "fail", "code": failure.code, "message": failure.message})
        return Response(failure_to_xml(failure), content_type="text/xml; charset=utf-8")
