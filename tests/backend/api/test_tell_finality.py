"""7.1: each row is seen, safe or final by its block, and the API says which."""

import re
from typing import Any

import httpx
import pytest

from tests.backend.api.test_answer_from_chain import get
from tests.backend.conftest import FINALITY, Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, World


@pytest.fixture
async def project(world: World, follow: Follow) -> Project:
    """Payments that are final, safe and seen: at success, of a deposit, and of a payout."""
    made = world.raise_funds()
    world.announce(made, 0)
    world.mine(FINALITY)
    world.read(made)
    world.deposit(made, 1_000 * EURO)
    world.mine(FINALITY)
    world.payout(made, world.fan)
    world.transfer(made, world.second_fan, world.stranger, 15)
    world.mine(FINALITY // 2)
    await follow()
    return made


async def test_payments_of_three_ages(client: httpx.AsyncClient, project: Project) -> None:
    answer = await get(client, f"/v1/projects/{project.campaign}/payments")
    assert [(each["purpose"], each["finality"]) for each in answer["payments"]] == [
        ("royalty", "seen"),
        ("position", "safe"),
        ("position", "safe"),
        ("release", "safe"),
        ("fee", "final"),
    ]
    assert answer["as_of"]["finality"] == "seen"


async def test_every_row_says_what_its_block_is_called(
    world: World, client: httpx.AsyncClient, project: Project
) -> None:
    """Wherever an answer has the block of an event, beside it is what the node calls that block."""
    safe, final = (int(world.block(which)["number"], 16) for which in ("safe", "finalized"))
    path = f"/v1/projects/{project.campaign}"
    parts = ("", "/holders", "/deposits", "/statements", "/payments", "/financing", "/production")
    rows: list[tuple[int, str]] = []
    for each in [*(path + part for part in parts), f"/v1/wallets/{world.fan}"]:
        before = len(rows)
        rows += places(await get(client, each))
        assert len(rows) > before, each
    assert {finality for _, finality in rows} == {"seen", "safe", "final"}
    for block, finality in rows:
        assert finality == ("final" if block <= final else "safe" if block <= safe else "seen"), block


async def test_what_was_seen_becomes_final(
    world: World, client: httpx.AsyncClient, project: Project, follow: Follow
) -> None:
    path = f"/v1/projects/{project.campaign}/payments"
    before = await get(client, path)
    world.mine(2 * FINALITY)
    await follow()
    after = await get(client, path)
    assert {each["finality"] for each in after["payments"]} == {"final"}
    for each in (*before["payments"], *after["payments"]):
        del each["finality"]
    assert after["payments"] == before["payments"]


async def test_an_ended_question_has_the_finality_of_its_end(
    client: httpx.AsyncClient, project: Project
) -> None:
    (asked,) = (await get(client, f"/v1/projects/{project.campaign}/production"))["past"]
    assert (asked["finality"], asked["ended_finality"]) == ("final", "safe")
    assert asked["ended_block_number"] > asked["block_number"]


@pytest.mark.parametrize(
    ("blocks", "english", "french"),
    [(1, "recent", "récent"), (FINALITY + 1, "safe", "sûr"), (2 * FINALITY + 1, "final", "définitif")],
)
async def test_pages_tell_it_in_both_languages(
    world: World, client: httpx.AsyncClient, follow: Follow, blocks: int, english: str, french: str
) -> None:
    """Of the page's block, which is recent here, and of each block beneath it."""
    made = world.propose()
    world.mine(blocks)
    await follow()
    for language, word, recent, warning in (
        ("en", english, "recent", "the chain could still replace it"),
        ("fr", french, "récent", "la chaîne pourrait encore le remplacer"),
    ):
        page = (await client.get(f"/{language}/projects/{made.campaign}")).text
        assert re.findall(r'class="finality">(\w+)<', page) == [recent, word]
        assert warning in page


def places(answer: Any) -> list[tuple[int, str]]:
    """Block and finality of whatever has both, at any depth."""
    found: list[tuple[int, str]] = []
    if isinstance(answer, list):
        for each in answer:
            found += places(each)
    if isinstance(answer, dict):
        for block, finality in (("block_number", "finality"), ("ended_block_number", "ended_finality")):
            assert (block in answer) == (finality in answer) or "chain_id" in answer, answer
            if answer.get(block) is not None:
                found.append((answer[block], answer[finality]))
        for each in answer.values():
            found += places(each)
    return found
