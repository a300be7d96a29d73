"""What a wallet earned in a project, down to statement, deposit and payment."""

from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World


async def test_each_amount_leads_to_its_statement(
    world: World, project: Project, follow: Follow, read: Read
) -> None:
    """5.5: the fan was paid 60 x 6.615 of the first statement, and is owed 60 x 1.33 of the second."""
    receipt = world.deposit(project, 200 * EURO, 2)
    await follow()
    path = f"/en/portfolio/{world.fan}/projects/{project.campaign}"
    assert path in (await read(f"/en/portfolio/{world.fan}")).values("href")
    page = await read(path)
    statements = [each for each in page.values("href") if "/statements/" in each]
    assert len(set(statements)) == 2
    for each in statements:
        await read(each)
    assert receipt["transactionHash"] in page.values("title")
    assert (
        "Statement 1, DistroKid 1 Jan 2026 – 31 Jan 2026 1,000.00 EURC 661.50 EURC 396.90 EURC 0.00 EURC"
        in page.text
    )
    assert "200.00 EURC 133.00 EURC 0.00 EURC 79.80 EURC" in page.text
    assert "Together 396.90 EURC 79.80 EURC" in page.text
    assert "Royalties earned 476.70 EURC Paid 396.90 EURC To be claimed 79.80 EURC" in page.text
    french = await read(path.replace("/en/", "/fr/"))
    assert "Droits gagnés 476,70 EURC" in french.text


async def test_a_payment_names_the_statements_it_pays(
    world: World, project: Project, follow: Follow, read: Read
) -> None:
    """5.4: one claim pays all that is owed."""
    world.deposit(project, 200 * EURO, 2)
    receipt = world.claim(project, world.second_fan, to=world.stranger)
    await follow()
    page = await read(f"/en/portfolio/{world.second_fan}/projects/{project.campaign}")
    assert "317.80 EURC 264.60 EURC statement 1 , 53.20 EURC statement 2" in page.text.replace(
        "statement 1,", "statement 1 ,"
    )
    assert receipt["transactionHash"] in page.values("title")
    assert world.stranger in page.values("title")
    assert {"#statement-1", "#statement-2"} <= set(page.values("href"))
    assert {"statement-1", "statement-2"} <= set(page.values("id"))


async def test_what_came_without_a_statement_is_told(
    world: World, project: Project, follow: Follow, read: Read
) -> None:
    """3.5: surplus currency goes to the holders."""
    world.give(project, project.share_token, 100 * EURO)
    world.sweep(project, project.share_token)
    await follow()
    page = await read(f"/en/portfolio/{world.fan}/projects/{project.campaign}")
    assert "Given to the holders without a statement 0.00 EURC 60.00 EURC" in page.text


async def test_what_went_back_is_told_apart(world: World, follow: Follow, read: Read) -> None:
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 10)
    world.revoke(made, world.fan)
    await follow()
    page = await read(f"/en/portfolio/{world.fan}/projects/{made.campaign}")
    assert "No royalties have come in for these shares so far." in page.text
    assert "Pledge taken back 100.00 EURC" in page.text


async def test_who_has_no_part_has_no_page(world: World, project: Project, read: Read) -> None:
    await read(f"/en/portfolio/{world.stranger}/projects/{project.campaign}", status=404)
    await read(f"/en/portfolio/{world.fan}/projects/{world.stranger}", status=404)
    await read("/en/portfolio/0x12/projects/0x12", status=422)


async def test_what_was_put_in_names_its_transaction(world: World, follow: Follow, read: Read) -> None:
    """3.1, 3.3: for oneself, for somebody else, and as a gift."""
    made = world.propose()
    world.start(made)
    pledge = world.contribute_for(made, world.patron, world.fan, 7)
    gift = world.donate(made, world.patron, 30 * EURO)
    await follow()
    for place in (f"/en/portfolio/{world.patron}", f"/en/portfolio/{world.fan}"):
        assert f"{place}/projects/{made.campaign}" in (await read(place)).values("href")
    page = await read(f"/en/portfolio/{world.patron}/projects/{made.campaign}")
    assert "none, a gift 30.00 EURC" in page.text
    assert "7 70.00 EURC" in page.text
    assert {pledge["transactionHash"], gift["transactionHash"]} <= set(page.values("title"))
    assert "paid for" in page.text
    page = await read(f"/fr/portfolio/{world.fan}/projects/{made.campaign}")
    assert "payée par" in page.text
    assert "30,00" not in page.text
