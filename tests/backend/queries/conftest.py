"""Who tells what can be done, and projects to do it with."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.conftest import Follow
from tests.backend.queries.teller import PEOPLE, Propose, Teller
from tests.backend.terms import tier
from tests.backend.world import Project, World


@pytest.fixture
def teller(world: World, engine: AsyncEngine, follow: Follow) -> Teller:
    return Teller(world, engine, follow)


@pytest.fixture
def propose(world: World) -> Propose:
    """A project that everybody may pay into, of 100 shares, from 5 to 80 for each fan."""

    def make(**campaign: int) -> Project:
        sizes = {"capShares": 100, "maxSharesPerFan": 80, "minSharesPerFan": 5, **campaign}
        made = world.propose(world.terms(campaign=sizes, tiers=[tier(5, 2, "signed record")]))
        world.allow(made, made.campaign, *(getattr(world, each) for each in PEOPLE))
        return made

    return make
