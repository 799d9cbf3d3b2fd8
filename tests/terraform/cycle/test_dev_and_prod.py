"""The environments on AWS, applied to an endpoint that keeps all of what they are made of."""

from collections.abc import Callable

import pytest

from tests.terraform.harness import server
from tests.terraform.harness.inventory import Account
from tests.terraform.harness.terraform import Terraform

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1_800),
    pytest.mark.skipif(server.LOCALSTACK is not None, reason="LocalStack's free edition has not all of it"),
]

# No endpoint on a machine knows that CloudFront reaches into a network. The other way is a public load
# balancer, which wants a domain. The usual one is tried with mock providers (terraform/modules/*/tests).
VARIABLES = {
    "region": "us-east-1",
    "custom_domain": True,
    "domain_name": "fovea.example.com",
    "vpc_origin": False,
    "protected": False,
}


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_it_is_made_found_as_described_and_removed(
    name: str, environment: Callable[..., Terraform], account: Account
) -> None:
    terraform = environment(name, **VARIABLES)
    try:
        terraform.apply()
        assert len(terraform.resources()) > 150
        assert terraform.changes() == []
    finally:
        terraform.destroy()
    assert terraform.resources() == []
    assert account.left_over() == {}
