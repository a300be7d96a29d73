"""What the money is for, all fees, what is left of rewards, whose powers (rules 2.2, 2.3, 3.6, 5.1)."""

import re

from tests.backend.conftest import Follow
from tests.backend.terms import DAY, EURO, NOBODY, milestone, tier
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World


async def test_the_goal_is_spent_to_the_last_unit(world: World, follow: Follow, read: Read) -> None:
    """2.3, 4.1: of 1,000.000001 less 5 % each part is rounded down, and the last takes the rest."""
    goal = 1_000 * EURO + 1
    campaign = {"goal": goal, "totalBudget": 9_000 * EURO + goal}
    due = world.now() + 100 * DAY
    steps = [milestone(3_333, due, "one"), milestone(3_333, due, "two"), milestone(3_334, due, "three")]
    made = world.propose(world.terms(campaign=campaign, production={"milestones": steps}))
    await follow()
    text = (await read(f"/en/projects/{made.campaign}")).text
    assert "If just the goal of 1,000.000001 EURC is reached; more in proportion" in text
    # 5 % of 1,000,000,001 are 50,000,000.05; of the 950,000,001 left, 33.33 % are 316,635,000.33.
    assert "one 33.33% 316.635 EURC two 33.33% 316.635 EURC three 33.34% 316.730001 EURC" in text
    assert (
        "Platform’s fee taken first, only if the campaign succeeds; the parts above are of the rest 5%"
        in text
    )
    assert "Together 1,000.000001 EURC" in text


async def test_after_success_it_is_what_was_settled(world: World, follow: Follow, read: Read) -> None:
    """2.4, 4.1: 1,000 raised less 50, and the label's 9,000 in the contract."""
    made = world.propose()
    world.escrow(made, 0)
    await follow()
    path = f"/en/projects/{made.campaign}"
    plan = ", with 9,000.00 EURC that financiers brought to the contract"
    assert (
        f"If just the goal of 1,000.00 EURC is reached; more in proportion{plan}" in (await read(path)).text
    )
    world.start(made)
    world.contribute(made, world.fan, 100)
    world.finalize(made)
    await follow()
    text = (await read(path)).text
    assert f"Of the 1,000.00 EURC raised{plan}" in text
    assert "recording 40% 3,980.00 EURC release 60% 5,970.00 EURC" in text
    assert "5% 50.00 EURC Together 10,000.00 EURC" in text
    for each, amount in enumerate((3_980, 5_970)):
        assert world.call("Campaign", made.campaign, "milestoneOf", each)[0] == amount * EURO


async def test_all_fees_stand_in_one_place(world: World, follow: Follow, read: Read) -> None:
    """2.2, 5.1, 5.2"""
    made = world.propose()
    await follow()
    page = await read(f"/en/projects/{made.campaign}")
    fees = page.text[page.text.index("All fees") : page.text.index("Take part To sign")]
    for words in (
        "5% to the platform: 50.00 EURC of 1,000.00 EURC",
        "When it fails, or you change your mind nothing",
        "may deduct 30% of the gross at most",
        "collection agent: 5% of the gross receipts",
        "nothing to the platform. Usually they are sent to you at no cost",
    ):
        assert words in fees, words


async def test_rewards_tell_what_they_cost_and_what_is_left(world: World, follow: Follow, read: Read) -> None:
    """3.6: who takes the last one leaves none; who revokes gives it back."""
    made = world.propose(world.terms(tiers=[tier(10, 1, "disque signé / signed record")]))
    world.start(made)
    path = f"/en/projects/{made.campaign}"
    await follow()
    assert "signed record 10 100.00 EURC 1 of 1" in (await read(path)).text
    world.contribute(made, world.fan, 10, tier=1)
    await follow()
    page = await read(path)
    assert "signed record 10 100.00 EURC none of 1" in page.text
    assert [each.get("disabled") for each in page.all("option")] == [None, ""]
    assert "disque signé 10 100,00 EURC aucune sur 1" in (await read(path.replace("/en/", "/fr/"))).text
    world.revoke(made, world.fan)
    await follow()
    assert "signed record 10 100.00 EURC 1 of 1" in (await read(path)).text


async def test_each_statement_has_a_button_to_verify_it(project: Project, read: Read) -> None:
    page = await read(f"/en/projects/{project.campaign}")
    (button,) = [each for each in page.all("a") if "verify" in each.get("class", "")]
    assert button["role"] == "button"
    assert re.fullmatch(rf"/en/projects/{project.campaign}/statements/0x[0-9a-f]{{64}}", button["href"])
    assert "Verify statement 1, DistroKid" in page.text
    assert "Is it true?" in (await read(button["href"])).text


async def test_an_overdue_statement_is_seen_at_the_top(
    world: World, project: Project, follow: Follow, read: Read
) -> None:
    """5.6"""
    path = f"/en/projects/{project.campaign}"
    assert "overdue" not in (await read(path)).text.replace("when one is overdue", "")
    world.warp(2 * 365 * DAY)
    await follow()
    page = await read(path)
    assert page.text.index("Statement overdue") < page.text.index("All fees")
    assert "The next statement is overdue. It was due on" in page.text
    assert "Relevé en retard" in (await read(path.replace("/en/", "/fr/"))).text


async def test_powers_are_those_of_the_terms(world: World, follow: Follow, read: Read) -> None:
    """5.1, 6.2: collectors and a keeper have a place only where the terms name them."""
    plain = world.propose(world.terms(waterfall={"collectors": []}))
    rule = world.create("AllowList", world.stranger)
    ruled = world.propose(world.terms(transferRule=rule, ruleKeeper=world.stranger))
    await follow()
    text = (await read(f"/en/projects/{plain.campaign}")).text
    assert "The producer cannot" in text
    assert "Collectors can" not in text
    assert "The keeper of the rule" not in text
    assert plain.terms["transferRule"] == NOBODY
    text = (await read(f"/en/projects/{ruled.campaign}")).text
    assert "Collectors can report receipts as the producer does" in text
    assert "The keeper of the rule on transfers can decide who may be given or sold shares" in text
    assert "afterwards only to whom the rule of the terms allows. You may find no buyer." in text
