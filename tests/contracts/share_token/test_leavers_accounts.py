"""What those who left have earned, beside what they earned as holders (4.3, 5.2, 5.5)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import plain, refused
from tests.contracts.project import Project, wait_until
from tests.contracts.terms import DAY

STEPS = 10


@pytest.fixture(scope="module")
def terms(terms):
    return terms.change(steps=STEPS)


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    """Wound down, with 970 units come in the day before that: 10 a share, and none has entered."""
    stages.succeed(proposed, fan, second_fan)
    production = proposed.terms.production
    wait_until(production.milestones[0].due_at + production.grace)
    proposed.campaign.openWindDown(0, {"from": fan})
    proposed.campaign.object({"from": fan})
    proposed.read()
    proposed.deposit(970)
    proposed.read()
    return proposed


def leave(project, holder):
    project.campaign.exit(project.shares.balanceOf(holder), {"from": holder})


def test_nobody_leaves_before_all_that_came_in_is_released(project, shares, fan, second_fan, stranger):
    """4.3, 5.3, K9: anyone releases it, at once, and who leaves first keeps its part."""
    with refused("Campaign_ReleaseRoyaltiesFirst", 970):
        leave(project, fan)
    assert shares.release(1, {"from": stranger}).return_value == 970
    leave(project, fan)
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (600, 370)
    leave(project, second_fan)
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (600, 370)


def test_both_accounts_are_paid_at_once(project, shares, fan, second_fan, stranger, currency):
    """5.4: what was owed from before, and what came after."""
    shares.release(1, {"from": stranger})
    leave(project, fan)
    leave(project, second_fan)
    project.deposit(970, 2)
    before = currency.balanceOf(fan)
    assert shares.claim({"from": fan}).return_value == 1_200
    assert currency.balanceOf(fan) - before == 1_200
    with refused("ShareToken_NothingToClaim", fan):
        shares.claim({"from": fan})


def test_fractions_of_both_accounts_join(project, shares, fan, second_fan, stranger):
    """5.5, K3, K13: nine tiny gifts, one of them before leaving, bring what one of nine would."""
    shares.release(1, {"from": stranger})
    project.currency.mint(shares, 1, {"from": stranger})
    shares.sweep(project.currency, {"from": stranger})
    leave(project, fan)
    leave(project, second_fan)
    index = (970 * 2**48 + 2**48) // 97
    fraction = index * 60 % 2**48
    assert plain(shares.accountOf(fan)) == (0, index, fraction, 600)
    shares.claim({"from": fan})
    taken = 0
    for _ in range(8):
        project.currency.mint(shares, 1, {"from": stranger})
        shares.sweep(project.currency, {"from": stranger})
        if shares.claimable(fan):
            taken += shares.claim({"from": fan}).return_value
    assert taken == 9 * 60 // 97
    # What is claimed is settled: what remains of both fractions, and what burned shares earned since then.
    held, settled, left = plain(shares.leaverOf(fan))
    since = (shares.leaversIndex() - settled) * held
    _, same, kept, _ = plain(shares.accountOf(fan))
    assert (held, same, left) == (60, index, 0)
    assert taken * 2**48 + kept + since == fraction + shares.leaversIndex() * 60


def test_who_leaves_in_parts_is_counted_once(project, shares, fan, second_fan, stranger):
    """5.2: also who bought more in between."""
    shares.release(1, {"from": stranger})
    project.campaign.exit(20, {"from": fan})
    shares.transfer(fan, 7, {"from": second_fan})
    project.campaign.exit(47, {"from": fan})
    leave(project, second_fan)
    assert [plain(shares.leaverOf(each))[0] for each in (fan, second_fan)] == [67, 30]
    project.currency.mint(shares, 97_000, {"from": stranger})
    shares.sweep(project.currency, {"from": stranger})
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (67_600, 30_370)


def test_who_opted_out_and_left_claims(project, shares, fan, second_fan, stranger, currency):
    """5.4: the choice outlives the shares, and the claim is open for ever (K17)."""
    shares.release(1, {"from": stranger})
    shares.acceptPush(False, {"from": fan})
    leave(project, fan)
    leave(project, second_fan)
    before = currency.balanceOf(fan)
    shares.payout([fan], {"from": stranger})
    assert currency.balanceOf(fan) == before
    wait_until(shares.tranche(1)["receivedAt"] + 50 * 365 * DAY)
    assert shares.claim({"from": fan}).return_value == 600
