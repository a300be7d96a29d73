"""The platform says whose signatures cover lines (2.2)."""

from tests.contracts.answers import happened, refused


def test_the_platform_approves_and_removes_a_financier(factory, platform, financier):
    """2.2: and says so."""
    assert not factory.isFinancierApproved(financier)
    for approved in (True, False):
        change = factory.approveFinancier(financier, approved, {"from": platform})
        assert happened(change, "FinancierApproved", factory) == [
            {"financier": financier, "approved": approved}
        ]
        assert factory.isFinancierApproved(financier) == approved


def test_nobody_else_approves_or_removes(factory, platform, financier, producer):
    """2.2: only the platform."""
    factory.approveFinancier(financier, True, {"from": platform})
    for approved in (True, False):
        with refused("OwnableUnauthorizedAccount", producer):
            factory.approveFinancier(financier, approved, {"from": producer})
    assert factory.isFinancierApproved(financier)
