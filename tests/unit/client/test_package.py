"""The client as somebody installs it: by itself, typed, with what it says that it needs."""

import subprocess
import sys
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
