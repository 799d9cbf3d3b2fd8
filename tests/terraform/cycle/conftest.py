"""Endpoints and environments for whole cycles of Terraform."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.harness import server
from tests.terraform.harness.environments import prepared
from tests.terraform.harness.inventory import Account
from tests.terraform.harness.terraform import Terraform, is_installed

Prepare = Callable[..., Terraform]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Terraform there is nothing to be tried."""
    if not is_installed():
        missing = pytest.mark.skip(reason="Terraform is not installed")
        for item in items:
            if "terraform/cycle" in item.path.as_posix():
                item.add_marker(missing)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An endpoint of the module's own."""
    with server.terraform_endpoint(tmp_path_factory.mktemp("endpoint")) as address:
        yield address


@pytest.fixture(scope="module")
def account(endpoint: str) -> Account:
    """What is there."""
    return Account(endpoint)


@pytest.fixture
def environment(endpoint: str, tmp_path: Path) -> Prepare:
    """Prepares an environment by its name, with variables."""

    def prepare(name: str, **variables: Any) -> Terraform:
        return prepared(name, folder=tmp_path, endpoint=endpoint, variables=variables)

    return prepare
