"""The platform approves listings, and has no other power over a project (2.2)."""

from tests.contracts.answers import happened, refused
from tests.contracts.project import propose, wait_until


def test_the_platform_approves_a_proposed_project(factory, platform, proposed):
    """2.2: approval is for good."""
    approval = factory.approveListing(proposed.campaign, {"from": platform})
    assert happened(approval, "ListingApproved", factory) == [{"campaign": proposed.campaign}]
    assert factory.isApproved(proposed.campaign)
    assert factory.isProject(proposed.campaign)


def test_nobody_else_approves(factory, proposed, producer):
    """2.2: only the platform."""
    with refused("OwnableUnauthorizedAccount", producer):
        factory.approveListing(proposed.campaign, {"from": producer})


def test_an_unknown_address_is_refused(factory, platform, stranger):
    """2.2: only campaigns of this factory."""
    with refused("ProjectFactory_UnknownProject", stranger):
        factory.approveListing(stranger, {"from": platform})


def test_a_second_approval_is_refused(factory, platform, proposed):
    """2.2: so that a double click is noticed."""
    factory.approveListing(proposed.campaign, {"from": platform})
    with refused("ProjectFactory_AlreadyApproved", proposed.campaign):
        factory.approveListing(proposed.campaign, {"from": platform})


def test_a_project_that_is_open_cannot_be_approved_again(factory, platform, proposed):
    """2.2: approval came before."""
    proposed.open()
    with refused("ProjectFactory_AlreadyApproved", proposed.campaign):
        factory.approveListing(proposed.campaign, {"from": platform})


def test_a_project_that_was_cancelled_or_has_lapsed_is_refused(factory, platform, producer, later_terms):
    """2.2: it could never be opened."""
    cancelled, lapsed = (propose(factory, platform, producer, later_terms, nonce) for nonce in (1, 2))
    cancelled.campaign.cancel({"from": producer})
    wait_until(later_terms.campaign.opens_at)
    for project in (cancelled, lapsed):
        with refused("ProjectFactory_NoLongerProposed", project.campaign):
            project.approve()
