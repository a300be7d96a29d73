"""Many who brought something, in lines that were paid in every way, and the largest project (4.3, 2.1)."""

from tests.contracts import project as lines
from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import propose
from tests.contracts.terms import HOLDERS, Line, Milestone, percentage, recoup


def succeed(project, fan, second_fan):
    project.open()
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    project.close()


def test_whatever_rounding_does_nobody_is_the_one_for_whom_too_little_is_left(
    factory, platform, producer, terms, accounts, fan, second_fan, financier, currency
):
    """4.3, K5: seven patrons and five lines with odd amounts; all are paid, to the unit."""
    one, patrons = 10 ** currency.decimals(), accounts[21:28]
    odd = [Line(financier, "part", 300 * one + 3**number) for number in range(5)]
    made = propose(factory, platform, producer, terms.change(financiers=odd))
    for line in range(5):
        made.escrow(line)
    made.open()
    made.contribute(fan, 60)
    made.contribute(second_fan, 37)
    for number, patron in enumerate(patrons):
        made.give(patron, 7**number)
    made.close()
    ending = happened(made.wind_down(fan, 0), "WoundDown")[0]
    unspent, brought = ending["unspent"], ending["brought"]
    for number, patron in enumerate(patrons):
        made.campaign.refundGift(patron, {"from": patron})
        assert currency.balanceOf(patron) == 7**number * unspent // brought
    for line in range(5):
        made.campaign.returnLine(line, {"from": financier})
    assert currency.balanceOf(financier) == sum(line.amount * unspent // brought for line in odd)
    for holder in (fan, second_fan):
        made.campaign.exit(made.shares.balanceOf(holder), {"from": holder})
    assert 0 <= made.campaign.reserved() < len(patrons) + len(odd)


def test_a_line_that_was_never_paid_is_grounds_and_gets_nothing(
    factory, platform, producer, terms, fan, second_fan, financier
):
    """4.1, 4.3: without it nothing is released, and silence lets holders have their money back."""
    made = propose(factory, platform, producer, terms)
    made.sign_line(0, paid=False)
    succeed(made, fan, second_fan)
    with refused("Campaign_LineUncovered", 0):
        made.announce(0)
    ending = happened(made.wind_down(fan, 0), "WoundDown")[0]
    assert ending["brought"] == 97 * made.price
    with refused("Campaign_WrongLineState", 0, lines.PROMISED):
        made.campaign.returnLine(0, {"from": financier})
    for bring in (made.escrow, made.sign_line):
        with refused("Campaign_WrongStatus", stages.WOUND_DOWN):
            bring(0)


def test_the_largest_project_can_be_ended_in_one_transaction(
    factory, platform, producer, terms, fan, second_fan, financier, currency
):
    """2.1, 4.3: 32 lines in escrow, 32 milestones, 16 positions: below the limit for one transaction."""
    one, due_at = 10 ** currency.decimals(), terms.production.milestones[0].due_at
    recouping = [recoup(financier, 100 * one, with_previous=number > 0) for number in range(13)]
    made = propose(
        factory,
        platform,
        producer,
        terms.change(
            financiers=[Line(financier, "part", 40 * one)] * 32,
            milestones=[Milestone(312, due_at, "part")] * 31 + [Milestone(328, due_at, "rest")],
            positions=[
                *recouping,
                recoup(HOLDERS, 1_000 * one, with_previous=True),
                percentage(HOLDERS, 5_000),
                percentage(producer, 5_000),
            ],
        ),
    )
    for line in range(32):
        made.escrow(line)
    succeed(made, fan, second_fan)
    releasing = made.release(31)
    ending = made.wind_down(fan, 0)
    assert happened(ending, "WoundDown")
    assert max(releasing.gas_used, ending.gas_used) < 16_777_216 // 2
    assert len(happened(ending, "Proved")) >= 32
    told = happened(ending, "WoundDown")[0]
    made.campaign.returnLine(31, {"from": financier})
    assert currency.balanceOf(financier) == 40 * one * told["unspent"] // told["brought"]
