"""The client as somebody installs it: by itself, typed, with what it says that it needs."""

import email
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).parents[3] / "src" / "client" / "fovea_client"
OTHERS = (
    "fovea",
    "fovea_cli",
    "api_server",
    "puller",
    "ingester",
    "scheduler",
    "response_readers",
    "simulator",
)


def test_nothing_else_of_fovea_is_imported() -> None:
    listing = "import sys, fovea_client; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    said = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "fovea_client" in said
    assert set(said) & set(OTHERS) == set()


def test_types_go_with_it() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_all_that_is_offered_is_there() -> None:
    import fovea_client

    assert [name for name in fovea_client.__all__ if not hasattr(fovea_client, name)] == []
    assert fovea_client.__all__ == sorted(fovea_client.__all__)


def test_a_wheel_has_all_of_it_and_asks_for_two_packages(tmp_path: Path) -> None:
    project = tmp_path / "client"
    shutil.copytree(
        PACKAGE.parent, project, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__", "build")
    )
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(project)], check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("fovea_client-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith("METADATA"))
        wanted = email.message_from_bytes(archive.read(metadata)).get_all("Requires-Dist")
    assert sorted(wanted or []) == ["msgspec", "requests"]
    modules = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*.py")}
    assert modules | {"fovea_client/py.typed"} == {name for name in names if ".dist-info" not in name}
