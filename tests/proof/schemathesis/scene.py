"""What is asked: the website's own scene, served by the processes that serve it for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.local import Anvil, Postgres, compile_contracts
from backend.migrations import migrate
from tests.backend.world import PEOPLE, World
from tests.browser.scene import play
from tests.browser.stage import Stage

FINALITY = 4
"""anvil calls safe what is 4 blocks old, and final what is 8."""
SITE = "https://coprod.example"
SETTINGS = {
    # With HTTPS before it, as the document describes the session's cookie.
    "COPROD_SITE_URL": SITE,
    # Webhooks can be made where no name of the net is looked up.
    "COPROD_WEBHOOKS_PRIVATE": "true",
    # Counted, so that answers say it, and never too many.
    **{f"COPROD_RATE_{each}": "1000000000" for each in ("READS", "KEY_READS", "WRITES", "SIGN_INS")},
}
NOBODY = "http://127.0.0.1:9/hooks"
"""Where webhooks go: nobody listens at port 9."""


@dataclass(frozen=True)
class Served:
    """dictionaries: values that lead somewhere, by the name that schemathesis.toml gives them."""

    url: str
    dictionaries: dict[str, list[str]]


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Six projects, at a URL of this machine until the end. folder: empty."""
    compile_contracts()
    home = folder / "home"
    home.mkdir()
    with Postgres(folder / "postgres", durable=False) as postgres, Anvil(finality=FINALITY) as anvil:
        world = World(anvil)
        played = play(world)
        projects = (played.financed, played.wound_down, played.failed, played.announced, played.raising)
        database_url = postgres.create_database("schemathesis")
        migrate(database_url)
        with Stage(home, world, database_url, **SETTINGS) as stage:
            campaigns = [each.campaign for each in projects]
            wallets = [getattr(world, each) for each in PEOPLE]
            yield Served(stage.url, {"campaigns": campaigns, "wallets": wallets, "receivers": [NOBODY]})
