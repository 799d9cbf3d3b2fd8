"""Virtual environments in which one service is installed with what it declares, and nothing else.

Other people's packages are lent from the environment of the tests, where all of them are at the locked
versions: that takes no network and no time. Our own are built and installed from a copy of their source, so
what a project forgets to pack is missing here as it would be in an image.
"""

import shutil
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LEFT_OUT = ROOT / "requirements" / "left-out.in"


def install(service: str, folder: Path) -> Path:
    """An environment in `folder` with the service of that name (a folder of src); its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for one in needed_by(f"fovea-{service}"):
        _lend(one, packages)
    sources = folder / "sources"
    for name in ("common", service):
        shutil.copytree(
            ROOT / "src" / name, sources / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
        )
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "--target", str(packages)]
    subprocess.run([*command, sources / "common", sources / service], check=True, capture_output=True)
    shutil.rmtree(sources)
    return folder / "bin" / "python"


def needed_by(name: str) -> list[Distribution]:
    """Other people's packages that a project needs, directly or through others, but for those that are left
    out.
    """
    lines = LEFT_OUT.read_text().splitlines()
    left_out = {
        canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("#")
    }
    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    seen = set(waiting)
    while waiting:
        current, extras = waiting.pop()
        package = distribution(current)
        found[package.metadata["Name"].lower()] = package
        for text in package.requires or []:
            requirement = Requirement(text)
            marker = requirement.marker
            if marker and not any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
                continue
            if canonicalize_name(requirement.name) in left_out:
                continue
            wanted = (requirement.name, frozenset(requirement.extras))
            if wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)
    return [package for key, package in found.items() if key != "fovea" and not key.startswith("fovea-")]


def _lend(package: Distribution, packages: Path) -> None:
    for name in {path.parts[0] for path in package.files or []}:
        original, link = Path(str(package.locate_file(name))), packages / name
        if name != ".." and original.exists() and not link.exists():
            link.symlink_to(original)
