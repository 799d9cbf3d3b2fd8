"""The Dockerfile and the compose file: what they start is what there is, nobody knows more than they must."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from fovea_cli.planning import SECRETS

ROOT = Path(__file__).parents[2]
OURS = {"api-server", "scheduler", "puller", "ingester", "response-readers", "simulator"}
OF_OTHER_IMAGES = {"migrate", "image-ingester"}  # the API server's and the ingester's
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_every_service_runs_in_a_container() -> None:
    built = {name for name, one in SERVICES.items() if "build" in one}
    assert built == OURS | OF_OTHER_IMAGES
    for name in OURS:
        service = SERVICES[name]
        assert service["build"]["args"]["SERVICE"] == name
        assert (ROOT / "src" / name / name.replace("-", "_") / "__main__.py").is_file()


def test_containers_can_write_nowhere_and_have_no_rights() -> None:
    for name in OURS | OF_OTHER_IMAGES:
        service = SERVICES[name]
        assert service["read_only"], name
        assert service["tmpfs"] == ["/tmp"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)


def test_secrets_reach_those_who_need_them_and_nobody_else() -> None:
    for setting, kinds in SECRETS.items():
        holders = {name for name, one in SERVICES.items() if setting in one.get("environment", {})}
        assert holders == {"migrate" if kind == "migration" else kind for kind in kinds}, setting


def test_no_secret_of_ours_stands_in_the_file() -> None:
    made = {"FOVEA_SERVICE_TOKEN", "FOVEA_TOKEN_KEYS", "MARIADB_PASSWORD"}
    values = [
        (name, key, value)
        for name, one in SERVICES.items()
        for key, value in one.get("environment", {}).items()
        if key in made
    ]
    assert len(values) >= len(made)
    assert [
        one
        for one in values
        if not re.fullmatch(r"\$\{FOVEA_[A-Z_]+:\?make run-localstack sets it\}", one[2])
    ] == []


def test_every_setting_in_a_container_exists() -> None:
    known = set(re.findall(r"`((?:FOVEA|FLICKR|AWS)_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    named = {key for one in SERVICES.values() for key in one.get("environment", {})}
    named |= set(re.findall(r"\b(FOVEA_[A-Z_]+)=", DOCKERFILE))
    ours = {name for name in named if name.startswith(("FOVEA_", "FLICKR_"))}
    assert len(ours) > 15
    assert sorted(ours - known) == []


def test_every_image_of_others_is_pinned_to_a_version() -> None:
    images = [one["image"] for one in SERVICES.values() if "build" not in one]
    images += re.findall(r"^ARG BASE=(\S+)$", DOCKERFILE, re.MULTILINE)
    assert len(images) == 4
    assert [image for image in images if not re.search(r":\d+\.\d+\.\d+(-[a-z]+)*$", image)] == []


def test_everybody_waits_for_the_migration() -> None:
    for name in (OURS | OF_OTHER_IMAGES) - {"simulator", "migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}, (
            name
        )


def test_the_dockerfile_has_no_known_fault() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert said.stdout + said.stderr == ""


@pytest.mark.parametrize("service", sorted(OURS))
def test_what_an_image_is_made_of_is_not_ignored(service: str) -> None:
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    paths = [path.replace("${SERVICE}", service) for line in copied for path in line.split()]
    assert len(paths) > 5
    for path in paths:
        assert (ROOT / path).exists(), path
        assert any(path == one or path.startswith(f"{one}/") for one in allowed), path
