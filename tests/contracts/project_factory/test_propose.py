"""One call proposes a project: three contracts at addresses that were known before (2.1)."""

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import propose
from tests.contracts.project_factory.encoding import hash_of
from tests.contracts.terms import DAY, NOBODY


def test_the_event_carries_the_full_terms(factory, producer, terms, currency):
    """2.1: a mirror never has to call back."""
    expected = factory.predict(producer, terms, 7)
    proposal = factory.propose(terms, 7, {"from": producer})
    [event] = happened(proposal, "ProjectProposed", factory)
    assert plain(event.pop("terms")) == plain(terms)
    assert event == {
        "producer": producer,
        "campaign": expected[0],
        "waterfall": expected[1],
        "shareToken": expected[2],
        "termsHash": hash_of(terms).to_0x_hex(),
        "nonce": 7,
        "feeBps": 500,
        "decimals": 6,
        "currencySymbol": "EURC",
    }


def test_addresses_are_what_was_predicted(factory, producer, terms):
    """2.1: salt is producer, terms and nonce."""
    campaign, waterfall, shares = factory.predict(producer, terms, 7)
    assert factory.propose.call(terms, 7, {"from": producer}) == (campaign, waterfall, shares)
    assert not factory.isProject(campaign)
    factory.propose(terms, 7, {"from": producer})
    assert factory.isProject(campaign)
    assert not factory.isApproved(campaign)


def test_addresses_differ_by_producer_terms_and_nonce(factory, producer, stranger, terms):
    """2.1: nobody can take the address of somebody else's project."""
    predicted = [
        factory.predict(producer, terms, 0),
        factory.predict(stranger, terms, 0),
        factory.predict(producer, terms, 1),
        factory.predict(producer, terms.change(goal=terms.campaign.goal + 1), 0),
    ]
    assert len({address for three in predicted for address in three}) == 12


def test_same_terms_and_nonce_are_refused_the_second_time(factory, platform, producer, terms):
    """2.1: one project per producer, terms and nonce; another nonce makes another project."""
    first = propose(factory, platform, producer, terms, nonce=7)
    with refused("ProjectFactory_AlreadyProposed", first.shares):
        factory.propose(terms, 7, {"from": producer})
    second = propose(factory, platform, producer, terms, nonce=8)
    assert first.campaign.address != second.campaign.address


def test_a_currency_that_is_not_allowed_is_refused(factory, platform, producer, currency, terms):
    """2.2: the platform allow-lists currencies, for new projects only."""
    running = propose(factory, platform, producer, terms, nonce=7)
    factory.allowCurrency(currency, False, {"from": platform})
    with refused("ProjectFactory_CurrencyNotAllowed", currency):
        factory.propose(terms, 8, {"from": producer})
    running.open()
    assert running.contribute(producer, 2).status == 1


def test_contracts_keep_what_they_were_made_with(factory, producer, collector, currency, proposed):
    """2.1: terms that can never change, dependencies that point one way."""
    campaign, waterfall, shares = proposed.campaign, proposed.waterfall, proposed.shares
    terms = proposed.terms
    made_of = (factory, producer, shares, waterfall, 500, bytes(hash_of(terms)))
    assert plain(campaign.setup()) == plain((terms.campaign, *made_of, 2_500, 7 * DAY, 30 * DAY))
    assert plain(campaign.lists()) == plain(
        (
            [(line.financier, line.amount) for line in terms.financiers],
            [(tier.least, tier.limit) for tier in terms.tiers],
            [(milestone.bps, milestone.due_at) for milestone in terms.production.milestones],
        )
    )
    places = [position[:-1] for position in terms.waterfall.positions]
    assert plain(waterfall.setup()) == plain(
        (currency, factory, shares, producer, 2_500, 0, 182 * DAY, 60 * DAY, [collector], places)
    )
    assert (campaign.producer(), waterfall.producer()) == (producer, producer)
    assert (shares.campaign(), shares.currency(), shares.transferRule()) == (campaign, currency, NOBODY)
    assert (shares.name(), shares.symbol()) == ("The Long Night", "NIGHT")
    assert shares.contractURI() == "https://coprod.example/night.json"
    assert (shares.decimals(), shares.totalSupply(), shares.transfersOpen()) == (0, 0, False)


def test_the_fee_is_frozen_when_proposed(factory, platform, proposed, producer, terms):
    """2.2: a later fee binds later projects only."""
    factory.setFee(100, {"from": platform})
    assert proposed.campaign.setup()["feeBps"] == 500
    assert propose(factory, platform, producer, terms, nonce=1).campaign.setup()["feeBps"] == 100


def test_prediction_follows_the_fee_of_today(factory, platform, producer, terms):
    """2.1: the fee is part of the campaign, and so of its address."""
    before = factory.predict(producer, terms, 7)
    factory.setFee(100, {"from": platform})
    after = factory.predict(producer, terms, 7)
    assert before[0] != after[0]
    assert before[1:] == after[1:]
    assert propose(factory, platform, producer, terms, nonce=7).campaign == after[0]


def test_the_shares_cannot_be_initialised_again(proposed, stranger):
    """2.1: campaign and waterfall of a share are fixed by the factory, once."""
    with refused("ShareToken_AlreadyInitialized"):
        proposed.shares.initialize(stranger, stranger, {"from": stranger})


def test_the_implementation_cannot_be_initialised(implementations, stranger):
    """2.1: the contract behind the clones is nobody's project."""
    with refused("ShareToken_AlreadyInitialized"):
        implementations[2].initialize(stranger, stranger, {"from": stranger})


def test_two_projects_share_nothing(factory, platform, producer, fan, project, later_terms):
    """2.1, K2: contributions to one are no money of the other."""
    other = propose(factory, platform, producer, later_terms)
    other.open()
    project.contribute(fan, 5)
    assert (project.campaign.raised(), other.campaign.raised()) == (5 * project.price, 0)
    assert other.shares.balanceOf(fan) == 0
