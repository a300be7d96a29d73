"""Logs of a real node into values, and words that no contract of ours writes."""

from typing import Any

import pytest

from backend.chain import events, logs
from tests.backend.terms import DAY, EURO
from tests.backend.world import Project, World


def make_log(topics: list[str], data: str) -> logs.Log:
    return logs.Log("0x" + 40 * "a", topics, data, "0x1", "0x" + 64 * "b", "0x" + 64 * "c", "0x0")


def said(world: World, project: Project, receipt: dict[str, Any]) -> list[events.Event]:
    kinds = {
        world.factory: "ProjectFactory",
        project.campaign: "Campaign",
        project.waterfall: "Waterfall",
        project.share_token: "ShareToken",
    }
    by_address = {address.lower(): kind for address, kind in kinds.items()}
    ours = [log for log in map(logs.read_log, receipt["logs"]) if log.address in by_address]
    decoded = (logs.decode(by_address[log.address], log) for log in ours)
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
    bought = said(world, project, world.contribute(project, world.fan, 100, tier=2))
    firm_at = world.now() + 4 * DAY
    assert bought == [
        events.Transfer("0x" + 40 * "0", world.fan, 100),
        events.Contributed(world.fan, world.fan, 100, 1_000 * EURO, 2, firm_at),
    ]
    won = said(world, project, world.finalize(project))
    assert won == [
        events.Succeeded(100, 1_000 * EURO, 50 * EURO, 950 * EURO),
        events.StatementDue(world.now() + 212 * DAY),
        events.Paid(world.treasury, world.treasury, 50 * EURO),
    ]
    released, deposited, *_ = said(world, project, world.deposit(project, 1_000 * EURO, number=5))
    assert released == events.RoyaltiesReleased(1, 665 * EURO, 665 * EURO * 2**48 // 100)
    assert isinstance(deposited, events.Deposited)
    assert (deposited.amounts, deposited.to_producer) == ([50 * EURO, 285 * EURO, 665 * EURO], 0)
    assert deposited.statement["documentHash"] == "0x" + f"{5:064x}"
    (paid,) = said(world, project, world.payout(project, world.fan))
    assert paid == events.RoyaltyPaid(world.fan, world.fan, 665 * EURO)


def test_a_release_and_what_stops_it(world: World) -> None:
    """4.1, 4.2."""
    project = world.raise_funds()
    (announced,) = said(world, project, world.announce(project, 1, evidence=7))
    until, evidence = world.now() + 7 * DAY, "0x" + f"{7:064x}"
    uri = "https://example.org/7.pdf"
    assert announced == events.ReleaseAnnounced(1, 570 * EURO, until, 1, evidence, uri)
    assert said(world, project, world.object(project, world.second_fan)) == [
        events.Objected(world.second_fan, 1)
    ]
    (marked,) = said(world, project, world.read(project))
    assert marked == events.Marked(1, 40, 100, world.now() + DAY)
    assert said(world, project, world.read(project)) == [events.ReleaseRefused(1, 1)]
    (asked,) = said(world, project, world.open_wind_down(project, world.fan, 0))
    assert asked == events.WindDownOpened(0, world.now() + 7 * DAY, 201, world.fan)


def test_words_of_producers(world: World) -> None:
    """3.3: what is no currency is shown."""
    project = world.propose()
    call = ("recordGiftInKind", "Radio Nord", "airtime \u2603")
    receipt = world.act(world.producer, "Campaign", project.campaign, *call)
    assert said(world, project, receipt) == [events.GivenInKind("Radio Nord", "airtime \u2603")]


def test_what_we_do_not_listen_to_is_nothing(world: World) -> None:
    assert logs.decode("ShareToken", make_log(["0x" + 64 * "e"], "0x")) is None
    assert logs.decode("ShareToken", make_log([], "0x")) is None


@pytest.mark.parametrize(
    ("contract", "event", "topics", "data"),
    [
        ("Campaign", events.Contributed, 0, 256),
        ("Campaign", events.Contributed, 2, 64),
        ("Campaign", events.GivenInKind, 0, 64),
        ("Waterfall", events.Deposited, 1, 640),
        ("Waterfall", events.Deposited, 2, 64),
    ],
)
def test_a_malformed_log_is_refused(contract: str, event: type[events.Event], topics: int, data: int) -> None:
    log = make_log([logs.topic_of(contract, event)] + topics * ["0x" + 64 * "0"], "0x" + data * "1")
    with pytest.raises(ValueError, match=r".+"):
        logs.decode(contract, log)
