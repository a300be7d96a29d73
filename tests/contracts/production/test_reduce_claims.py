"""What a wind-down gave back is recouped no more, and counts toward the holders' cap (4.3, 5.2)."""

import pytest

from tests.contracts.answers import happened, plain
from tests.contracts.production.film import SOLD
from tests.contracts.terms import HOLDERS, percentage, recoup

ONE = 10**6
CAP = 25 * ONE
BROADCASTER, FANS, REGION, HALF, _REST = range(5)


@pytest.fixture(scope="module")
def terms(terms, financier, second_financier, producer):
    """Broadcaster and fans recoup side by side, then the region; then halves, up to 25 a share."""
    return terms.change(
        cap_per_share=CAP,
        positions=[
            recoup(financier, 900 * ONE, premium_bps=1_000, label="broadcaster"),
            recoup(HOLDERS, 2_000 * ONE, with_previous=True, label="fans"),
            recoup(second_financier, 500 * ONE, label="region"),
            percentage(HOLDERS, 5_000),
            percentage(producer, 5_000),
        ],
    )


def proved(film):
    return [plain(film.waterfall.recoupedOf(position))[0] for position in (BROADCASTER, FANS, REGION)]


def test_positions_fall_by_what_was_given_back(ended):
    """4.3: of the fans and of the line in escrow; the line paid elsewhere has all to recoup."""
    film = ended.project
    escrowed = film.terms.financiers[0].amount
    left = [escrowed - ended.part(escrowed), SOLD * (film.price - ended.per_share), 500 * ONE]
    assert proved(film) == left
    assert happened(ended.transaction, "Proved", film.waterfall) == [
        {"position": FANS, "proved": left[FANS]},
        {"position": BROADCASTER, "proved": left[BROADCASTER]},
    ]
    dues = [film.waterfall.dueOf(position) for position in (BROADCASTER, FANS, REGION)]
    assert dues == [left[BROADCASTER] * 11_000 // 10_000, left[FANS], left[REGION]]


def test_nobody_needs_to_leave_for_it(ended, fan, stranger):
    """4.3: it is a matter of the wind-down; exits and returns change no position."""
    film = ended.project
    before = proved(film)
    film.campaign.returnLine(0, {"from": stranger})
    film.campaign.exit(60, {"from": fan})
    assert proved(film) == before


def test_the_cap_falls_by_the_refund_per_share(ended, fan, second_fan):
    """4.3, 5.2: per share, for those who stay, and for those who left when nobody stays."""
    film = ended.project
    assert happened(ended.transaction, "HoldersCapReduced", film.waterfall) == [{"perShare": ended.per_share}]
    each = CAP - ended.per_share
    assert film.waterfall.holdersRoom() == each * SOLD
    film.campaign.exit(60, {"from": fan})
    assert film.waterfall.holdersRoom() == each * 37
    film.campaign.exit(37, {"from": second_fan})
    assert film.waterfall.holdersRoom() == each * SOLD


def test_deposits_are_shared_by_what_is_left(ended, fan, producer, financier, currency):
    """4.3, 5.2: preview and deposit agree; above the cap, the producer has the rest."""
    film = ended.project
    dues = [film.waterfall.dueOf(position) for position in (BROADCASTER, FANS, REGION)]
    room = film.waterfall.holdersRoom()
    net = sum(dues) + 4 * room
    previewed = plain(film.waterfall.preview(net, net))
    half = room - dues[FANS]
    assert previewed == ((*dues, half, 2 * room), 2 * room - half)
    before = currency.balanceOf(financier)
    deposit = film.deposit(net)
    told = happened(deposit, "Deposited")[0]
    assert (plain(told["amounts"]), told["toProducer"]) == previewed
    assert currency.balanceOf(financier) - before == dues[BROADCASTER]
    assert film.waterfall.holdersRoom() == 0
    assert film.shares.claimable(fan) == room * 60 // SOLD


def test_what_was_earned_before_stays_earned(film, fan, second_fan, currency):
    """4.3, K17: royalties are no part of what is given back, and are not taken back from anybody."""
    film.deposit(300 * ONE)
    earned = [film.shares.claimable(each) for each in (fan, second_fan)]
    recouped = [plain(film.waterfall.recoupedOf(position))[1] for position in (BROADCASTER, FANS, REGION)]
    film.wind_down(fan, 0)
    film.campaign.exit(60, {"from": fan})
    assert [film.shares.claimable(each) for each in (fan, second_fan)] == earned
    assert [plain(film.waterfall.recoupedOf(each))[1] for each in (BROADCASTER, FANS, REGION)] == recouped
    before = currency.balanceOf(fan)
    film.shares.claim({"from": fan})
    assert currency.balanceOf(fan) - before == earned[0] > 0


def test_who_had_recouped_more_than_is_left_is_due_nothing(film, fan):
    """4.3, 5.2: and owes nothing either; the next one recoups."""
    film.deposit(2_000 * ONE)
    recouped = plain(film.waterfall.recoupedOf(FANS))[1]
    ending = happened(film.wind_down(fan, 0), "WoundDown")[0]
    left = SOLD * (film.price - ending["perShare"])
    assert 0 < left < recouped
    assert film.waterfall.dueOf(FANS) == film.waterfall.dueOf(BROADCASTER) == 0
    assert plain(film.waterfall.preview(1_000, 1_000)) == ((0, 0, 1_000, 0, 0), 0)
