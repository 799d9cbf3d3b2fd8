"""What Terraform's AWS provider asks of an endpoint and moto does not answer, or answers unlike AWS.

moto is made for programs under test, which seldom read back what they wrote. The provider reads everything
back, and each difference is a change that a second plan wants to make.
"""

from tests.terraform.harness import (
    alarms,
    buckets,
    budgets,
    cache,
    cache_parameters,
    cache_users,
    cdn,
    cdn_functions,
    containers,
    databases,
    queues,
    rest,
    scaling,
)


def install() -> None:
    """Add everything; before the endpoint's first request."""
    parts = [alarms, buckets, budgets, cache, cache_parameters, cache_users]
    parts += [cdn, cdn_functions, containers, databases, queues, rest, scaling]
    for part in parts:
        part.install()
