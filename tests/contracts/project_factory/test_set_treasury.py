"""Where fees and stray tokens go (2.2)."""

from tests.contracts.answers import happened, refused
from tests.contracts.terms import HOLDERS


def test_the_platform_sets_the_treasury(factory, platform, stranger):
    """2.2: for fees of projects finalised from now on."""
    change = factory.setTreasury(stranger, {"from": platform})
    assert happened(change, "TreasurySet", factory) == [{"treasury": stranger}]
    assert factory.treasury() == stranger


def test_no_treasury_is_refused(factory, platform):
    """2.2: a fee sent nowhere is lost."""
    with refused("ProjectFactory_ZeroAddress"):
        factory.setTreasury(HOLDERS, {"from": platform})


def test_nobody_else_sets_the_treasury(factory, stranger):
    """2.2: only the platform."""
    with refused("OwnableUnauthorizedAccount", stranger):
        factory.setTreasury(stranger, {"from": stranger})
