"""What artist and financiers sign is what the contracts check, and what brings it is prepared (2.4, 7.3)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.calls import read_scene, write_paper
from backend.calls.agreements import LineUnknown, NotTheSigner, Paper
from backend.calls.requests import OfProject, SignLine
from backend.chain.agreements import choose_line_deadline, describe_file, name_file
from backend.chain.client import ChainClient
from backend.languages import Language
from backend.queries.snapshot import open_snapshot
from tests.backend.calls.conftest import Prepare, Send
from tests.backend.conftest import Follow
from tests.backend.world import FOREVER, Project, World

Write = Callable[..., Awaitable[Paper]]


@pytest.fixture
def write(engine: AsyncEngine, node: ChainClient, follow: Follow) -> Write:
    """The paper of the consent, or of a line, as soon as the mirror is where the chain is."""

    async def write_now(project: Project, wallet: str, language: Language = "en", **line: Any) -> Paper:
        await follow()
        shape = SignLine if line else OfProject
        request = shape.model_validate({"campaign": project.campaign, "wallet": wallet, **line})
        async with open_snapshot(engine) as connection:
            scene = await read_scene(connection, request, language)
        return await write_paper(scene, node, request)

    return write_now


def sign(world: World, paper: Paper, key: str | None = None) -> dict[str, Any]:
    """The parameters of the call that brings it, with the signature; `key`: of another account."""
    signature = world.request("eth_signTypedData_v4", key or paper.signer, paper.typed_data)
    return {**paper.parameters, "signature": signature}


async def test_the_artist_signs_and_anybody_brings_it(
    world: World, write: Write, ask: Prepare, send: Send
) -> None:
    """2.4: until the opening, over these very terms."""
    project = world.propose()
    paper = await write(project, world.artist)
    opens_at = project.terms["campaign"]["opensAt"]
    assert (paper.signer, paper.deadline, paper.action) == (world.artist, opens_at, "record_consent")
    assert "I am the artist of Premier album" in paper.words
    assert paper.typed_data["message"]["termsHash"] in paper.words
    said = await ask("record_consent", project, world.stranger, **sign(world, paper))
    assert said.simulation.succeeds, said.simulation
    assert said.calls[0].to == world.factory
    send(said)
    assert world.call("ProjectFactory", world.factory, "hasConsent", project.campaign) == (True,)


async def test_the_artist_takes_the_consent_back_for_good(
    world: World, write: Write, ask: Prepare, send: Send
) -> None:
    """2.4"""
    project = world.propose()
    paper = await write(project, world.artist)
    stranger = await ask("revoke_consent", project, world.stranger)
    assert stranger.simulation.reason == f"Only the artist, {world.artist}, can do this."
    said = await ask("revoke_consent", project, world.artist, "fr")
    assert said.notes == (
        "C’est définitif.",
        "Aucune signature de l’artiste n’ouvrira plus ce projet.",
    )
    send(said)
    late = await ask("record_consent", project, world.artist, **sign(world, paper))
    assert late.simulation.reason == "The artist has taken the consent back, and that is final."


async def test_another_key_or_another_text_is_refused(world: World, write: Write, ask: Prepare) -> None:
    """2.4: by the contract's own check."""
    project = world.propose()
    paper = await write(project, world.artist)
    forged = await ask("record_consent", project, world.artist, **sign(world, paper, world.stranger))
    assert forged.simulation.error == f"Consents_WrongSigner(artist={world.artist})"
    assert forged.simulation.reason == f"The signature is not that of the artist, {world.artist}."
    later = sign(world, paper) | {"deadline": paper.deadline + 1}
    assert (await ask("record_consent", project, world.artist, **later)).simulation.succeeds is False


@pytest.mark.parametrize(("paid", "state"), [(False, 1), (True, 3)])
async def test_a_financier_signs_its_line(
    world: World, write: Write, ask: Prepare, send: Send, paid: bool, state: int
) -> None:
    """2.4: a promise, or that it was paid elsewhere; until 90 days after the closing."""
    project = world.propose()
    paper = await write(project, world.financier, line=0, paid_elsewhere=paid)
    closes_at = project.terms["campaign"]["closesAt"]
    assert paper.deadline == choose_line_deadline(closes_at, world.now()) == closes_at + 90 * 86_400
    assert ("I have paid 9,000.00\u00a0EURC" in paper.words) is paid
    early = await ask("cover_line", project, world.stranger, **sign(world, paper))
    assert early.simulation.reason == f"The platform has not approved the financier {world.financier}."
    world.approve_financier(world.financier)
    send(await ask("cover_line", project, world.stranger, **sign(world, paper)))
    assert world.call("Campaign", project.campaign, "lineOf", 0) == (state, paper.deadline)


async def test_what_is_signed_is_told_in_french(world: World, write: Write) -> None:
    project = world.propose()
    paper = await write(project, world.financier, "fr", line=0, paid_elsewhere=False)
    assert paper.words.startswith(
        "Je promets d’apporter 9\u202f000,00\u00a0EURC à «\u00a0Premier album\u00a0»"
    )
    assert paper.notes[0].startswith("Signer ne coûte rien")


async def test_a_contract_signs_by_its_own_check(world: World, write: Write, ask: Prepare) -> None:
    """2.4: ERC-1271, by the contract that checks it on the chain."""
    account = world.create("SmartWallet")
    campaign = world.terms()["campaign"] | {"artist": account}
    project = world.propose(world.terms(campaign=campaign))
    paper = await write(project, account)
    own = await ask("record_consent", project, world.stranger, **sign(world, paper, world.platform))
    assert own.simulation.succeeds
    other = await ask("record_consent", project, world.stranger, **sign(world, paper, world.stranger))
    assert other.simulation.error == f"Consents_WrongSigner(artist={account})"


async def test_nothing_is_written_for_who_is_not_to_sign(world: World, write: Write) -> None:
    project = world.propose()
    with pytest.raises(NotTheSigner, match=f"{world.artist} has to sign this, and not {world.fan}"):
        await write(project, world.fan)
    with pytest.raises(NotTheSigner, match=world.financier):
        await write(project, world.artist, line=0, paid_elsewhere=True)
    with pytest.raises(LineUnknown, match="the project has 1"):
        await write(project, world.financier, line=1, paid_elsewhere=True)


async def test_a_consent_that_is_no_later_changes_nothing(world: World, write: Write, ask: Prepare) -> None:
    """2.4: nobody shortens it with an older signature."""
    project = world.propose()
    world.consent(project, FOREVER)
    paper = await write(project, world.artist)
    said = await ask("record_consent", project, world.artist, **sign(world, paper))
    assert said.simulation.error is not None
    assert said.simulation.error.startswith("Consents_NotLater(")


async def test_a_file_carries_all_but_the_key(world: World, write: Write) -> None:
    project = world.propose()
    paper = await write(project, world.financier, line=0, paid_elsewhere=True)
    name = name_file(paper.typed_data, project.campaign)
    assert name == f"coprod-line-1-paid-{project.campaign[:8].lower()}.json"
    file = describe_file(project.campaign, paper.signer, paper.typed_data, paper.words, "0x12")
    assert (file["campaign"], file["signer"]) == (project.campaign, world.financier)
