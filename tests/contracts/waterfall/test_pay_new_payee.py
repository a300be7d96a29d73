"""Who is paid once a position or the producer's role has changed hands (2.5, 5.2)."""

from tests.contracts.answers import happened
from tests.contracts.currencies import every_currency

TELEVISION, PRODUCER = 1, 3


@every_currency
def test_the_candidate_is_paid_from_its_acceptance_on(project, financier, stranger, currency):
    """2.5, 5.2: not from the offer on."""
    before = currency.balanceOf(financier)
    project.waterfall.offerPosition(TELEVISION, stranger, {"from": financier})
    project.deposit(1_003, 1)
    project.waterfall.acceptPosition(TELEVISION, {"from": stranger})
    deposit = project.deposit(1_003, 2)
    assert (currency.balanceOf(financier) - before, currency.balanceOf(stranger)) == (317, 317)
    paid = [event["payee"] for event in happened(deposit, "Paid", project.waterfall)]
    assert stranger in paid
    assert financier not in paid


def test_the_producers_position_stays_its_own_when_the_role_moves(project, producer, stranger, currency):
    """2.5, 5.2: the role reports, and gets what exceeds a cap; the position goes to who accepts it."""
    project.campaign.offerProducer(stranger, {"from": producer})
    project.campaign.acceptProducer({"from": stranger})
    before = currency.balanceOf(producer)
    project.deposit(1_003, reporter=stranger)
    assert currency.balanceOf(producer) - before == 254
    assert project.waterfall.payeeOf(PRODUCER) == producer
