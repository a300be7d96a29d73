"""No project opens without the artist's signed consent (2.4)."""

import pytest
from brownie import chain

from tests.contracts.answers import happened, refused
from tests.contracts.project import at_second, propose
from tests.contracts.project_factory.encoding import hash_of
from tests.contracts.signing import FOREVER, sign


def test_anyone_brings_the_artists_signature(factory, proposed, artist, stranger):
    """2.4: the event says whose consent to what, and until when."""
    deadline = chain.time() + 1_000
    assert not factory.hasConsent(proposed.campaign)
    record = factory.recordConsent(
        proposed.campaign, deadline, proposed.consent_signature(deadline), {"from": stranger}
    )
    assert happened(record, "ConsentRecorded", factory) == [
        {"campaign": proposed.campaign, "artist": artist, "deadline": deadline}
    ]
    assert factory.hasConsent(proposed.campaign)


def test_the_artist_signs_before_the_project_exists(factory, platform, producer, artist, terms):
    """2.1, 2.4: for the campaign that was predicted, and the hash of terms that anyone can compute."""
    campaign, *_ = factory.predict(producer, terms, 7)
    signature = sign(artist, factory, "ArtistConsent", campaign, bytes(hash_of(terms)), FOREVER)
    project = propose(factory, platform, producer, terms, nonce=7)
    factory.recordConsent(project.campaign, FOREVER, signature, {"from": producer})
    assert factory.hasConsent(project.campaign)


def test_a_consent_holds_until_its_deadline_included(factory, proposed):
    """2.4: a second later it is none."""
    deadline = chain[-1].timestamp + 1_000
    signature = proposed.consent_signature(deadline)
    at_second(deadline)
    factory.recordConsent(proposed.campaign, deadline, signature, {"from": proposed.producer})
    assert factory.hasConsent(proposed.campaign)
    at_second(deadline + 1)
    chain.mine()
    assert not factory.hasConsent(proposed.campaign)


def test_a_signature_past_its_deadline_is_refused(factory, proposed):
    """2.4: whoever comes late asks the artist again."""
    deadline = chain[-1].timestamp + 1_000
    signature = proposed.consent_signature(deadline)
    at_second(deadline + 1)
    with refused("Consents_SignatureExpired", deadline):
        factory.recordConsent(proposed.campaign, deadline, signature, {"from": proposed.producer})


def test_a_later_signature_renews_an_expired_consent(factory, proposed):
    """2.4: the artist may sign again."""
    deadline = chain[-1].timestamp + 1_000
    proposed.consent(deadline)
    at_second(deadline + 1)
    proposed.consent()
    assert factory.hasConsent(proposed.campaign)


def test_a_consent_for_ever_is_taken(factory, proposed):
    """2.4: the largest deadline that can be signed is one that never passes."""
    for deadline in (2**48 - 1, 2**48, 2**256 - 1):
        record = proposed.consent(deadline)
        assert happened(record, "ConsentRecorded", factory)[0]["deadline"] == deadline
        assert factory.hasConsent(proposed.campaign)


def test_anybody_elses_signature_is_refused(factory, proposed, producer, platform, artist, stranger):
    """2.4: neither producer nor platform consents for the artist, and the error says who must sign."""
    for somebody in (producer, platform, stranger):
        with refused("Consents_WrongSigner", artist):
            factory.recordConsent(
                proposed.campaign, FOREVER, proposed.consent_signature(by=somebody), {"from": somebody}
            )
    assert not factory.hasConsent(proposed.campaign)


def test_another_deadline_than_the_signed_one_is_refused(factory, proposed, artist, producer):
    """2.4: consent is for a time."""
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent(
            proposed.campaign, FOREVER + 1, proposed.consent_signature(FOREVER), {"from": producer}
        )


def test_consent_to_other_terms_is_refused(factory, proposed, artist, producer, terms):
    """2.4: the artist signs the terms as well as the address."""
    other = bytes(hash_of(terms.change(goal=terms.campaign.goal + 1)))
    signature = sign(artist, factory, "ArtistConsent", proposed.campaign, other, FOREVER)
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent(proposed.campaign, FOREVER, signature, {"from": producer})


@pytest.mark.parametrize("junk", [b"", bytes(64), bytes(65), bytes(200)], ids=len)
def test_what_is_no_signature_is_refused(factory, proposed, artist, producer, junk):
    """2.4: with the same error as a wrong one."""
    with refused("Consents_WrongSigner", artist):
        factory.recordConsent(proposed.campaign, FOREVER, junk, {"from": producer})


def test_consent_to_no_project_is_refused(factory, implementations, proposed, stranger):
    """2.4: only to campaigns of this factory."""
    signature = proposed.consent_signature()
    for somewhere in (stranger, implementations[0], proposed.shares):
        with refused("Consents_UnknownProject", somewhere):
            factory.recordConsent(somewhere, FOREVER, signature, {"from": stranger})
        assert not factory.hasConsent(somewhere)
