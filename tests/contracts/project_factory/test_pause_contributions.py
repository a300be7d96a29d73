"""The platform may pause new contributions everywhere, and the factory counts for how long (2.2)."""

from brownie import chain

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import at_second


def test_pauses_are_counted_to_the_second(factory, platform):
    """2.2: a running pause is included, and earlier ones stay."""
    start = chain[-1].timestamp + 10
    assert plain(factory.pauseState()) == (False, 0)
    at_second(start)
    pause = factory.pauseContributions({"from": platform})
    assert happened(pause, "ContributionsPaused", factory) == [{}]
    assert plain(factory.pauseState()) == (True, 0)
    at_second(start + 100)
    chain.mine()
    assert plain(factory.pauseState()) == (True, 100)
    at_second(start + 250)
    resumption = factory.resumeContributions({"from": platform})
    assert happened(resumption, "ContributionsResumed", factory) == [{"pausedSeconds": 250}]
    at_second(start + 1_000)
    factory.pauseContributions({"from": platform})
    assert plain(factory.pauseState()) == (True, 250)
    at_second(start + 1_007)
    resumption = factory.resumeContributions({"from": platform})
    assert happened(resumption, "ContributionsResumed", factory) == [{"pausedSeconds": 257}]
    assert plain(factory.pauseState()) == (False, 257)


def test_a_second_pause_is_refused_while_one_runs(factory, platform):
    """2.2: so that a double click does not begin the count anew."""
    pause = factory.pauseContributions({"from": platform})
    with refused("ProjectFactory_AlreadyPaused", pause.timestamp):
        factory.pauseContributions({"from": platform})


def test_nothing_to_resume_is_refused(factory, platform):
    """2.2: likewise."""
    with refused("ProjectFactory_NotPaused"):
        factory.resumeContributions({"from": platform})


def test_nobody_else_pauses_or_resumes(factory, platform, producer):
    """2.2: only the platform."""
    with refused("OwnableUnauthorizedAccount", producer):
        factory.pauseContributions({"from": producer})
    factory.pauseContributions({"from": platform})
    with refused("OwnableUnauthorizedAccount", producer):
        factory.resumeContributions({"from": producer})
