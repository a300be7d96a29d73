"""A payee hands its position to an address that accepts it (2.5)."""

from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency, only_currency
from tests.contracts.terms import HOLDERS

TELEVISION, FANS = 1, 2


@every_currency
def test_the_candidate_is_paid_from_now_on(project, financier, stranger, currency):
    """2.5, 5.2: in two steps, and not before the second."""
    waterfall, before = project.waterfall, currency.balanceOf(financier)
    offered = waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    assert happened(offered, "PayeeOffered", waterfall) == [
        {"position": TELEVISION, "payee": financier, "candidate": stranger}
    ]
    project.deposit(1_003, 1)
    accepted = waterfall.acceptPosition(TELEVISION, {"from": stranger})
    assert happened(accepted, "PayeeChanged", waterfall) == [{"position": TELEVISION, "payee": stranger}]
    assert waterfall.payeeOf(TELEVISION) == stranger
    project.deposit(1_003, 2)
    assert (currency.balanceOf(financier) - before, currency.balanceOf(stranger)) == (317, 317)


def test_only_the_payee_offers(project, financier, stranger, producer, platform):
    """2.5: neither producer nor platform; a former payee no longer."""
    waterfall = project.waterfall
    for somebody in (stranger, producer, platform):
        with refused("Waterfall_OnlyPayee", somebody, financier):
            waterfall.offerPosition(TELEVISION, somebody, {"from": somebody})
    waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    waterfall.acceptPosition(TELEVISION, {"from": stranger})
    with refused("Waterfall_OnlyPayee", financier, stranger):
        waterfall.offerPosition(TELEVISION, financier, {"from": financier})


def test_nobody_offers_what_the_holders_get(project, producer):
    """2.5, K17: their position has no payee who could."""
    with refused("Waterfall_OnlyPayee", producer, HOLDERS):
        project.waterfall.offerPosition(FANS, producer, {"from": producer})


def test_a_position_that_is_not_there_is_refused(project, producer):
    """2.5: four of them, counted from 0."""
    with refused("Waterfall_UnknownPosition", 4):
        project.waterfall.offerPosition(4, producer, {"from": producer})


def test_only_the_last_candidate_accepts(project, financier, stranger, patron):
    """2.5: once, that position, and not after the offer was withdrawn."""
    waterfall = project.waterfall
    with refused("Waterfall_OnlyCandidate", stranger):
        waterfall.acceptPosition(TELEVISION, {"from": stranger})
    for candidate in (stranger, patron):
        waterfall.offerPosition(TELEVISION, candidate, {"from": financier})
    for somebody, position in ((stranger, TELEVISION), (financier, TELEVISION), (patron, 0), (patron, 9)):
        with refused("Waterfall_OnlyCandidate", somebody):
            waterfall.acceptPosition(position, {"from": somebody})
    waterfall.offerPosition(TELEVISION, HOLDERS, {"from": financier})
    with refused("Waterfall_OnlyCandidate", patron):
        waterfall.acceptPosition(TELEVISION, {"from": patron})
    assert waterfall.payeeOf(TELEVISION) == financier


@only_currency("BlockingCurrency")
def test_what_was_owed_stays_with_who_earned_it(project, financier, stranger, currency):
    """2.5, 5.4, K17: a position changes hands, a debt does not."""
    waterfall = project.waterfall
    currency.setBlocked(financier, True, {"from": financier})
    project.deposit(1_003, 1)
    waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    waterfall.acceptPosition(TELEVISION, {"from": stranger})
    project.deposit(1_003, 2)
    assert (waterfall.owedTo(financier), waterfall.owedTo(stranger)) == (317, 0)
    assert currency.balanceOf(stranger) == 317
    with refused("Vault_NothingOwed", stranger):
        waterfall.withdraw(stranger, {"from": stranger})


def test_the_producers_position_stays_its_own_when_the_role_moves(project, producer, stranger, currency):
    """2.5, 5.2: the role reports and gets what exceeds a cap; the position goes to who accepts it."""
    project.campaign.offerProducer(stranger, {"from": producer})
    project.campaign.acceptProducer({"from": stranger})
    before = currency.balanceOf(producer)
    project.deposit(1_003, reporter=stranger)
    assert currency.balanceOf(producer) - before == 254
    assert project.waterfall.payeeOf(3) == producer
