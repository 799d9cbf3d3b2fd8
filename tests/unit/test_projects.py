"""Each service is a project that says itself what it needs, and every need is pinned."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECTS = sorted(path.parent for path in ROOT.glob("src/*/pyproject.toml"))
LOCKS = sorted(ROOT.glob("requirements/*.txt"))

# Needed without being imported: a driver that is named in an address, and what moto's server imports.
# Of rapidocr, only the models are used.
NOT_IMPORTED = {"pymysql", "flask-cors", "rapidocr"}
OURS = {"fovea"}


def canonical(name: str) -> str:
    """The name of a distribution without extras and versions, as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name.strip())[0]).lower()


@cache
def distributions() -> dict[str, list[str]]:
    return {module: [canonical(name) for name in found] for module, found in packages_distributions().items()}


def declared(project: Path) -> set[str]:
    table = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    optional = [name for names in table.get("optional-dependencies", {}).values() for name in names]
    return {canonical(name) for name in [*table["dependencies"], *optional]}


def imported(project: Path) -> set[str]:
    """The distributions that a project's modules import."""
    own = {path.name for path in project.iterdir() if (path / "__init__.py").is_file()}
    found: set[str] = set()
    for file in project.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            else:
                continue
            for module in modules:
                top = module.split(".")[0]
                if top in sys.stdlib_module_names or top in own or top.startswith("mypy_boto3"):
                    continue
                if top == "fovea":
                    found.add("fovea")
                    continue
                known = distributions().get(top)
                assert known, f"{file} imports {top}, which nothing that is installed provides"
                # A namespace like google.* may come from several: any of them will do.
                found.add(known[0])
    return found


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_a_project_declares_whatever_it_imports(project: Path) -> None:
    assert imported(project) - declared(project) == set()


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_a_project_declares_nothing_that_it_does_not_need(project: Path) -> None:
    assert declared(project) - imported(project) - NOT_IMPORTED == set()


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_what_a_project_declares_is_pinned(project: Path) -> None:
    wanted = (ROOT / "requirements" / "runtime.in").read_text().splitlines()
    assert declared(project) - OURS <= {canonical(line) for line in wanted if line and line[0] not in "#-"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_a_version_and_hashes_for_each_package_and_no_address(lock: Path) -> None:
    pinned: list[str] = []
    hashes = 0
    for line in lock.read_text().splitlines():
        if line.startswith("    --hash=sha256:"):
            hashes += 1
            continue
        assert hashes or not pinned, f"{pinned[-1]} has no hash"
        assert re.fullmatch(r"[a-z0-9.-]+==[^ ]+( ; .+)? \\", line), line
        pinned.append(line)
        hashes = 0
    assert hashes

    wanted = lock.with_suffix(".in").read_text().splitlines()
    locked = {canonical(line) for line in pinned}
    assert {canonical(line) for line in wanted if line and line[0] not in "#-"} <= locked


def test_the_tests_run_with_the_versions_that_the_programs_run_with() -> None:
    runtime, dev = (
        {line.split(" \\")[0] for line in path.read_text().splitlines() if "==" in line}
        for path in (ROOT / "requirements" / "runtime.txt", ROOT / "requirements" / "dev.txt")
    )
    assert runtime <= dev
