"""An older signature does not shorten what a newer one said (2.4, K15)."""

from brownie import chain

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.project import at_second
from tests.contracts.signing import FOREVER


def test_an_old_consent_does_not_shorten_a_new_one(factory, proposed, stranger):
    """2.4, K15: anyone may bring the first signature once more, in its last second."""
    proposed.approve()
    proposed.sign_line()
    deadline = chain[-1].timestamp + 1_000
    old = proposed.consent_signature(deadline)
    proposed.consent(deadline)
    proposed.consent(FOREVER)
    at_second(deadline)
    with refused("Consents_NotLater", deadline, FOREVER):
        factory.recordConsent(proposed.campaign, deadline, old, {"from": stranger})
    at_second(deadline + 1)
    proposed.campaign.open({"from": proposed.producer})
    assert proposed.campaign.status() == stages.RAISING


def test_an_old_promise_does_not_shorten_a_new_one(proposed, stranger):
    """2.4, K15: likewise."""
    proposed.approve()
    proposed.consent()
    deadline = chain[-1].timestamp + 1_000
    old = proposed.line_signature(paid=False, deadline=deadline)
    proposed.sign_line(paid=False, deadline=deadline)
    proposed.sign_line(paid=False, deadline=FOREVER)
    at_second(deadline)
    with refused("Campaign_PromiseNotLater", 0, deadline, FOREVER):
        proposed.campaign.signLine(0, False, deadline, old, {"from": stranger})
    at_second(deadline + 1)
    proposed.campaign.open({"from": proposed.producer})
    assert proposed.campaign.status() == stages.RAISING
