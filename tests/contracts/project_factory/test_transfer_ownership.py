"""The platform hands the factory over in two steps (2.2)."""

from tests.contracts.answers import happened, refused


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
