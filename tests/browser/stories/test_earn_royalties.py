"""First visit → contribution → success → royalty → claim."""

from playwright.sync_api import expect

from tests.backend.terms import EURO
from tests.browser.stage import Stage
from tests.browser.stories.purse import money_of, shares_of
from tests.browser.stories.reader import Reader


def test_from_the_first_visit_to_the_first_royalty(stage: Stage, fan: Reader) -> None:
    """3.1, 3.4, 5.1, 5.4: 60 of 100 shares earn 60 % of 665, which is 70 % of 1,000 less 5 %."""
    world, page = stage.world, fan.page
    project = world.propose(world.terms(name="Une première fois"))
    world.start(project)
    had = money_of(stage, world.fan)

    fan.open("/en/")
    page.get_by_role("link", name="Une première fois").first.click()
    fan.see("Open to contributions")
    fan.ask_for("contribute", shares=60)
    expect(fan.dialog).to_contain_text("60")
    expect(fan.dialog).to_contain_text("600.00 EURC")
    assert money_of(stage, world.fan) == had, "nothing is paid by looking"
    fan.confirm.click()
    fan.see_fate("Done")
    fan.close()
    assert shares_of(stage, project, world.fan) == 60
    assert had - money_of(stage, world.fan) == 600 * EURO

    world.contribute(project, world.second_fan, 40)
    world.warp_to(project.terms["campaign"]["closesAt"])
    world.warp_to(world.call("Campaign", project.campaign, "lastFirmAt")[0])
    fan.open_project(project)
    fan.do("finalize")
    fan.see_again("Financed")

    world.deposit(project, 1_000 * EURO)
    had = money_of(stage, world.fan)
    fan.open(f"/en/portfolio/{world.fan}")
    fan.see("Une première fois")
    fan.see("399.00 EURC")
    form = page.locator(f"form[data-call=claim][data-campaign='{project.campaign}']")
    form.locator("[type=submit]").click()
    expect(fan.dialog).to_contain_text("399.00 EURC")
    fan.confirm.click()
    fan.see_fate("Done")
    fan.close()
    assert money_of(stage, world.fan) - had == 399 * EURO
    fan.open(f"/en/portfolio/{world.fan}/projects/{project.campaign}")
    fan.see("399.00 EURC")
