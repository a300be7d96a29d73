"""A payee hands its position to another address in two steps (2.5)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import propose
from tests.contracts.terms import HOLDERS, NOBODY, percentage, recoup

AGENT, TELEVISION, OURS, PRODUCER = range(4)
"""The positions of the ordinary terms."""


def hand_over(project, position, candidate):
    project.waterfall.offerPosition(position, candidate, {"from": project.waterfall.payeeOf(position)})
    return project.waterfall.acceptPosition(position, {"from": candidate})


def test_the_position_changes_when_the_candidate_accepts(proposed, financier, stranger):
    """2.5: a mistyped address gets nothing."""
    offer = proposed.waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    assert happened(offer, "PayeeOffered", proposed.waterfall) == [
        {"position": TELEVISION, "payee": financier, "candidate": stranger}
    ]
    assert proposed.waterfall.payeeOf(TELEVISION) == financier
    acceptance = proposed.waterfall.acceptPosition(TELEVISION, {"from": stranger})
    assert happened(acceptance, "PayeeChanged", proposed.waterfall) == [
        {"position": TELEVISION, "payee": stranger}
    ]
    assert proposed.waterfall.payeeOf(TELEVISION) == stranger
    assert proposed.waterfall.setup()["places"][TELEVISION][2] == financier


def test_nobody_else_offers(proposed, financier, producer, platform, stranger):
    """2.5, 2.2: neither producer nor platform; the error says whose it is."""
    for somebody in (producer, platform, stranger):
        with refused("Waterfall_OnlyPayee", somebody, financier):
            proposed.waterfall.offerPosition(TELEVISION, somebody, {"from": somebody})


def test_nobody_else_accepts(proposed, financier, stranger, fan):
    """2.5: only who was named, for this position, and not before."""
    with refused("Waterfall_OnlyCandidate", stranger):
        proposed.waterfall.acceptPosition(TELEVISION, {"from": stranger})
    proposed.waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    with refused("Waterfall_OnlyCandidate", fan):
        proposed.waterfall.acceptPosition(TELEVISION, {"from": fan})
    with refused("Waterfall_OnlyCandidate", stranger):
        proposed.waterfall.acceptPosition(PRODUCER, {"from": stranger})


@pytest.mark.parametrize("instead", ["nobody", "somebody else"])
def test_an_offer_can_be_withdrawn(proposed, financier, stranger, fan, instead):
    """2.5: by another offer, or by one to nobody."""
    proposed.waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    proposed.waterfall.offerPosition(TELEVISION, NOBODY if instead == "nobody" else fan, {"from": financier})
    with refused("Waterfall_OnlyCandidate", stranger):
        proposed.waterfall.acceptPosition(TELEVISION, {"from": stranger})


def test_an_offer_is_accepted_once(proposed, financier, stranger, fan):
    """2.5: who has handed it on does not take it back by the old offer."""
    hand_over(proposed, TELEVISION, stranger)
    hand_over(proposed, TELEVISION, fan)
    for former in (financier, stranger):
        with refused("Waterfall_OnlyCandidate", former):
            proposed.waterfall.acceptPosition(TELEVISION, {"from": former})
        with refused("Waterfall_OnlyPayee", former, fan):
            proposed.waterfall.offerPosition(TELEVISION, former, {"from": former})


def test_the_first_payee_can_come_back(proposed, financier, stranger):
    """2.5: by an offer as any other."""
    hand_over(proposed, TELEVISION, stranger)
    hand_over(proposed, TELEVISION, financier)
    assert proposed.waterfall.payeeOf(TELEVISION) == financier


def test_the_holders_position_is_nobodys_to_give(proposed, producer, stranger):
    """2.5, K17: no one speaks for the holders."""
    for somebody in (producer, stranger):
        with refused("Waterfall_OnlyPayee", somebody, HOLDERS):
            proposed.waterfall.offerPosition(OURS, somebody, {"from": somebody})


def test_a_position_that_does_not_exist_is_refused(proposed, producer):
    """2.5: positions are those of the terms, counted from 0."""
    with refused("Waterfall_UnknownPosition", 4):
        proposed.waterfall.offerPosition(4, producer, {"from": producer})
    with refused("Waterfall_OnlyCandidate", producer):
        proposed.waterfall.acceptPosition(4, {"from": producer})


def test_later_receipts_go_to_the_new_payee(proposed, fan, second_fan, collector, stranger, currency):
    """2.5, 5.2: earlier ones were the former payee's; its other positions stay its own."""
    stages.succeed(proposed, fan, second_fan)
    proposed.deposit(10_000)
    hand_over(proposed, AGENT, stranger)
    proposed.deposit(10_000, number=2)
    assert currency.balanceOf(collector) == currency.balanceOf(stranger) == 500


@only_currency("BlockingCurrency")
def test_what_was_owed_before_stays_owed_to_the_former_payee(
    proposed, fan, second_fan, financier, stranger, currency
):
    """2.5, 5.4: the new payee gets what comes from now on."""
    stages.succeed(proposed, fan, second_fan)
    currency.setBlocked(financier, True, {"from": fan})
    proposed.deposit(10_000)
    owed = proposed.waterfall.owedTo(financier)
    assert owed == 9_500 * 3_333 // 10_000
    hand_over(proposed, TELEVISION, stranger)
    assert (proposed.waterfall.owedTo(financier), proposed.waterfall.owedTo(stranger)) == (owed, 0)
    with refused("Vault_NothingOwed", stranger):
        proposed.waterfall.withdrawTo(stranger, {"from": stranger})
    currency.setBlocked(financier, False, {"from": fan})
    proposed.waterfall.withdraw(financier, {"from": stranger})
    assert currency.balanceOf(financier) == owed


def test_what_was_recouped_goes_on_for_the_new_payee(
    factory, platform, producer, financier, stranger, later_terms, fan, second_fan, currency
):
    """2.5, 5.2: the amount is recouped once, whoever is paid; and the first payee still proves it."""
    positions = [recoup(financier, 1_000), percentage(HOLDERS, 10_000)]
    project = propose(factory, platform, producer, later_terms.change(positions=positions), nonce=1)
    project.sign_line(0, paid=False)
    stages.succeed(project, fan, second_fan)
    hand_over(project, 0, stranger)
    project.sign_line(0, paid=True)
    assert plain(project.waterfall.recoupedOf(0)) == (1_000, 0)
    project.deposit(400)
    hand_over(project, 0, financier)
    project.deposit(700, number=2)
    assert (currency.balanceOf(stranger), currency.balanceOf(financier)) == (400, 600)
    assert plain(project.waterfall.recoupedOf(0)) == (1_000, 1_000)
    assert project.waterfall.dueOf(0) == 0
