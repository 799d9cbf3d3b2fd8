"""The part of requirements/runtime.txt that one service needs: `python service_packages.py puller`.

Asks pip which of the locked packages the service's and the kernel's own requirements lead to, without
installing any, and writes their lines with versions and hashes. Uses nothing that Python does not bring.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "runtime.txt"
LEFT_OUT = ROOT / "requirements" / "left-out.in"
KERNEL = re.compile(r"fovea(?:\[([a-z]+)\])?")
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")


def entries() -> dict[str, list[str]]:
    """The lines of each locked package, with its hashes, by name: one entry or several, by Python version."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", LOCK.read_text()):
        if match := REQUIREMENT.match(entry):
            found.setdefault(match.group(1), []).append(entry.rstrip())
    return found


def left_out() -> set[str]:
    """Packages that others ask for, and that are not installed all the same."""
    lines = LEFT_OUT.read_text().splitlines()
    return {line.partition(" ")[0] for line in lines if line and not line.startswith("#")}


def wanted_by(service: str) -> list[str]:
    """What the pyproject.toml of the kernel and of the service ask for."""
    wanted = ["setuptools"]  # builds our own packages; a new virtual environment has an old one, or none
    kernel, project = (
        tomllib.loads((ROOT / "src" / folder / "pyproject.toml").read_text())["project"]
        for folder in ("common", service)
    )
    for name in [*kernel["dependencies"], *project["dependencies"]]:
        if extra := KERNEL.fullmatch(name):
            wanted += kernel["optional-dependencies"][extra[1]] if extra[1] else []
        else:
            wanted.append(name)
    return wanted


def resolved(wanted: list[str], locked: dict[str, list[str]]) -> set[str]:
    """The names of all packages that these lead to, at the locked versions."""
    with tempfile.TemporaryDirectory() as folder:
        versions = Path(folder) / "versions.txt"
        lines = [entry.partition(" \\")[0] for entries in locked.values() for entry in entries]
        versions.write_text("\n".join(lines) + "\n")
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--only-binary", ":all:", "--report", str(report), "--constraint", str(versions)]
        subprocess.run([*command, *wanted], check=True, stdout=sys.stderr)
        packages = json.loads(report.read_text())["install"]
    return {re.sub(r"[-_.]+", "-", package["metadata"]["name"]).lower() for package in packages}


def main(service: str) -> None:
    """Write the lock of one service."""
    locked = entries()
    names = resolved(wanted_by(service), locked) - left_out()
    if missing := sorted(names - locked.keys()):
        sys.exit(f"not in {LOCK.name}: {', '.join(missing)}. `make lock` pins them.")
    print("\n".join(entry for name in sorted(names) for entry in locked[name]))


if __name__ == "__main__":
    main(*sys.argv[1:])
