"""7.1, K18: what the chain took back stays readable, as taken back."""

import httpx
import pytest

from tests.backend.api.test_answer_from_chain import get
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


@pytest.fixture
async def project(world: World, follow: Follow) -> Project:
    """Three fans contributed, each in a block, which moved shares to each."""
    made = world.propose()
    world.start(made)
    world.allow(made, made.campaign, *world.fans[:3])
    for number, fan in enumerate(world.fans[:3], start=1):
        world.contribute(made, fan, number)
    await follow()
    return made


async def test_nothing_was_taken_back_yet(client: httpx.AsyncClient, project: Project) -> None:
    reorgs, retracted = await get(client, "/v1/reorgs"), await get(client, "/v1/retracted")
    assert (reorgs["reorgs"], reorgs["next"]) == ([], None)
    assert (retracted["retracted"], retracted["next"]) == ([], None)


async def test_a_reorg_tells_where_the_chain_forked(
    world: World, client: httpx.AsyncClient, project: Project, follow: Follow
) -> None:
    old = world.block()
    world.reorg(2)
    await follow()
    (reorg,) = (await get(client, "/v1/reorgs"))["reorgs"]
    fork = world.block(world.head() - 2)
    assert (reorg["fork_number"], reorg["fork_hash"]) == (int(fork["number"], 16), fork["hash"])
    assert (reorg["old_number"], reorg["old_hash"]) == (int(old["number"], 16), old["hash"])
    assert (reorg["new_number"], reorg["new_hash"]) == (world.head(), world.block()["hash"])
    assert (reorg["depth"], reorg["rows"]) == (2, 4)
    assert (await get(client, "/v1/status"))["last_reorg"] == reorg


async def test_rows_are_as_they_were_said(
    world: World, client: httpx.AsyncClient, project: Project, follow: Follow
) -> None:
    old = world.block()
    world.reorg(2)
    await follow()
    answer = await get(client, "/v1/retracted", campaign=project.campaign.lower())
    assert [each["event"] for each in answer["retracted"]] == 2 * ["contributions", "transfers"]
    newest = answer["retracted"][0]
    assert newest["finality"] == "retracted"
    assert newest["campaign"] == project.campaign
    assert (newest["block_number"], newest["block_hash"]) == (int(old["number"], 16), old["hash"])
    assert newest["transaction_hash"] == old["transactions"][0]
    assert newest["values"]["fan"] == newest["values"]["payer"] == world.fans[2]
    assert (newest["values"]["shares"], newest["values"]["amount"]) == (3, str(30 * EURO))
    assert {"campaign", "block_number", "transaction_hash"}.isdisjoint(newest["values"])
    mirrored = await get(client, f"/v1/projects/{project.campaign}")
    assert mirrored["raised"]["raw"] == str(10 * EURO)


async def test_pages_go_through_all_of_it_once(
    world: World, client: httpx.AsyncClient, project: Project, follow: Follow
) -> None:
    world.reorg(2)
    await follow()
    for fan in world.fans[1:3]:
        world.contribute(project, fan, 1)
    await follow()
    world.reorg(2)
    await follow()
    for path, name in (("/v1/reorgs", "reorgs"), ("/v1/retracted", "retracted")):
        whole = await get(client, path)
        paged, before = [], {}
        while True:
            page = await get(client, path, limit=1, **before)
            paged += page[name]
            if page["next"] is None:
                break
            before = {"before": page["next"]}
        assert paged == whole[name], path
        assert whole["next"] is None
    assert [each["id"] for each in (await get(client, "/v1/reorgs"))["reorgs"]] == [2, 1]
    rows = (await get(client, "/v1/retracted"))["retracted"]
    assert [each["reorg"] for each in rows] == [2, 2, 2, 2, 1, 1, 1, 1]
    assert (await get(client, "/v1/retracted", reorg=1))["retracted"] == rows[4:]


async def test_a_project_that_was_taken_back_has_its_rows(
    world: World, client: httpx.AsyncClient, follow: Follow
) -> None:
    made = world.propose()
    world.approve(made)
    await follow()
    world.reorg(2)
    await follow()
    assert (await client.get(f"/v1/projects/{made.campaign}")).status_code == 404
    rows = (await get(client, "/v1/retracted", campaign=made.campaign))["retracted"]
    assert [each["event"] for each in rows] == ["status_changes", "status_changes", "projects"]
    assert rows[-1]["values"]["producer"] == world.producer
    assert rows[-1]["values"]["terms"]["campaign"]["artist"] == world.artist
    assert (await get(client, "/v1/retracted", campaign=world.stranger))["retracted"] == []
