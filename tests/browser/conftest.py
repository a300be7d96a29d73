"""A browser before a website that is served for real; every page that a test opens is watched to its end."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from backend.local import Anvil, Postgres, compile_contracts
from backend.migrations import migrate
from tests.backend.memory import open_folder
from tests.backend.world import World
from tests.browser import chromium
from tests.browser.pages import REFUSED, Library
from tests.browser.scene import Scene, play
from tests.browser.sheet import Sheet
from tests.browser.stage import PATIENCE, Stage
from tests.browser.watch import Watch

FINALITY = 4
"""anvil calls safe what is 4 blocks old, and final what is 8."""
TEMPLATE = "coprod_migrated"

TurnTo = Callable[..., Page]

# Five seconds are too few on a machine that is busy with other tests.
expect.set_options(timeout=PATIENCE * 1_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable(),
            args=list(chromium.ARGUMENTS),
            env=chromium.environment(),
            timeout=PATIENCE * 1_000,
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with (
        open_folder(tmp_path_factory.mktemp("postgres")) as folder,
        Postgres(folder, durable=False) as server,
    ):
        migrate(server.create_database(TEMPLATE))
        yield server


def open_stage(
    name: str, home: Path, postgres: Postgres, play_before: Callable[[World], Any]
) -> Iterator[Any]:
    """The stage and what was played on it before its worker and website started."""
    compile_contracts()
    with Anvil(finality=FINALITY) as anvil:
        world = World(anvil)
        played = play_before(world)
        with Stage(home, world, postgres.create_database(name, template=TEMPLATE)) as stage:
            yield stage, played


@pytest.fixture(scope="session")
def shown(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Scene]]:
    yield from open_stage("scene", tmp_path_factory.mktemp("scene"), postgres, play)


@pytest.fixture(scope="session")
def scene(shown: tuple[Stage, Scene]) -> Scene:
    """Projects in every state. Nobody acts here: see `stage` for that."""
    return shown[1]


@pytest.fixture(scope="session")
def site(shown: tuple[Stage, Scene]) -> Stage:
    """The website of `scene`."""
    return shown[0]


@pytest.fixture(scope="session")
def library(shown: tuple[Stage, Scene]) -> Library:
    """Every page of `site`, by name."""
    return Library(*shown)


@pytest.fixture(scope="session")
def stage(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Where stories are played, each with a project of its own."""
    for opened, _ in open_stage("stories", tmp_path_factory.mktemp("stories"), postgres, lambda world: None):
        yield opened


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What pages did that they must not; the test fails at its end for it."""
    watching = Watch()
    yield watching
    watching.check()


@pytest.fixture
def open_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """A reader's own browser, which shares nothing; options as Playwright's new_context has them."""
    opened: list[BrowserContext] = []

    def make(stage: Stage, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=stage.url, **options)
        context.set_default_timeout(PATIENCE * 1_000)
        watch.follow(context, stage.url)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def sheet() -> Iterator[Sheet]:
    """Keeps pictures of pages; they are one at the end."""
    made = Sheet()
    yield made
    made.compose()


@pytest.fixture
def turn_to(library: Library, open_context: Callable[..., BrowserContext], watch: Watch) -> TurnTo:
    """A page of NAMES in a browser of its own: turn_to(name, language, options of open_context)."""

    def turn(name: str, language: str = "en", **options: Any) -> Page:
        if name in REFUSED:
            watch.allow_status(REFUSED[name])
        return library.turn_to(name, open_context(library.site, locale=language, **options), language)

    return turn
