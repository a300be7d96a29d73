"""Producing by script: releases that holders can stop, and a project that they end (4.1 to 4.3)."""

from typing import Any

import pytest
from eth_utils import keccak

from scripts import campaign
from scripts.chain import contract_at
from scripts.description.terms import DAY
from scripts.plans.proposal import apply_proposal, plan_proposal
from scripts.plans.prospect import lines_of_details
from scripts.project.milestones import (
    announce_release,
    ask_to_wind_down,
    exit_project,
    object_to_question,
    read_tally,
)
from scripts.project.refunds import Refunded, refund_everybody
from scripts.project.standing import milestones_standing, question_standing, standing
from scripts.records import Records
from scripts.refusal import Refused
from tests.contracts.project import statement, wait_until
from tests.contracts.scripts.conftest import PRESETS, refused_unsent
from tests.contracts.scripts.life import close, contribute, currency, fund, open_whole

ONE = 10**6


@pytest.fixture(scope="module")
def produced(
    deployed: Records,
    artist: Any,
    financier: Any,
    producer: Any,
    platform: Any,
    stranger: Any,
    fan: Any,
    second_fan: Any,
) -> Any:
    """The record of `professional`: fans brought 20,000 of 50,000, all of the rest is in escrow."""
    people = {"artist": str(artist), "publisher": str(financier)}
    changes = {"fan_most_shares": 1_000, "people": people, "royalty_steps": 365}
    proposal = plan_proposal(PRESETS / "professional.toml", producer, deployed, changes=changes)
    project = apply_proposal(proposal, producer, deployed)
    open_whole(project, deployed, platform, stranger)
    contribute(project, fan, 700)
    contribute(project, second_fan, 300)
    close(project, stranger)
    return project


def pass_window(project: dict[str, Any]) -> None:
    question = question_standing(project)
    assert question is not None
    wait_until(max(question["objections_until"], question["read_again_at"]))


def test_silence_of_the_holders_releases(produced: dict[str, Any], producer: Any, stranger: Any) -> None:
    """The pot is what fans brought, less the fee of 5 %, and the escrow: 49,000."""
    before = currency(produced).balanceOf(producer)
    receipt = announce_release(produced, 0, b"invoices", "https://coprod.example/done")
    assert receipt.events["ReleaseAnnounced"]["evidenceHash"] == "0x" + keccak(b"invoices").hex()
    assert receipt.events["ReleaseAnnounced"]["uri"] == "https://coprod.example/done"
    pass_window(produced)
    assert read_tally(produced, stranger)[0] == "released"
    assert currency(produced).balanceOf(producer) - before == 31_850 * ONE
    assert [each["released"] for each in milestones_standing(produced)] == [True, False]
    assert (standing(produced)["pot"], standing(produced)["unspent"]) == (49_000 * ONE, 17_150 * ONE)


def test_short_evidence_goes_on_the_chain_itself(produced: dict[str, Any]) -> None:
    uri = announce_release(produced, 0, b"done").events["ReleaseAnnounced"]["uri"]
    assert uri == "data:text/plain;charset=utf-8;base64,ZG9uZQ=="


def test_longest_evidence_that_fits_is_as_the_help_says(produced: dict[str, Any], producer: Any) -> None:
    assert "a text of up to 738 bytes" in str(campaign.__doc__)
    with refused_unsent("bytes of evidence are too many for the chain, 1,024 fit", producer):
        announce_release(produced, 0, bytes(739))
    assert announce_release(produced, 0, bytes(738))


def test_long_evidence_is_to_be_published(produced: dict[str, Any], producer: Any) -> None:
    with refused_unsent("bytes of evidence are too many for the chain, 1,024 fit", producer):
        announce_release(produced, 0, bytes(1_000))


def test_obstacles_are_told_before_the_size(produced: dict[str, Any], producer: Any) -> None:
    """Nobody is sent to publish evidence of a release that cannot be announced anyway."""
    announce_release(produced, 0, b"done")
    with refused_unsent("the holders are asked something else now: read that tally first", producer):
        announce_release(produced, 1, bytes(1_000))


def test_tally_is_read_after_the_window_only(produced: dict[str, Any], stranger: Any) -> None:
    with refused_unsent("the holders are asked nothing now", stranger):
        read_tally(produced, stranger)
    announce_release(produced, 0, b"done")
    with refused_unsent("holders can object until 20", stranger):
        read_tally(produced, stranger)


def test_only_the_producer_announces(produced: dict[str, Any], stranger: Any) -> None:
    with refused_unsent(f"only the producer can do this, not {stranger}", stranger):
        announce_release(produced, 0, b"done", producer=stranger)


def test_holders_refuse_a_release_twice_and_wind_down(
    produced: dict[str, Any], fan: Any, second_fan: Any, stranger: Any
) -> None:
    """Over the threshold, read twice, refused; after the second time the holders may end it (4.2, 4.3)."""
    for refusals in (1, 2):
        announce_release(produced, 1, b"not quite")
        object_to_question(produced, second_fan)
        question = question_standing(produced)
        assert question is not None
        assert (question["objecting"], question["supply"], question["threshold_bps"]) == (300, 1_000, 2_500)
        pass_window(produced)
        assert read_tally(produced, stranger)[0] == "marked"
        with refused_unsent("the tally is read again on 20", stranger):
            read_tally(produced, stranger)
        pass_window(produced)
        assert read_tally(produced, stranger)[0] == "refused"
        assert milestones_standing(produced)[1]["refusals"] == refusals
    with refused_unsent("milestone 2 was refused twice"):
        announce_release(produced, 1, b"once more")
    ask_to_wind_down(produced, 1, second_fan)
    assert question_standing(produced)["winds_down"]  # type: ignore[index]


def test_silence_of_the_producer_is_a_no(
    produced: dict[str, Any], records: Records, fan: Any, second_fan: Any, producer: Any, stranger: Any
) -> None:
    """Nothing was released: all but the fee goes back, to each in proportion to what it brought (4.3)."""
    due_at = milestones_standing(produced)[0]["due_at"]
    with refused_unsent("milestone 1 is not refused twice, nor overdue past its grace", fan):
        ask_to_wind_down(produced, 0, fan)
    wait_until(due_at + 30 * DAY)
    with refused_unsent(f"only a holder can do this: {stranger} has no shares", stranger):
        ask_to_wind_down(produced, 0, stranger)
    ask_to_wind_down(produced, 0, fan)
    object_to_question(produced, fan)
    money = standing(produced)["currency"].in_words
    assert any(
        line.startswith("  Holders of 700 of 1,000 shares object, 25 % wind the project down (milestone 1")
        for line in lines_of_details(produced, records, money)
    )
    pass_window(produced)
    assert read_tally(produced, stranger)[0] == "marked"
    pass_window(produced)
    outcome, receipt = read_tally(produced, stranger)
    assert outcome == "wound_down"
    per_share = receipt.events["WoundDown"]["perShare"]
    assert per_share == 20 * ONE * 49_000 // 50_000
    before = [currency(produced).balanceOf(each) for each in (fan, second_fan, producer)]
    exit_project(produced, fan)
    exit_project(produced, second_fan, 100)
    assert refund_everybody(produced, stranger) == Refunded(0, 0, 2)
    after = [currency(produced).balanceOf(each) for each in (fan, second_fan, producer)]
    returned = [now - then for now, then in zip(after, before, strict=True)]
    assert returned == [700 * per_share, 100 * per_share, 20_000 * ONE * 49_000 // 50_000]
    assert standing(produced)["shares"] == 200
    with pytest.raises(Refused, match="holds no shares of cordes-sensibles"):
        exit_project(produced, fan)


def test_royalties_that_wait_are_released_before_an_exit(
    produced: dict[str, Any], fan: Any, second_fan: Any, producer: Any, stranger: Any
) -> None:
    """4.3, 5.3: one transaction for each tranche, once; nobody loses what came in before."""
    waterfall = contract_at("Waterfall", produced["waterfall"])
    shares = contract_at("ShareToken", produced["share_token"])
    fund(produced, producer, 90_000 * ONE)
    currency(produced).approve(waterfall, 90_000 * ONE, {"from": producer})
    for number, net in enumerate((30_000 * ONE, 60_000 * ONE), 1):
        waterfall.deposit(statement(net, number), {"from": producer})
    deposited, released, _ = shares.totals()
    assert deposited > released == 0
    with refused_unsent("a campaign whose status is “succeeded”", fan):
        exit_project(produced, fan)

    wait_until(milestones_standing(produced)[0]["due_at"] + 30 * DAY)
    ask_to_wind_down(produced, 0, fan)
    object_to_question(produced, fan)
    for _ in range(2):
        pass_window(produced)
        read_tally(produced, stranger)
    with refused_unsent("holds 700 shares of cordes-sensibles, not 701", fan):
        exit_project(produced, fan, 701)
    _, releases = exit_project(produced, fan)
    assert [each.events["RoyaltiesReleased"]["tranche"] for each in releases] == [1, 2]
    assert shares.totals()[:2] == (deposited, deposited)
    assert [shares.claimable(each) for each in (fan, second_fan)] == [
        deposited * 700 // 1_000,
        deposited * 300 // 1_000,
    ]
    assert exit_project(produced, second_fan)[1] == []
    assert standing(produced)["shares"] == 0


def test_too_few_objections_drop_a_wind_down(
    produced: dict[str, Any], fan: Any, second_fan: Any, stranger: Any
) -> None:
    wait_until(milestones_standing(produced)[0]["due_at"] + 30 * DAY)
    ask_to_wind_down(produced, 0, fan)
    pass_window(produced)
    assert read_tally(produced, stranger)[0] == "dropped"
    assert standing(produced)["status"] == "succeeded"


def test_announcement_that_nobody_reads_lapses(produced: dict[str, Any], stranger: Any) -> None:
    announce_release(produced, 0, b"done")
    pass_window(produced)
    question = question_standing(produced)
    assert question is not None
    wait_until(question["objections_until"] + 14 * DAY)
    assert read_tally(produced, stranger)[0] == "lapsed"
