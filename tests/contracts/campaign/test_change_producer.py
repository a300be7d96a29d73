"""The producer changes its address in two steps, in the campaign and in the waterfall at once (2.5)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import propose, statement
from tests.contracts.terms import HOLDERS, NOBODY, percentage


def hand_over(project, candidate):
    project.campaign.offerProducer(candidate, {"from": project.producer})
    return project.campaign.acceptProducer({"from": candidate})


def test_the_role_changes_when_the_candidate_accepts(proposed, producer, stranger):
    """2.5: a mistyped address gets nothing."""
    offer = proposed.campaign.offerProducer(stranger, {"from": producer})
    assert happened(offer, "ProducerOffered", proposed.campaign) == [
        {"producer": producer, "candidate": stranger}
    ]
    assert proposed.campaign.producer() == proposed.waterfall.producer() == producer
    acceptance = proposed.campaign.acceptProducer({"from": stranger})
    assert happened(acceptance, "ProducerChanged", proposed.campaign) == [{"producer": stranger}]
    assert happened(acceptance, "ReportingProducerChanged", proposed.waterfall) == [{"producer": stranger}]
    assert proposed.campaign.producer() == proposed.waterfall.producer() == stranger


def test_the_terms_still_say_who_proposed(proposed, producer, stranger):
    """2.1: terms never change."""
    hand_over(proposed, stranger)
    assert proposed.campaign.setup()["producer"] == proposed.waterfall.setup()["producer"] == producer


def test_nobody_else_offers(proposed, platform, artist, stranger):
    """2.5, 2.2: neither the platform nor the artist."""
    for somebody in (platform, artist, stranger):
        with refused("Campaign_OnlyProducer", somebody):
            proposed.campaign.offerProducer(somebody, {"from": somebody})


def test_nobody_else_accepts(proposed, producer, stranger, fan):
    """2.5: only who was named, and not before."""
    with refused("Campaign_OnlyCandidate", stranger):
        proposed.campaign.acceptProducer({"from": stranger})
    proposed.campaign.offerProducer(stranger, {"from": producer})
    for somebody in (producer, fan):
        with refused("Campaign_OnlyCandidate", somebody):
            proposed.campaign.acceptProducer({"from": somebody})


@pytest.mark.parametrize("instead", ["nobody", "somebody else"])
def test_an_offer_can_be_withdrawn(proposed, producer, stranger, fan, instead):
    """2.5: by another offer, or by one to nobody."""
    proposed.campaign.offerProducer(stranger, {"from": producer})
    proposed.campaign.offerProducer(NOBODY if instead == "nobody" else fan, {"from": producer})
    with refused("Campaign_OnlyCandidate", stranger):
        proposed.campaign.acceptProducer({"from": stranger})


def test_an_offer_is_accepted_once(proposed, producer, stranger, fan):
    """2.5: who has handed the role on does not take it back by the old offer."""
    hand_over(proposed, stranger)
    proposed.campaign.offerProducer(fan, {"from": stranger})
    proposed.campaign.acceptProducer({"from": fan})
    for former in (producer, stranger):
        with refused("Campaign_OnlyCandidate", former):
            proposed.campaign.acceptProducer({"from": former})
        with refused("Campaign_OnlyProducer", former):
            proposed.campaign.offerProducer(former, {"from": former})
    assert proposed.campaign.producer() == fan


def test_the_first_producer_can_come_back(proposed, producer, stranger):
    """2.5: by an offer as any other."""
    hand_over(proposed, stranger)
    proposed.campaign.offerProducer(producer, {"from": stranger})
    proposed.campaign.acceptProducer({"from": producer})
    assert proposed.campaign.producer() == proposed.waterfall.producer() == producer


def test_the_powers_go_with_the_role(proposed, producer, stranger):
    """2.5, 3.3, 3.4: the former producer has none of them left."""
    hand_over(proposed, stranger)
    with refused("Campaign_OnlyProducer", producer):
        proposed.campaign.cancel({"from": producer})
    with refused("Campaign_OnlyProducer", producer):
        proposed.campaign.recordGiftInKind("a station", "airtime", {"from": producer})
    with refused("Campaign_OnlyProducer", producer):
        proposed.campaign.announce(0, bytes(32), "", {"from": producer})
    proposed.campaign.recordGiftInKind("a station", "airtime", {"from": stranger})
    proposed.campaign.cancel({"from": stranger})
    assert proposed.campaign.status() == stages.CANCELLED


def test_the_new_producer_is_paid_the_milestones(proposed, fan, second_fan, producer, stranger, currency):
    """2.5, 4.1: even one that was announced before."""
    stages.succeed(proposed, fan, second_fan)
    proposed.announce(0)
    hand_over(proposed, stranger)
    proposed.read()
    assert currency.balanceOf(stranger) == proposed.campaign.milestoneOf(0)["amount"] > 0
    assert currency.balanceOf(producer) == 0


def test_the_new_producer_reports(proposed, fan, second_fan, producer, stranger):
    """2.5, 5.1: and the former one no longer."""
    stages.succeed(proposed, fan, second_fan)
    hand_over(proposed, stranger)
    with refused("Waterfall_OnlyReporter", producer):
        proposed.waterfall.deposit(statement(0), {"from": producer})
    assert happened(proposed.deposit(100, reporter=stranger), "Deposited")[0]["reporter"] == stranger


def test_the_new_producer_gets_what_exceeds_the_holders_cap(
    factory, platform, producer, later_terms, fan, second_fan, stranger, currency
):
    """2.5, 5.2: the position that the terms name stays with its payee, the excess follows the role."""
    positions = [percentage(HOLDERS, 5_000), percentage(producer, 5_000)]
    capped = propose(
        factory, platform, producer, later_terms.change(positions=positions, cap_per_share=1), nonce=1
    )
    stages.succeed(capped, fan, second_fan)
    hand_over(capped, stranger)
    capped.deposit(1_000, reporter=stranger)
    assert currency.balanceOf(stranger) == 500 - 97
    assert currency.balanceOf(producer) == 500


def test_the_position_in_the_waterfall_stays_where_it_is(proposed, producer, stranger):
    """2.5: the producer's share of receipts is handed over by itself."""
    hand_over(proposed, stranger)
    assert proposed.waterfall.payeeOf(3) == producer


def test_nobody_tells_the_waterfall_but_the_campaign(proposed, producer, platform, stranger):
    """2.5, 2.2: neither producer nor platform."""
    for somebody in (producer, platform, stranger):
        with refused("Waterfall_OnlyCampaign", somebody):
            proposed.waterfall.changeProducer(somebody, {"from": somebody})
