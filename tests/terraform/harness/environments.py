"""The environments of terraform/, each in a copy of its own that leads to an endpoint of the test's own."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.terraform.harness.terraform import ROOT, Terraform

# What differs from AWS is where it is and who one says one is; state lies in the copy.
PROVIDER = """
provider "aws" {{
  {alias}
  access_key                  = "local"
  secret_key                  = "local"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}}
"""
BACKEND = """
terraform {
  backend "local" {}
}
"""


def prepared(
    name: str, *, folder: Path, endpoint: str, variables: Mapping[str, Any] | None = None
) -> Terraform:
    """The environment of that name, initialised. `variables` are those that a person would set."""
    copy = folder / "terraform"
    shutil.copytree(ROOT / "terraform", copy, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
    configuration = copy / "environments" / name
    given = dict(variables or {})
    if name == "local":
        given["endpoint_url"] = endpoint
    else:
        aliases = ("", 'alias = "global"', 'alias = "generator"')
        providers = "".join(PROVIDER.format(alias=alias) for alias in aliases)
        (configuration / "endpoint_override.tf").write_text(BACKEND + providers)
    terraform = Terraform(configuration=configuration, folder=folder, endpoint=endpoint, variables=given)
    terraform.init()
    return terraform
