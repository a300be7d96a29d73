"""An approved financier signs for its line: a promise with an end, or that it was paid elsewhere (2.4)."""

import pytest
from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import ESCROWED, PAID_ELSEWHERE, PROMISED, at_second, propose
from tests.contracts.signing import FOREVER, sign
from tests.contracts.terms import HOLDERS, percentage, recoup


@pytest.fixture
def ready(proposed):
    """Whatever the opening waits for but the line; its financier is approved."""
    proposed.approve()
    proposed.consent()
    proposed.factory.approveFinancier(
        proposed.terms.financiers[0].financier, True, {"from": proposed.platform}
    )
    return proposed


@pytest.fixture
def deadline():
    return chain[-1].timestamp + 1_000


@pytest.mark.parametrize(("paid", "state"), [(False, PROMISED), (True, PAID_ELSEWHERE)])
def test_anyone_brings_the_signature(ready, financier, stranger, deadline, currency, paid, state):
    """2.4: a promise is shown as one, and neither is counted as money."""
    signature = ready.line_signature(0, paid, deadline)
    signed = ready.campaign.signLine(0, paid, deadline, signature, {"from": stranger})
    assert happened(signed, "LineSigned", ready.campaign) == [
        {"line": 0, "financier": financier, "paidElsewhere": paid, "deadline": deadline}
    ]
    assert plain(ready.campaign.lineOf(0)) == (state, deadline)
    assert ready.campaign.raised() == ready.campaign.reserved() == currency.balanceOf(ready.campaign) == 0


def test_a_promise_must_hold_at_the_opening(ready, producer, deadline):
    """2.4: it expires, and a project without it stays closed."""
    ready.sign_line(paid=False, deadline=deadline)
    at_second(deadline + 1)
    with refused("Campaign_LineUncovered", 0):
        ready.campaign.open({"from": producer})


def test_in_the_last_second_of_the_promise_it_opens(ready, producer, deadline):
    """2.4: the deadline is included, for the signature as for the opening."""
    signature = ready.line_signature(0, False, deadline)
    at_second(deadline - 1)
    ready.campaign.signLine(0, False, deadline, signature, {"from": producer})
    at_second(deadline)
    ready.campaign.open({"from": producer})
    assert ready.campaign.status() == stages.RAISING


def test_what_was_paid_elsewhere_covers_for_good(ready, producer, deadline):
    """2.4: past the deadline of the signature too."""
    ready.sign_line(paid=True, deadline=deadline)
    at_second(deadline + 1)
    ready.campaign.open({"from": producer})
    assert ready.campaign.status() == stages.RAISING


@pytest.mark.parametrize("paid", [False, True], ids=["promised", "paid elsewhere"])
def test_a_signature_past_its_deadline_is_refused(ready, producer, deadline, paid):
    """2.4: whoever comes late asks the financier again; in its last second it serves."""
    signature = ready.line_signature(0, paid, deadline)
    at_second(deadline + 1)
    with refused("Campaign_SignatureExpired", deadline):
        ready.campaign.signLine(0, paid, deadline, signature, {"from": producer})


def test_a_financier_that_is_not_approved_cannot_sign(proposed, financier, producer):
    """2.4: its word is worth nothing, however it signs."""
    with refused("Campaign_FinancierNotApproved", financier):
        proposed.campaign.signLine(0, False, FOREVER, proposed.line_signature(paid=False), {"from": producer})


@pytest.mark.parametrize("paid", [False, True], ids=["promised", "paid elsewhere"])
def test_a_financier_removed_before_the_opening_covers_nothing(ready, platform, financier, producer, paid):
    """2.2, 2.4: the signature is that of an approved financier at the opening, too."""
    ready.sign_line(paid=paid)
    ready.factory.approveFinancier(financier, False, {"from": platform})
    with refused("Campaign_FinancierNotApproved", financier):
        ready.campaign.open({"from": producer})
    ready.factory.approveFinancier(financier, True, {"from": platform})
    ready.campaign.open({"from": producer})
    assert ready.campaign.status() == stages.RAISING


def test_a_financier_removed_after_the_opening_changes_nothing(ready, platform, financier, fan, second_fan):
    """2.2: what is live stays as it opened."""
    ready.sign_line(paid=False)
    ready.campaign.open({"from": fan})
    ready.factory.approveFinancier(financier, False, {"from": platform})
    stages.wait_until(ready.terms.campaign.opens_at)
    ready.contribute(fan, 60)
    ready.contribute(second_fan, 37)
    ready.escrow()
    ready.close()
    assert ready.campaign.status() == stages.SUCCEEDED


def test_a_financier_removed_after_the_opening_still_signs(
    proposed, platform, producer, financier, fan, second_fan
):
    """2.2, 2.4, 4.1: the platform approved it at the opening, and can stop no release by taking it back."""
    proposed.sign_line(paid=False)
    stages.succeed(proposed, fan, second_fan)
    proposed.factory.approveFinancier(financier, False, {"from": platform})
    with refused("Campaign_LineUncovered", 0):
        proposed.announce(0)
    proposed.campaign.signLine(0, True, FOREVER, proposed.line_signature(paid=True), {"from": producer})
    assert plain(proposed.campaign.lineOf(0)) == (PAID_ELSEWHERE, FOREVER)
    assert happened(proposed.release(0), "Released")[0]["milestone"] == 0


def test_while_it_raises_a_removed_financier_signs_too(ready, platform, producer, financier, deadline):
    """2.2, 2.4: from the opening on, a promise is renewed or paid without the platform."""
    ready.sign_line(paid=False, deadline=deadline)
    ready.campaign.open({"from": producer})
    ready.factory.approveFinancier(financier, False, {"from": platform})
    for paid, state in ((False, PROMISED), (True, PAID_ELSEWHERE)):
        later = deadline + 1_000
        ready.campaign.signLine(0, paid, later, ready.line_signature(0, paid, later), {"from": producer})
        assert plain(ready.campaign.lineOf(0)) == (state, later)


def test_a_later_promise_takes_the_place_of_an_earlier_one(ready, producer, deadline):
    """2.4: a promise is renewed, or becomes that it was paid."""
    ready.sign_line(paid=False, deadline=deadline)
    ready.sign_line(paid=False, deadline=FOREVER)
    assert plain(ready.campaign.lineOf(0)) == (PROMISED, FOREVER)
    ready.sign_line(paid=True, deadline=deadline)
    assert plain(ready.campaign.lineOf(0)) == (PAID_ELSEWHERE, deadline)


def test_what_is_settled_is_not_signed_again(ready, producer, financier):
    """2.4, K15: neither what is in escrow nor what was paid elsewhere."""
    ready.escrow()
    with refused("Campaign_WrongLineState", 0, ESCROWED):
        ready.sign_line(paid=True)
    ready.campaign.withdrawLine(0, {"from": financier})
    ready.sign_line(paid=True)
    for paid in (True, False):
        with refused("Campaign_WrongLineState", 0, PAID_ELSEWHERE):
            ready.sign_line(paid=paid)


def test_a_promise_for_ever_is_taken(ready):
    """2.4: the largest deadline that can be signed is kept as one that never passes."""
    for deadline in (2**48 - 1, 2**48, 2**256 - 1):
        signed = ready.sign_line(paid=False, deadline=deadline)
        assert happened(signed, "LineSigned")[0]["deadline"] == deadline
        assert plain(ready.campaign.lineOf(0)) == (PROMISED, 2**48 - 1)


def test_anybody_elses_signature_is_refused(ready, financier, producer, platform, artist):
    """2.4: the error says who must sign."""
    for somebody in (producer, platform, artist):
        with refused("Campaign_WrongSigner", financier):
            ready.campaign.signLine(0, True, FOREVER, ready.line_signature(by=somebody), {"from": somebody})


def test_another_content_than_the_signed_one_is_refused(ready, financier, producer):
    """2.4: line, amount, kind and deadline are signed."""
    line, amount = 0, ready.terms.financiers[0].amount
    promise = ready.line_signature(paid=False)
    for paid, deadline in [(True, FOREVER), (False, FOREVER + 1)]:
        with refused("Campaign_WrongSigner", financier):
            ready.campaign.signLine(line, paid, deadline, promise, {"from": producer})
    for values in [(1, amount), (line, amount - 1)]:
        signature = sign(financier, ready.campaign, "FinancierLine", *values, False, FOREVER)
        with refused("Campaign_WrongSigner", financier):
            ready.campaign.signLine(line, False, FOREVER, signature, {"from": producer})


@pytest.mark.parametrize("junk", [b"", bytes(64), bytes(65), bytes(200)], ids=len)
def test_what_is_no_signature_is_refused(ready, financier, producer, junk):
    """2.4: with the same error as a wrong one."""
    with refused("Campaign_WrongSigner", financier):
        ready.campaign.signLine(0, False, FOREVER, junk, {"from": producer})


def test_what_was_paid_elsewhere_is_proved_at_success(
    factory, platform, producer, financier, fan, second_fan, later_terms
):
    """2.4, 5.2: signed before the end or after it; a promise proves nothing; the pot has none of it."""
    amount = later_terms.financiers[0].amount
    positions = [recoup(financier, amount), percentage(HOLDERS, 10_000)]
    late, early = (
        propose(factory, platform, producer, later_terms.change(positions=positions), nonce)
        for nonce in (1, 2)
    )
    late.sign_line(paid=False)
    for project in (late, early):
        project.prepare()
        project.campaign.open({"from": producer})
    stages.wait_until(later_terms.campaign.opens_at)
    for project in (late, early):
        project.contribute(fan, 60)
        project.contribute(second_fan, 37)
    late.close()
    end = early.close()
    assert happened(end, "Proved", early.waterfall) == [{"position": 0, "proved": amount}]
    assert plain(late.waterfall.recoupedOf(0)) == (0, 0)
    signed = late.sign_line(paid=True)
    assert happened(signed, "Proved", late.waterfall) == [{"position": 0, "proved": amount}]
    assert plain(late.campaign.pot()) == plain(early.campaign.pot()) == (921_500_000,) * 2
