"""Writes what Terraform's module observability reads: a template of each dashboard's body and all alarms.

`python scripts/dashboards.py` writes them; with a folder as its argument, there instead. A test keeps the
files the same as what this makes.
"""

import json
import sys
from pathlib import Path
from typing import Any

from monitoring.alarms import all_alarms
from monitoring.pages import all_pages

MODULE = Path(__file__).parents[1] / "terraform" / "modules" / "observability"


def files() -> dict[str, Any]:
    """The contents of each file by its path in the module."""
    pages = {f"dashboards/{name}.json.tftpl": body for name, body in all_pages().items()}
    return {**pages, "alarms.json": all_alarms()}


def main(folder: Path = MODULE) -> None:
    """Write all of them."""
    for name, content in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
