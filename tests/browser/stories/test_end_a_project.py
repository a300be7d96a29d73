"""Objection → wind-down: holders stop a release twice, end the project, and have what was not spent."""

from tests.backend.terms import EURO
from tests.browser.stage import Stage
from tests.browser.stories.purse import money_of, shares_of
from tests.browser.stories.reader import Reader


def test_holders_object_twice_and_end_it(stage: Stage, fan: Reader) -> None:
    """4.1, 4.2, 4.3: 1,000 raised less 5 % are 950, of which 60 shares of 100 have 570."""
    world = stage.world
    project = world.raise_funds(name="Sans preuves")
    for evidence in (1, 2):
        world.announce(project, 0, evidence)
        fan.open_project(project)
        fan.do("object")
        world.read(project)
        world.read(project)
    had = money_of(stage, world.fan)
    fan.open_project(project)
    fan.do("open_wind_down", milestone=0)
    fan.open_project(project)
    fan.do("object")
    world.read(project)
    world.read(project)
    fan.see_again("Ended by its holders")
    fan.do("exit", shares=60)
    assert money_of(stage, world.fan) - had == 570 * EURO
    assert shares_of(stage, project, world.fan) == 0
