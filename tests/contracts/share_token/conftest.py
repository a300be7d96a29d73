"""Shares of a project that has succeeded, 60 and 37 of them, whose receipts are all for the holders."""

import pytest

from tests.contracts import stages
from tests.contracts.project import Project
from tests.contracts.terms import HOLDERS, ProjectTerms, percentage


@pytest.fixture(scope="module")
def terms(terms) -> ProjectTerms:
    return terms.change(positions=[percentage(HOLDERS, 10_000, "holders")])


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    stages.succeed(proposed, fan, second_fan)
    return proposed


@pytest.fixture(scope="module")
def shares(project):
    return project.shares
