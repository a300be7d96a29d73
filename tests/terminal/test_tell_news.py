"""`coprod campaign news`: a producer signs in to a real site with a key, and fans read it (7.3, 9.4)."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from backend.local import Postgres
from backend.local.processes import Child, free_port
from tests.backend.memory import open_folder
from tests.terminal.stage import COPROD, Desk
from tests.terminal.teletype import PATIENCE

SLUG = "vallee-des-ombres"


@pytest.fixture
def site(platform: Desk, tmp_path: Path) -> Iterator[str]:
    """A worker and the website on the platform's chain."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with open_folder(tmp_path / "postgres") as folder, Postgres(folder, durable=False) as postgres:
        environment = platform.environment | {
            "COPROD_DATABASE_URL": postgres.create_database("coprod"),
            "COPROD_PORT": str(port),
            "COPROD_POLL_SECONDS": "0.25",
        }
        children = [
            Child(f"coprod {verb}", [COPROD, verb], folder=tmp_path, environment=environment)
            for verb in ("worker", "serve")
        ]
        try:
            children[0].wait_until(lambda: is_there(url + "/ready"), PATIENCE)
            yield url
        finally:
            for each in reversed(children):
                each.stop()


def catch_up(site: str, desk: Desk) -> None:
    """Returns once the site has read the chain's newest block."""
    head, deadline = int(desk.anvil.request("eth_blockNumber"), 16), time.monotonic() + PATIENCE
    while httpx.get(f"{site}/v1/status").json()["as_of"]["block"] < head:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_there(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.HTTPError:
        return False


def test_fans_read_what_a_producer_told_at_the_terminal(platform: Desk, desk: Desk, site: str) -> None:
    desk.run("new", "p.toml", "--model", "community", "--yes", "--name", "Vallée des Ombres", *TEXTS)
    desk.run("plan", "p.toml", "-o", "p.json", "--no-simulation")
    desk.run("apply", "p.json", "--yes")
    campaign = desk.ask("status", SLUG, expect=4)["projects"][0]["campaign"]
    (desk.folder / "news.txt").write_text("On Monday, in the snow.")
    words = ("--title-en", "We record", "--text-en", "news.txt", "--site", site)

    catch_up(site, desk)
    refused = desk.run("news", SLUG, *words, "--yes", expect=1)
    assert "approved" in refused.stderr, "a site keeps no news of a project that its platform does not know"
    platform.brownie("campaign", "approve", SLUG)
    catch_up(site, desk)
    told = desk.sit_down("news", SLUG, *words)
    told.expect("Type yes to go on: ")
    told.type("yes")
    assert told.wait() == 0, told.plain
    news = httpx.get(f"{site}/v1/projects/{campaign}/news").json()["news"]
    assert [(each["title_en"], each["text_en"]) for each in news] == [
        ("We record", "On Monday, in the snow.")
    ]
    assert "On Monday, in the snow." in httpx.get(f"{site}/en/projects/{campaign}").text


def test_a_site_without_https_or_words_is_refused(desk: Desk) -> None:
    refused = desk.run("news", SLUG, "--site", "http://coprod.example", expect=1)
    assert "nothing to tell" in refused.stderr
    assert "by --site" in desk.run("news", SLUG, "--title-en", "x", expect=1).stderr


TEXTS = ("--english", "Songs.", "--french", "Chansons.")
