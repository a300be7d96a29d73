"""Failure → refund; and a pledge that is taken back in its time for reflection."""

from tests.backend.terms import EURO
from tests.browser.stage import Stage
from tests.browser.stories.purse import money_of, shares_of
from tests.browser.stories.reader import Reader


def test_a_failed_campaign_gives_all_back(stage: Stage, fan: Reader) -> None:
    """3.4"""
    world = stage.world
    project = world.propose(world.terms(name="Trop peu"))
    world.start(project)
    had = money_of(stage, world.fan)
    fan.open_project(project)
    fan.do("contribute", shares=7)
    assert had - money_of(stage, world.fan) == 70 * EURO
    world.finalize(project)
    fan.see_again("Goal missed")
    fan.do("refund")
    assert money_of(stage, world.fan) == had
    assert shares_of(stage, project, world.fan) == 0
    fan.see_again("70.00 EURC refunded")


def test_who_thinks_again_has_everything_back(stage: Stage, fan: Reader) -> None:
    """3.2"""
    world = stage.world
    project = world.propose(world.terms(name="Réflexion faite"))
    world.start(project)
    had = money_of(stage, world.fan)
    fan.open_project(project)
    fan.do("contribute", shares=5)
    fan.open_project(project)
    fan.do("revoke")
    assert money_of(stage, world.fan) == had
    assert shares_of(stage, project, world.fan) == 0


def test_a_reader_of_french_does_the_same(stage: Stage, fan: Reader) -> None:
    world = stage.world
    project = world.propose(world.terms(name="En français"))
    world.start(project)
    fan.open_project(project, "fr")
    fan.ask_for("contribute", shares=12)
    fan.confirm.click()
    fan.see_fate("C’est fait")
    assert shares_of(stage, project, world.fan) == 12
