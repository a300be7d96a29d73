"""The papers, from the API and from the terminal: the same bytes."""

from functools import partial
from pathlib import Path

import httpx
import pytest
from anyio import to_thread
from typer.testing import CliRunner

from backend.cli.papers import app
from tests.backend.api.conftest import client
from tests.backend.conftest import Follow
from tests.backend.world import Project, World

__all__ = ["client"]


@pytest.fixture
async def booked(project: Project, world: World, follow: Follow) -> Project:
    """All of it final."""
    world.mine(70)
    await follow()
    return project


async def test_api_and_terminal_give_the_same_files(
    booked: Project,
    world: World,
    client: httpx.AsyncClient,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COPROD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    year, books = f"/v1/wallets/{world.fan}/years/2030", f"/v1/projects/{booked.campaign}/years/2030"
    asked = {
        f"{year}?format=pdf&language=en": ("holder", world.fan, "--format", "pdf", "--language", "en"),
        f"{books}?format=xlsx": ("accountant", booked.campaign, "--format", "xlsx"),
        f"{books}?format=fec&siren=732829320": ("accountant", booked.campaign, "--siren", "732829320"),
    }
    for path, (command, address, *options) in asked.items():
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        arguments = [command, address, "2030", *options]
        ran = await to_thread.run_sync(partial(CliRunner().invoke, app, arguments, catch_exceptions=False))
        assert ran.exit_code == 0, ran.output
        name = answer.headers["content-disposition"].removeprefix('attachment; filename="').removesuffix('"')
        assert name in ran.output
        assert (tmp_path / name).read_bytes() == answer.content
    assert name == "732829320FEC20301231.txt"


async def test_the_terminal_says_that_a_paper_is_empty(
    booked: Project, world: World, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nobody hands it on who took a wrong address or year."""
    monkeypatch.setenv("COPROD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    for command, address, year, said in (
        ("holder", world.patron, "2030", f"no project had to do with {world.patron} in 2030"),
        ("accountant", booked.campaign, "2029", "It has no entry"),
        ("holder", world.fan, "2030", ""),
    ):
        ran = await to_thread.run_sync(
            partial(CliRunner().invoke, app, [command, address, year], catch_exceptions=False)
        )
        assert ran.exit_code == 0, ran.output
        written, *more = ran.output.splitlines()
        assert written.startswith("Written: ")
        assert len(more) == bool(said)
        assert said in "".join(more)


@pytest.mark.parametrize(
    ("format", "media_type", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF-1.7"),
        ("csv", "text/csv; charset=utf-8", "\ufeffNature;".encode()),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
async def test_a_wallets_year_comes_in_each_format(
    project: Project, world: World, client: httpx.AsyncClient, format: str, media_type: str, begins: bytes
) -> None:
    answer = await client.get(f"/v1/wallets/{world.fan.lower()}/years/2030", params={"format": format})
    assert answer.headers["content-type"] == media_type
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].endswith(f'-{world.fan}.{format}"')


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("wallets/{fan}/years/2032", 404, "year-ahead"),
        ("wallets/{fan}/years/1970", 422, "request-invalid"),
        ("wallets/{fan}/years/2030?format=fec", 422, "request-invalid"),
        ("projects/{fan}/years/2030", 404, "project-unknown"),
        ("projects/{campaign}/years/2030?format=fec&rate=0.9", 422, "rate-missing"),
        ("projects/{campaign}/years/2030?format=fec&rate=1e3&rate_source=me", 422, "rate-missing"),
    ],
)
async def test_what_cannot_be_drawn_up_is_explained(
    project: Project, world: World, client: httpx.AsyncClient, path: str, status: int, kind: str
) -> None:
    answer = await client.get("/v1/" + path.format(fan=world.fan, campaign=project.campaign))
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert answer.json()["detail"]


async def test_nobody_read_any_block_yet(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/v1/wallets/0x{40 * '1'}/years/2026")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-mirrored-yet")
