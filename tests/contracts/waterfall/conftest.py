"""Receipts come in once the project has succeeded, with 60 and 37 shares sold."""

import pytest

from tests.contracts import stages
from tests.contracts.project import Project


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan) -> Project:
    stages.succeed(proposed, fan, second_fan)
    return proposed
