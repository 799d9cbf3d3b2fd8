"""The server: HTTP, and which request is which."""

import contextlib
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.harness.opensearch.indices import Index
from tests.harness.opensearch.refusals import Refused, illegal, unparsable


class FakeOpenSearch:
    """A cluster of one node. `faults`: what the next requests are answered with instead, a status each (0:
    all is well); `busy_items`: so many items of the next bulk request are put off; `asked`: what was asked.
    """

    def __init__(self) -> None:
        self.indices: dict[str, Index] = {}
        self.faults: list[int] = []
        self.failed_shards = 0
        self.busy_items = 0
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.url = ""
        self._one_at_a_time = threading.Lock()

    def forget(self) -> None:
        """Hold nothing, and be well."""
        self.indices.clear()
        self.asked.clear()
        self.faults, self.failed_shards, self.busy_items = [], 0, 0

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        """Status and body."""
        with self._one_at_a_time:
            self.asked.append((method, target, headers))
            if self.faults and (status := self.faults.pop(0)):
                return status, Refused(status, "rejected_execution_exception", "too much to do").body
            parts = urlsplit(target)
            path = [part for part in parts.path.split("/") if part]
            try:
                return self._answer(method, path, dict(parse_qsl(parts.query)), body)
            except Refused as refused:
                return refused.status, refused.body

    def _answer(self, method: str, path: list[str], query: dict[str, str], body: bytes) -> tuple[int, Any]:
        match method, path:
            case "PUT", [name]:
                return self._create(name, _json(body))
            case "HEAD", [name]:
                return (200 if name in self.indices else 404), None
            case "DELETE", [name]:
                if name not in self.indices and name in self._aliases():
                    raise illegal(f"The provided expression [{name}] matches an alias")
                self._index(name)
                del self.indices[name]
                return 200, {"acknowledged": True}
            case (("POST" | "PUT"), [name, "_bulk"]):
                return 200, self._bulk(name, body, alias=query.get("require_alias") == "true")
            case "POST", [name, "_refresh"]:
                self._index(name).refresh()
                return 200, {"_shards": {"total": 1, "successful": 1, "failed": 0}}
            case "POST", [name, "_delete_by_query"]:
                return 200, self._delete_by_query(self._index(name), _json(body), query)
        return self._about_documents(method, path, query, body)

    def _about_documents(
        self, method: str, path: list[str], query: dict[str, str], body: bytes
    ) -> tuple[int, Any]:
        match method, path:
            case "GET", [name, "_doc", number]:
                found = self._index(name).get(number)
                return (200 if found["found"] else 404), found
            case "PUT", [name, "_doc", number]:
                status, done = self._index(name).put(number, _json(body), query)
                return status, done
            case (("GET" | "POST"), [name, "_mget"]):
                index = self._index(name)
                return 200, {"docs": [index.get(number) for number in _json(body)["ids"]]}
            case (("GET" | "POST"), [name, "_count"]):
                return 200, {"count": len(self._index(name).seen.names), "_shards": {"failed": 0}}
            case (("GET" | "POST"), [name, "_search"]):
                hits = self._index(name).seen.search(_json(body))
                shards = {"total": 1, "successful": 1, "skipped": 0, "failed": self.failed_shards}
                return 200, {"took": 1, "timed_out": False, "_shards": shards, "hits": {"hits": hits}}
        raise Refused(
            405, "method_not_allowed", f"Incorrect HTTP method for uri [{'/'.join(path)}]: {method}"
        )

    def _aliases(self) -> dict[str, str]:
        return {alias: index.name for index in self.indices.values() for alias in index.aliases}

    def _index(self, name: str) -> Index:
        name = self._aliases().get(name, name)
        if name not in self.indices:
            raise Refused(404, "index_not_found_exception", f"no such index [{name}]")
        return self.indices[name]

    def _create(self, name: str, body: dict[str, Any]) -> tuple[int, Any]:
        if name in self.indices:
            raise Refused(400, "resource_already_exists_exception", f"index [{name}] already exists")
        self.indices[name] = Index(name, body)
        return 200, {"acknowledged": True, "shards_acknowledged": True, "index": name}

    def _bulk(self, name: str, body: bytes, *, alias: bool) -> dict[str, Any]:
        if not body.endswith(b"\n"):
            raise illegal("The bulk request must be terminated by a newline [\\n]")
        lines = iter(body.splitlines())
        items = []
        for line in lines:
            ((action, told),) = _json(line).items()
            if action not in {"index", "delete"} or set(told) - {"_id", "_index", "version", "version_type"}:
                raise illegal(f"Malformed action/metadata line: {action} {sorted(told)}")
            source = _json(next(lines)) if action == "index" else None
            items.append({action: self._item(name, told, source, alias=alias)})
        return {
            "took": 1,
            "errors": any("error" in one for item in items for one in item.values()),
            "items": items,
        }

    def _item(
        self, name: str, told: dict[str, Any], source: dict[str, Any] | None, *, alias: bool
    ) -> dict[str, Any]:
        try:
            if alias and name not in self._aliases():
                why = f"no such index [{name}] and [require_alias] request flag is [true]"
                raise Refused(404, "index_not_found_exception", why)
            if self.busy_items:
                self.busy_items -= 1
                raise Refused(429, "rejected_execution_exception", "too much to do")
            index = self._index(name)
            status, done = (
                index.delete(told["_id"], told) if source is None else index.put(told["_id"], source, told)
            )
        except Refused as refused:
            return {"_index": name, "_id": told["_id"], "status": refused.status, "error": refused.told}
        return {**done, "status": status}

    def _delete_by_query(self, index: Index, body: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        places, _ = index.seen.matching(body["query"])
        names = [index.seen.names[place] for place in places.tolist()]
        for name in names:
            index.delete(name, {})
        if query.get("refresh") == "true":
            index.refresh()
        return {"took": 1, "timed_out": False, "total": len(names), "deleted": len(names), "failures": []}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise unparsable(str(error)) from error


@contextlib.contextmanager
def opensearch_server() -> Iterator[FakeOpenSearch]:
    """Start one for the length of the block."""
    cluster = FakeOpenSearch()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            status, told = cluster.answer(
                self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body
            )
            answer = b"" if told is None else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815 - as http.server wants them

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    cluster.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield cluster
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
