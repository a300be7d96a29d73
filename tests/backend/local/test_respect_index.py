"""uv takes packages from where pip is configured to take them."""

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest

from backend.local.bootstrap import index_settings, pip_settings
from backend.local.paths import ROOT

PIP_CONFIGURATION = """
[global]
index-url = https://packages.example/simple
extra-index-url =
    https://one.example/simple
    https://two.example/simple
trusted-host = packages.example
timeout = 7

[install]
index-url = https://for-install.example/simple
"""


@pytest.fixture(autouse=True)
def pip_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("PIP_", "UV_", "SSL_CERT")):
            monkeypatch.delenv(name)
    configuration = tmp_path / "pip.conf"
    configuration.write_text(PIP_CONFIGURATION)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configuration))


def test_every_index_of_pips_configuration_is_passed_on() -> None:
    options, _ = index_settings()
    pairs = list(pairwise(options))
    assert ("--default-index", "https://for-install.example/simple") in pairs
    assert ("--index", "https://one.example/simple") in pairs
    assert ("--index", "https://two.example/simple") in pairs
    assert ("--index-strategy", "unsafe-best-match") in pairs
    assert ("--allow-insecure-host", "packages.example") in pairs


def test_environment_wins_over_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://now.example/simple")
    monkeypatch.setenv("PIP_CERT", "/company.pem")
    options, environment = index_settings()
    assert ("--default-index", "https://now.example/simple") in pairwise(options)
    assert environment["SSL_CERT_FILE"] == "/company.pem"


def test_no_index_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert pip_settings()["no-index"] == "1"
    assert "--no-index" in index_settings()[0]


def test_uvs_own_configuration_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example/simple")
    assert index_settings()[0] == []


def test_lock_files_pin_hashes_and_hold_no_registry_address() -> None:
    python = (ROOT / "requirements.lock").read_text()
    assert "://" not in python
    assert all("==" in line for line in python.splitlines() if not line.startswith(" "))
    node = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not any("resolved" in package for package in node.values())
    assert all("integrity" in package for path, package in node.items() if path)
