"""A factory starts with a platform, a treasury and a fee that hold to the rules (2.2)."""

from brownie import ProjectFactory

from tests.contracts.answers import happened, refused
from tests.contracts.terms import HOLDERS


def test_it_starts_with_what_it_was_given(factory, platform, treasury, currency):
    """2.2: owner, treasury and fee."""
    assert (factory.owner(), factory.treasury(), factory.feeBps()) == (platform, treasury, 500)
    assert factory.MAX_FEE_BPS() == 1_000
    assert happened(factory.tx, "FeeSet", factory) == [{"feeBps": 500}]
    assert happened(factory.tx, "TreasurySet", factory) == [{"treasury": treasury}]


def test_a_fee_above_the_ceiling_is_refused(implementations, platform, treasury, stranger):
    """2.2: the ceiling is fixed in code."""
    with refused("ProjectFactory_FeeAboveCeiling", 1_001, 1_000):
        ProjectFactory.deploy(platform, treasury, 1_001, *implementations, {"from": stranger})


def test_no_treasury_is_refused(implementations, platform, stranger):
    """2.2: a fee sent nowhere is lost."""
    with refused("ProjectFactory_ZeroAddress"):
        ProjectFactory.deploy(platform, HOLDERS, 500, *implementations, {"from": stranger})


def test_no_platform_is_refused(implementations, treasury, stranger):
    """2.2: somebody has to approve listings."""
    with refused("OwnableInvalidOwner", HOLDERS):
        ProjectFactory.deploy(HOLDERS, treasury, 500, *implementations, {"from": stranger})
