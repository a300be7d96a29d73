"""An allow-list and its keeper."""

import pytest
from brownie import AllowList


@pytest.fixture(scope="module")
def keeper(platform):
    return platform


@pytest.fixture(scope="module")
def allow_list(module_isolation, keeper):
    return AllowList.deploy(keeper, {"from": keeper})
