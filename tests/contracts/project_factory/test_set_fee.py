"""The platform's fee stays under a ceiling fixed in code (2.2)."""

from tests.contracts.answers import happened, refused


def test_the_platform_sets_the_fee_up_to_the_ceiling(factory, platform):
    """2.2: of projects proposed from now on."""
    for bps in (0, 1_000):
        change = factory.setFee(bps, {"from": platform})
        assert happened(change, "FeeSet", factory) == [{"feeBps": bps}]
        assert factory.feeBps() == bps


def test_a_fee_above_the_ceiling_is_refused(factory, platform):
    """2.2: not even by the platform."""
    with refused("ProjectFactory_FeeAboveCeiling", 1_001, 1_000):
        factory.setFee(1_001, {"from": platform})


def test_nobody_else_sets_the_fee(factory, stranger):
    """2.2: only the platform."""
    with refused("OwnableUnauthorizedAccount", stranger):
        factory.setFee(0, {"from": stranger})
