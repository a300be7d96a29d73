"""The platform hands the factory over in two steps (2.2)."""

from tests.contracts.answers import happened, refused
from tests.contracts.terms import NOBODY


def test_the_platform_changes_when_the_next_one_accepts(factory, platform, stranger):
    """2.2: a mistyped address gets nothing."""
    offer = factory.transferOwnership(stranger, {"from": platform})
    assert happened(offer, "OwnershipTransferStarted") == [{"previousOwner": platform, "newOwner": stranger}]
    assert (factory.owner(), factory.pendingOwner()) == (platform, stranger)
    acceptance = factory.acceptOwnership({"from": stranger})
    assert happened(acceptance, "OwnershipTransferred") == [{"previousOwner": platform, "newOwner": stranger}]
    assert factory.owner() == stranger
    with refused("OwnableUnauthorizedAccount", platform):
        factory.setFee(0, {"from": platform})


def test_nobody_accepts_what_was_not_offered(factory, stranger):
    """2.2: only who was named."""
    with refused("OwnableUnauthorizedAccount", stranger):
        factory.acceptOwnership({"from": stranger})


def test_nobody_else_offers(factory, stranger):
    """2.2: only the platform."""
    with refused("OwnableUnauthorizedAccount", stranger):
        factory.transferOwnership(stranger, {"from": stranger})


def test_an_offer_can_be_withdrawn(factory, platform, stranger, producer):
    """2.2: by an offer to somebody else, or to nobody."""
    for instead in (producer, NOBODY):
        factory.transferOwnership(stranger, {"from": platform})
        factory.transferOwnership(instead, {"from": platform})
        with refused("OwnableUnauthorizedAccount", stranger):
            factory.acceptOwnership({"from": stranger})
    assert factory.owner() == platform


def test_a_live_project_does_not_notice(factory, project, platform, stranger, fan):
    """2.2: the platform of tomorrow has the same few powers."""
    factory.transferOwnership(stranger, {"from": platform})
    factory.acceptOwnership({"from": stranger})
    project.contribute(fan, 60)
    with refused("Campaign_OnlyProducer", stranger):
        project.campaign.cancel({"from": stranger})
    factory.pauseContributions({"from": stranger})
    assert project.campaign.isPaused()
    project.campaign.revoke({"from": fan})
    assert project.currency.balanceOf(fan) == 60 * project.price


def test_the_platform_cannot_go_without_a_successor(factory, platform, stranger):
    """2.2: nobody could approve listings or pause any more."""
    with refused("OwnableUnauthorizedAccount", stranger):
        factory.renounceOwnership({"from": stranger})
    with refused("ProjectFactory_CannotRenounce"):
        factory.renounceOwnership({"from": platform})
    assert factory.owner() == platform
