"""A patron gives, expects no share, and counts toward the goal (3.3)."""

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency, only_currency
from tests.contracts.project import wait_until


@every_currency
def test_a_gift_is_money_and_no_share(project, patron, currency):
    """3.3, K19: it counts, and nothing is minted."""
    project.give(patron, 123)
    gift = project.give(patron, 77)
    assert happened(gift, "Given", project.campaign) == [{"patron": patron, "amount": 77}]
    assert (project.campaign.giftOf(patron), project.campaign.raised()) == (200, 200)
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 200
    assert (project.shares.totalSupply(), project.campaign.sharesLeft()) == (0, 100)


@every_currency
def test_a_gift_brings_the_goal(project, fan, patron, treasury, currency):
    """3.3: firm shares times price plus gifts; the fee is due on both (2.2)."""
    project.contribute(fan, 60)
    project.give(patron, 20 * project.price)
    end = project.close()
    raised = 80 * project.price
    fee = raised * 500 // 10_000
    assert happened(end, "Succeeded", project.campaign) == [
        {"shares": 60, "raised": raised, "fee": fee, "pot": raised - fee}
    ]
    assert currency.balanceOf(treasury) == fee
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == raised - fee


def test_one_unit_less_and_it_fails(project, fan, patron):
    """3.3, 3.4: all or nothing."""
    project.contribute(fan, 60)
    project.give(patron, 20 * project.price - 1)
    project.close()
    assert project.campaign.status() == stages.FAILED


def test_gifts_are_no_community_share(project, fan, second_fan, patron):
    """3.3: the ceiling of what fans bring leaves them alone, and they take no seat."""
    terms = project.terms.campaign
    assert terms.cap * terms.price == terms.budget * terms.community_bps // 10_000
    project.give(patron, terms.budget)
    project.contribute(fan, 60)
    project.contribute(second_fan, 40)
    assert project.campaign.sharesLeft() == 0
    assert project.campaign.raised() == terms.budget + terms.cap * terms.price
    project.give(patron, 1)
    project.close()
    assert project.campaign.status() == stages.SUCCEEDED


def test_gifts_alone_are_no_success(project, patron):
    """3.3: success needs the least number of firm shares, at least one."""
    project.give(patron, 100 * project.price)
    project.close()
    assert project.campaign.status() == stages.FAILED


def test_a_gift_cannot_be_revoked(project, patron):
    """3.2, 3.3: reflection is the fans'."""
    project.give(patron, 100)
    with refused("Campaign_NothingToRevoke", patron):
        project.campaign.revoke({"from": patron})


def test_a_gift_of_nothing_is_refused(project, patron):
    """3.3: a mistake."""
    with refused("Campaign_NoGift"):
        project.campaign.give(0, {"from": patron})


def test_a_gift_that_no_currency_has_is_refused(project, patron):
    """3.3: no overflow; the largest that fits is taken."""
    with refused("Campaign_GiftAboveMaximum", 2**96, 2**96 - 1):
        project.campaign.give(2**96, {"from": patron})
    project.give(patron, 2**96 - 1)
    assert project.campaign.raised() == 2**96 - 1


def test_gifts_end_with_the_closing(project, patron):
    """3.3: they are contributions in time."""
    closes_at = project.terms.campaign.closes_at
    wait_until(closes_at)
    with refused("Campaign_Closed", closes_at):
        project.give(patron, 5)


@only_currency("TaxedCurrency")
def test_a_gift_is_what_arrives(project, patron, currency):
    """3.5, K11: a currency that takes a fee is refused here, too."""
    currency.setTax(1_000, {"from": patron})
    with refused("Vault_WrongAmountReceived", 100, 90):
        project.give(patron, 100)
    assert project.campaign.raised() == project.campaign.giftOf(patron) == 0


def test_what_is_no_currency_is_shown_and_never_counted(project, patron, producer):
    """3.3: airtime, a studio."""
    words = ("MTV", "40 spots of 20 seconds")
    shown = project.campaign.recordGiftInKind(*words, {"from": producer})
    assert happened(shown, "GivenInKind", project.campaign) == [{"patron": words[0], "description": words[1]}]
    assert project.campaign.raised() == project.campaign.reserved() == 0


def test_the_producer_alone_shows_gifts_in_kind(project, patron, platform):
    """3.3: nobody puts words in its mouth."""
    for somebody in (patron, platform):
        with refused("Campaign_OnlyProducer", somebody):
            project.campaign.recordGiftInKind("MTV", "airtime", {"from": somebody})


def test_long_words_about_a_gift_in_kind_are_refused(project, producer):
    """3.3: a mirror keeps them; 1,024 bytes together are taken."""
    project.campaign.recordGiftInKind("é", 1_022 * "x", {"from": producer})
    with refused("Campaign_GiftInKindTooLong", 1_025, 1_024):
        project.campaign.recordGiftInKind("é", 1_023 * "x", {"from": producer})
