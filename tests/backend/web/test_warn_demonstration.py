"""A chain of the reader's own machine is told from one that holds money."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.web.conftest import Read
from tests.backend.world import Project, World

BANNERS = {
    "en": "A demonstration with test money. The chain runs on this machine alone, and its clock",
    "fr": "Démonstration, avec de l’argent fictif. La chaîne ne tourne que sur cette machine, et son horloge",
}
PATHS = ("/", "/about", "/portfolio", "/portfolio/{fan}", "/projects/{campaign}")


@pytest.mark.parametrize(("chain", "warned"), [(31337, True), (1337, True), (1, False), (137, False)])
async def test_every_page_warns_on_a_development_chain_and_on_no_other(
    world: World, project: Project, read: Read, engine: AsyncEngine, chain: int, warned: bool
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("update cursor set chain_id = :chain"), {"chain": chain})
    for language, words in BANNERS.items():
        for path in PATHS:
            page = await read(f"/{language}" + path.format(fan=world.fan, campaign=project.campaign))
            assert (words in page.text) == warned, (language, path)
    proofs = (await read(f"/en/projects/{project.campaign}")).text
    assert ("which no public explorer shows" in proofs) == warned
    assert ("Any explorer of that chain shows the same." in proofs) != warned
