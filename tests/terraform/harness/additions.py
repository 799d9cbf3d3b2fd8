"""What Terraform's AWS provider asks of an endpoint and moto does not answer, or answers unlike AWS.

moto is made for programs under test, which seldom read back what they wrote. The provider reads everything
back, and each difference is a change that a second plan wants to make.
"""

from tests.terraform.harness import alarms, cache, cdn, containers, queues, rest, scaling


def install() -> None:
    """Add everything; before the endpoint's first request."""
    for part in (queues, scaling, alarms, cache, cdn, containers, rest):
        part.install()
