"""Running Terraform on an environment, as an operator does, against an endpoint of the test's own."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
# Most of the time goes by in pauses: the provider looks at queues until they have stayed the same a while.
PARALLELISM = 30
_CHANGES = 2  # how `plan -detailed-exitcode` ends when an apply would change something
# Read at once: the tests' environment loses all settings of ours before the first test begins.
NAMED_MIRROR = os.environ.get("FOVEA_TERRAFORM_MIRROR")


@dataclass(kw_only=True)
class Terraform:
    """One configuration with its state and its plugins in a folder of its own."""

    configuration: Path
    folder: Path
    endpoint: str
    variables: Mapping[str, Any] = field(default_factory=dict)

    def init(self) -> None:
        """Get providers and modules."""
        self._run("init", "-input=false", *plugin_arguments())

    def apply(self) -> None:
        """Make everything."""
        self._run("apply", "-auto-approve", *self._common())

    def changes(self) -> list[str]:
        """What another apply would change: actions and addresses, empty when all is as described."""
        plan = self.folder / "plan"
        done = self._done("plan", "-detailed-exitcode", f"-out={plan}", *self._common(), well=(0, _CHANGES))
        if done.returncode != _CHANGES:
            return []
        shown = json.loads(self._run("show", "-json", str(plan)))
        changes = shown.get("resource_changes", []) + [
            {"address": f"output.{name}", "change": change}
            for name, change in shown.get("output_changes", {}).items()
        ]
        return [
            f"{'+'.join(one['change']['actions'])} {one['address']}: {_differences(one['change'])}"
            for one in changes
            if one["change"]["actions"] not in (["no-op"], ["read"])
        ]

    def destroy(self) -> None:
        """Remove everything."""
        self._run("destroy", "-auto-approve", *self._common())

    def resources(self) -> list[str]:
        """The addresses of all resources in the state."""
        return [one for one in self._run("state", "list").splitlines() if one]

    def outputs(self) -> dict[str, Any]:
        """The values of the configuration's outputs."""
        return {name: one["value"] for name, one in json.loads(self._run("output", "-json")).items()}

    def _common(self) -> list[str]:
        values = [f"-var={name}={_as_text(value)}" for name, value in self.variables.items()]
        return ["-input=false", "-lock=false", f"-parallelism={PARALLELISM}", *values]

    def _run(self, *arguments: str) -> str:
        return self._done(*arguments).stdout

    def _done(self, *arguments: str, well: Sequence[int] = (0,)) -> "subprocess.CompletedProcess[str]":
        """A command that has ended; RuntimeError when it ended with another code than these."""
        done = subprocess.run(
            ["terraform", f"-chdir={self.configuration}", *arguments, *_plain(arguments[0])],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        if done.returncode not in well:
            raise RuntimeError(f"terraform {arguments[0]}:\n{done.stdout[-4_000:]}\n{done.stderr[-8_000:]}")
        return done

    def _environment(self) -> dict[str, str]:
        plain = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "TF_VAR_", "FOVEA_", "FLICKR_"))
        }
        return {
            **plain,
            "TF_DATA_DIR": str(self.folder / "data"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",  # no secret: the endpoint does not check it
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.endpoint,
        }


def _differences(change: dict[str, Any]) -> str:
    """What a change would make of what."""
    before, after = change.get("before"), change.get("after")  # what is not known yet is left out
    if not isinstance(before, dict) or not isinstance(after, dict):
        return f"{before} -> {after}"
    keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return ", ".join(f"{key}: {before.get(key)} -> {after.get(key)}" for key in keys)


def _plain(command: str) -> list[str]:
    return [] if command in {"state", "output", "show"} else ["-no-color"]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def plugin_arguments() -> list[str]:
    """Where providers are taken from, when a folder of this machine has them."""
    named = {"FOVEA_TERRAFORM_MIRROR": NAMED_MIRROR} if NAMED_MIRROR else {}
    found = subprocess.run(
        [ROOT / "terraform" / "scripts" / "find-providers"],
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    return [f"-plugin-dir={found}"] if found else []


def is_installed() -> bool:
    """Whether this machine has Terraform."""
    return shutil.which("terraform") is not None
