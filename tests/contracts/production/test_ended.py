"""A film that was wound down: what is fixed, and what is closed (4.3)."""

from tests.contracts import project as lines
from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.production.film import SOLD


def test_nothing_more_is_released_raised_or_brought(ended, fan, producer, financier, second_financier):
    """4.3: every other way in or out is closed."""
    film, closed = ended.project, ("Campaign_WrongStatus", stages.WOUND_DOWN)
    for milestone in range(3):
        with refused(*closed):
            film.announce(milestone)
        with refused(*closed):
            film.campaign.openWindDown(milestone, {"from": fan})
    with refused("Campaign_NoQuestionOpen"):
        film.campaign.read({"from": fan})
    with refused("Campaign_NoQuestionOpen"):
        film.campaign.object({"from": fan})
    with refused(*closed):
        film.campaign.escrowLine(1, {"from": second_financier})
    with refused(*closed):
        film.campaign.withdrawLine(0, {"from": financier})
    with refused(*closed):
        film.campaign.cancel({"from": producer})
    with refused(*closed):
        film.campaign.refund(fan, {"from": fan})
    with refused(*closed):
        film.campaign.finalize({"from": fan})


def test_every_kind_of_money_has_its_part(ended):
    """4.3: shares, the gift and the line in escrow; the line paid elsewhere brought nothing here."""
    film = ended.project
    assert happened(ended.transaction, "WoundDown", film.campaign) == [
        {"unspent": ended.unspent, "brought": ended.brought, "perShare": ended.per_share}
    ]
    assert film.campaign.lineOf(1)["state"] == lines.PAID_ELSEWHERE
    assert 0 < ended.per_share < film.price
    assert ended.unspent - SOLD - 2 < ended.unspent - ended.dust <= ended.unspent
    assert film.campaign.pot()["unspent"] == film.campaign.reserved() == ended.unspent - ended.dust
