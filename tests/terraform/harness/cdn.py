"""CloudFront: policies, and distributions that are given back as they were sent."""

import copy
import uuid
from collections.abc import Callable
from typing import Any

from moto.cloudfront import models, urls
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult

from tests.terraform.harness.replacing import replace


def install() -> None:
    """Add the three kinds of policies, and keep what moto's distributions forget."""
    for word, path in (
        ("CachePolicy", "cache-policy"),
        ("OriginRequestPolicy", "origin-request-policy"),
        ("ResponseHeadersPolicy", "response-headers-policy"),
    ):
        _add_policies(word, path)
    _keep_what_was_sent()


def _add_policies(word: str, path: str) -> None:
    policies: dict[str, dict[str, Any]] = {}
    snake = {"CachePolicy": "cache_policy", "OriginRequestPolicy": "origin_request_policy"}.get(
        word, "response_headers_policy"
    )

    class NotFoundError(ServiceException):
        code = f"NoSuch{word}"
        http_status_code = 404

    def told(policy: dict[str, Any]) -> ActionResult:
        shown = {
            "Id": policy["id"],
            "LastModifiedTime": "2026-01-01T00:00:00Z",
            f"{word}Config": policy["is"],
        }
        return ActionResult({word: shown, f"{word}Config": policy["is"], "ETag": policy["etag"]})

    def write(self: Any, identifier: str) -> ActionResult:
        config = copy.deepcopy(self._get_param(f"{word}Config"))
        policies[identifier] = {"id": identifier, "etag": uuid.uuid4().hex[:13].upper(), "is": config}
        return told(policies[identifier])

    def known(self: Any) -> dict[str, Any]:
        if self._get_param("Id") not in policies:
            raise NotFoundError(f"There is no such {word}.")
        return policies[self._get_param("Id")]

    def create(self: Any) -> ActionResult:
        return write(self, str(uuid.uuid4()))

    def get(self: Any) -> ActionResult:
        return told(known(self))

    def update(self: Any) -> ActionResult:
        return write(self, known(self)["id"])

    def delete(self: Any) -> EmptyResult:
        del policies[known(self)["id"]]
        return EmptyResult()

    methods = {f"create_{snake}": create, f"get_{snake}": get, f"get_{snake}_config": get}
    replace(CloudFrontResponse, **methods, **{f"update_{snake}": update, f"delete_{snake}": delete})
    for suffix in ("$", "/(?P<policy_id>[^/]+)$", "/(?P<policy_id>[^/]+)/config$"):
        urls.url_paths[f"{{0}}/2020-05-31/{path}{suffix}"] = CloudFrontResponse.dispatch


def _keep_what_was_sent() -> None:
    def behaviour(self: Any, config: dict[str, Any]) -> None:
        if self.cache_policy_id:
            self.forwarded_values = None
            self.min_ttl = self.default_ttl = self.max_ttl = None
        functions = config.get("FunctionAssociations") or {}
        if functions.get("Items"):
            self.function_associations = {"Quantity": len(functions["Items"]), "Items": functions["Items"]}

    def origin(self: Any, config: dict[str, Any]) -> None:
        self.origin_access_control_id = config.get("OriginAccessControlId") or ""

    def certificate(self: Any, config: dict[str, Any]) -> None:
        self.iam_certificate_id = self.iam_certificate_id or None
        self.acm_certificate_arn = self.acm_certificate_arn or None
        if self.acm_certificate_arn or self.iam_certificate_id:
            self.cloud_front_default_certificate = False

    _after_init(models.DefaultCacheBehaviour, behaviour)
    _after_init(models.Origin, origin)
    _after_init(models.ViewerCertificate, certificate)


def _after_init(owner: type, more: Callable[[Any, dict[str, Any]], None]) -> None:
    initialise = owner.__init__  # type: ignore[misc]  # of this very class, not of one below it

    def initialise_and_more(self: Any, config: dict[str, Any]) -> None:
        sent = dict(config)
        initialise(self, config)
        more(self, sent)

    replace(owner, __init__=initialise_and_more)
