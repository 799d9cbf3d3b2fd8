"""An AWS endpoint to which Terraform can apply a whole environment: `python -m
tests.terraform.harness.endpoint --port 8420`.

It is the one of `fovea up`, with what the provider needs besides, and with AWS's own IAM policies. What the
environment makes there is what services then run on: the same queues and buckets.
"""

import argparse
import os

os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")  # before moto is imported

from fovea_cli.embedded import aws
from tests.terraform.harness import additions


def main() -> None:
    """Answer until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    additions.install()
    aws.serve(host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
