"""The people, the currency, the factory and one project, for every contract's tests."""

from typing import Any

import pytest
from brownie import Campaign, CampaignProduction, ProjectFactory, ShareToken, Waterfall, chain

from tests.contracts.currencies import deploy_currency
from tests.contracts.lightening import lighten
from tests.contracts.project import Project, propose
from tests.contracts.terms import DAY, ProjectTerms, ordinary_terms

FEE_BPS = 500


def pytest_configure(config: pytest.Config) -> None:
    # Brownie's own fixtures call what Brownie deprecates.
    config.addinivalue_line("filterwarnings", "ignore:rpc.* should not be called directly:FutureWarning")


@pytest.fixture(autouse=True, scope="session")
def light_brownie() -> None:
    lighten()


@pytest.fixture(autouse=True)
def isolation(fn_isolation: None) -> None:
    """Each test finds the chain as the fixtures of its module left it."""


def person(number: int) -> Any:
    @pytest.fixture(scope="session")
    def account(accounts: Any) -> Any:
        return accounts[number]

    return account


platform, treasury, producer, fan, second_fan, financier, collector, stranger, artist, patron = map(
    person, range(1, 11)
)


@pytest.fixture(scope="module")
def currency(module_isolation: None, accounts: Any, request: pytest.FixtureRequest) -> Any:
    """The one that the project raises and pays in; see currencies.py for other kinds."""
    return deploy_currency(getattr(request, "param", "6-decimals"), accounts[0])


@pytest.fixture(scope="module")
def implementations(module_isolation: None, accounts: Any) -> list[Any]:
    """The code of Campaign, Waterfall and ShareToken, which every project's contracts are clones of."""
    deployer = {"from": accounts[0]}
    campaign = Campaign.deploy(CampaignProduction.deploy(deployer), deployer)
    return [campaign, Waterfall.deploy(deployer), ShareToken.deploy(deployer)]


@pytest.fixture(scope="module")
def factory(implementations: list[Any], accounts: Any, platform: Any, treasury: Any, currency: Any) -> Any:
    """A factory that allows the currency and takes 5 %."""
    made = ProjectFactory.deploy(platform, treasury, FEE_BPS, *implementations, {"from": accounts[0]})
    made.allowCurrency(currency, True, {"from": platform})
    return made


@pytest.fixture(scope="module")
def terms(currency: Any, collector: Any, financier: Any, producer: Any, artist: Any) -> ProjectTerms:
    return ordinary_terms(currency, chain.time(), collector, financier, producer, artist)


@pytest.fixture
def later_terms(terms: ProjectTerms) -> ProjectTerms:
    """The same, for another project that is proposed now."""
    now = chain[-1].timestamp
    return terms.change(opens_at=now + DAY, closes_at=now + 31 * DAY)


@pytest.fixture(scope="module")
def proposed(factory: Any, platform: Any, producer: Any, terms: ProjectTerms) -> Project:
    """A project that waits for its approval."""
    return propose(factory, platform, producer, terms)


@pytest.fixture(scope="module")
def project(proposed: Project) -> Project:
    """A project to which fans can contribute. Folders that test a later stage bring their own."""
    proposed.open()
    return proposed
