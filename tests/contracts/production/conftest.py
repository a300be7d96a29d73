"""A film that has succeeded: 60 shares of the fan and 37 of the second fan, and their money in the pot."""

from typing import Any

import pytest

from tests.contracts import stages
from tests.contracts.production.film import WoundDown, make_film, wind_down
from tests.contracts.project import Project


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    stages.succeed(proposed, fan, second_fan)
    return proposed


@pytest.fixture(scope="session")
def second_financier(accounts) -> Any:
    return accounts[20]


@pytest.fixture
def asked(project) -> int:
    """The producer asks for the first milestone. Gives the end of the window."""
    project.announce(0)
    return project.campaign.question()["objectionsUntil"]


@pytest.fixture(scope="module")
def film(factory, platform, producer, terms, fan, second_fan, patron, financier, second_financier) -> Project:
    """One with every kind of money, in odd amounts; see film.py."""
    return make_film(
        factory, platform, producer, terms, [fan, second_fan], patron, [financier, second_financier]
    )


@pytest.fixture
def ended(film, fan) -> WoundDown:
    """The same, wound down after the first of its three milestones."""
    return wind_down(film, fan)
