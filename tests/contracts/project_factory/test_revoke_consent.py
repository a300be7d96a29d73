"""The artist may take its consent back until the opening, for good (2.4)."""

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.project import wait_until
from tests.contracts.signing import FOREVER


def test_a_revoked_consent_opens_nothing(factory, proposed, artist, stranger):
    """2.4: however much else was ready."""
    proposed.prepare()
    revocation = factory.revokeConsent(proposed.campaign, {"from": artist})
    assert happened(revocation, "ConsentRevoked", factory) == [
        {"campaign": proposed.campaign, "artist": artist}
    ]
    assert not factory.hasConsent(proposed.campaign)
    with refused("Campaign_NoConsent"):
        proposed.campaign.open({"from": stranger})


def test_a_revocation_is_final(factory, proposed, artist):
    """2.4, K15: neither the old signature nor a new one brings the consent back."""
    proposed.consent()
    factory.revokeConsent(proposed.campaign, {"from": artist})
    for deadline in (FOREVER, FOREVER + 1):
        with refused("Consents_Revoked", proposed.campaign):
            proposed.consent(deadline)
    assert not factory.hasConsent(proposed.campaign)


def test_the_artist_may_refuse_beforehand(factory, proposed, artist):
    """2.4: a signature that somebody keeps is worth nothing afterwards."""
    factory.revokeConsent(proposed.campaign, {"from": artist})
    with refused("Consents_Revoked", proposed.campaign):
        proposed.consent()


def test_nobody_else_revokes(factory, proposed, artist, producer, platform, stranger):
    """2.4: neither producer nor platform."""
    proposed.consent()
    for somebody in (producer, platform, stranger):
        with refused("Consents_OnlyArtist", somebody, artist):
            factory.revokeConsent(proposed.campaign, {"from": somebody})
    assert factory.hasConsent(proposed.campaign)


def test_after_the_opening_it_is_too_late(factory, proposed, artist):
    """2.4: fans pay for a project whose artist is bound."""
    stages.open_early(proposed)
    with refused("Consents_TooLate", proposed.campaign):
        factory.revokeConsent(proposed.campaign, {"from": artist})


def test_a_lapsed_project_has_nothing_to_revoke(factory, proposed, artist):
    """2.4: it can never open."""
    wait_until(proposed.terms.campaign.opens_at)
    assert proposed.campaign.status() == stages.LAPSED
    with refused("Consents_TooLate", proposed.campaign):
        factory.revokeConsent(proposed.campaign, {"from": artist})


def test_a_cancelled_project_has_nothing_to_revoke(factory, proposed, artist, producer):
    """2.4: its end needs no artist."""
    proposed.campaign.cancel({"from": producer})
    with refused("Consents_TooLate", proposed.campaign):
        factory.revokeConsent(proposed.campaign, {"from": artist})


def test_no_project_is_refused(factory, artist, stranger):
    """2.4: only campaigns of this factory."""
    with refused("Consents_UnknownProject", stranger):
        factory.revokeConsent(stranger, {"from": artist})
