"""The documentation is true: what it lists is what there is."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLDER_SYSTEMS = sorted((ROOT / "docs" / "older-systems").glob("*.md"))
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", ["settings", "sources"])
def test_a_page_that_is_made_is_what_the_code_says(page: str) -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / f"{page}_reference.py"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert (ROOT / "docs" / f"{page}.md").read_text() == made, (
        f"make it anew: python scripts/{page}_reference.py > docs/{page}.md"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text()) + re.findall(r'src="([^"]+)"', page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z0-9-]+)", (ROOT / "README.md").read_text()))
    assert named
    assert named <= targets


def test_every_benchmark_is_named_and_has_its_figures() -> None:
    files = [path for path in (ROOT / "tests" / "benchmarks").glob("*.py") if "__main__" in path.read_text()]
    names = {path.stem.replace("_", "-") for path in files}
    figures = set(
        re.findall(r"^## (\S+)$", (ROOT / "docs" / "benchmarks.md").read_text(), flags=re.MULTILINE)
    )
    readme = (ROOT / "README.md").read_text().partition("## How fast")[2]
    assert names == figures
    assert names <= set(re.findall(r"(?:`|NAME=)([a-z-]+)`", readme))


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}-[^)]+\.md)\)", (folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_every_setting_that_a_page_names_exists() -> None:
    settings = ROOT / "docs" / "settings.md"
    names = re.compile(r"\b(?:FOVEA|FLICKR)_[A-Z_]+[A-Z]\b")
    known = set(names.findall(settings.read_text()))
    named = {name for page in PAGES if page != settings for name in names.findall(page.read_text())}
    assert named
    assert named <= known


@pytest.mark.parametrize("page", OLDER_SYSTEMS, ids=lambda page: page.stem)
def test_every_test_that_a_page_about_an_older_system_names_exists(page: Path) -> None:
    named = re.findall(r"`([^`]+\.(?:py|ts|hcl))::([^`]+)`", page.read_text())
    assert len(named) > 20
    assert [f"{path}::{name}" for path, name in named if name not in names_of_tests_in(ROOT / path)] == []


@pytest.mark.parametrize("page", OLDER_SYSTEMS, ids=lambda page: page.stem)
def test_every_fault_of_an_older_system_has_a_test_that_keeps_it_away(page: Path) -> None:
    tables = re.findall(r"^\| fault \|.*\n\|[-|]+\n((?:\|.*\n)+)", page.read_text(), flags=re.MULTILINE)
    faults = [row for table in tables for row in table.splitlines()]
    assert len(faults) > 20
    assert [row for row in faults if "::" not in row.split(" | ")[-1]] == []


def names_of_tests_in(file: Path) -> set[str]:
    """The names of the tests of a file, in Python, in TypeScript or in Terraform's language."""
    if not file.is_file():
        return set()
    if file.suffix == ".hcl":
        return set(re.findall(r'^run "([^"]+)"', file.read_text(), flags=re.MULTILINE))
    if file.suffix == ".ts":
        return set(re.findall(r"\bit\('([^']+)'", file.read_text()))
    tree = ast.parse(file.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
