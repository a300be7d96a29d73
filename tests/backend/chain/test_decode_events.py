"""Logs of a real node into values, and words that no contract of ours writes."""

from typing import Any

import pytest

from backend.chain import events
from tests.backend.terms import EURO
from tests.backend.world import Project, World


def said(world: World, project: Project, receipt: dict[str, Any]) -> list[events.Event]:
    kinds = {
        world.factory: "ProjectFactory",
        project.campaign: "Campaign",
        project.waterfall: "Waterfall",
        project.share_token: "ShareToken",
    }
    by_address = {address.lower(): kind for address, kind in kinds.items()}
    logs = [log for log in receipt["logs"] if log["address"] in by_address]
    decoded = (events.decode(by_address[log["address"]], log) for log in logs)
    return [event for event in decoded if event is not None]


def test_a_proposal_carries_its_terms(world: World) -> None:
    terms = world.terms()
    call = (terms, 1)
    made = world.call("ProjectFactory", world.factory, "predict", world.producer, *call)
    project = Project(*made, terms=terms)
    (event,) = said(
        world, project, world.act(world.producer, "ProjectFactory", world.factory, "propose", *call)
    )
    assert isinstance(event, events.ProjectProposed)
    assert (event.producer, event.campaign) == (world.producer, project.campaign)
    assert (event.nonce, event.fee_bps, event.decimals, event.currency_symbol) == (1, 500, 6, "EURC")
    assert event.terms == terms


def test_money_in_and_out(world: World) -> None:
    project = world.propose()
    world.start(project)
    bought = said(world, project, world.contribute(project, world.fan, 100))
    assert bought == [
        events.Transfer("0x" + 40 * "0", world.fan, 100),
        events.Contributed(world.fan, 100, 1_000 * EURO),
    ]
    won = said(world, project, world.finalize(project))
    assert won == [
        events.Succeeded(100, 1_000 * EURO, 50 * EURO, 950 * EURO),
        events.Paid(world.treasury, world.treasury, 50 * EURO),
        events.Paid(world.producer, world.producer, 950 * EURO),
    ]
    released, deposited, *_ = said(world, project, world.deposit(project, 1_000 * EURO, number=5))
    assert released == events.RoyaltiesReleased(1, 665 * EURO, 665 * EURO * 2**48 // 100)
    assert isinstance(deposited, events.Deposited)
    assert deposited.amounts == [50 * EURO, 285 * EURO, 665 * EURO]
    assert deposited.statement["documentHash"] == "0x" + f"{5:064x}"
    (paid,) = said(world, project, world.payout(project, world.fan))
    assert paid == events.RoyaltyPaid(world.fan, world.fan, 665 * EURO)


def test_what_we_do_not_listen_to_is_nothing(world: World) -> None:
    approval = {"topics": ["0x" + 64 * "e"], "data": "0x"}
    assert events.decode("ShareToken", approval) is None
    assert events.decode("ShareToken", {"topics": [], "data": "0x"}) is None


@pytest.mark.parametrize(
    ("contract", "event", "topics", "data"),
    [
        ("Campaign", events.Contributed, 0, 128),
        ("Campaign", events.Contributed, 1, 64),
        ("Waterfall", events.Deposited, 1, 640),
        ("Waterfall", events.Deposited, 2, 64),
    ],
)
def test_a_malformed_log_is_refused(contract: str, event: type[events.Event], topics: int, data: int) -> None:
    log = {
        "topics": [events.topic_of(contract, event)] + topics * ["0x" + 64 * "0"],
        "data": "0x" + data * "1",
    }
    with pytest.raises(ValueError, match=r".+"):
        events.decode(contract, log)
