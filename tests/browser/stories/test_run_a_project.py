"""The producer's own story: into the room, news, evidence, receipts, each with the wallet of the browser."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect
from sqlalchemy.ext.asyncio import create_async_engine

from backend.db import with_driver
from backend.royalties.statements.approvals import Rule, describe_rule, set_rule
from backend.royalties.statements.signing import sign
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import small_file
from tests.backend.terms import EURO
from tests.backend.world import Project
from tests.browser.stage import Stage
from tests.browser.stories.conftest import Seat
from tests.browser.stories.reader import SOON, Reader
from tests.browser.wallet.wallet import Wallet


def enter(producer: Reader, project: Project) -> str:
    """Through the door, to the project's room."""
    producer.open("/en/room")
    producer.page.locator("form[data-signin] [type=submit]").click()
    link = producer.page.locator(f"main a[href='/en/room/{project.campaign}']")
    expect(link).to_be_visible(timeout=SOON)
    return f"/en/room/{project.campaign}"


def test_from_the_door_to_the_deposit(stage: Stage, seat: Seat) -> None:
    """2.5, 4.1, 5.1, 7.3: what moves money is signed in the wallet, and shown before."""
    world = stage.world
    project = world.raise_funds(name="Dans la pièce")
    producer = seat(Wallet(world, world.producer))
    page, room = producer.page, enter(producer, project)

    page.goto(f"{room}/news")
    page.locator("#title_en").fill("We begin")
    page.locator("#text_en").fill("On Monday, in Sète.")
    page.get_by_role("button", name="Publish").click()
    producer.see("We begin")
    producer.open_project(project)
    producer.see("On Monday, in Sète.")

    page.goto(f"{room}/announce")
    page.locator("#text").fill("The master is done.")
    page.get_by_role("button", name="Hash it").click()
    producer.do("announce")
    world.object(project, world.second_fan)
    producer.open(room)
    producer.see("Holders who objected")

    page.goto(f"{room}/receipts")
    page.locator("#file").set_input_files(
        {"name": "record.tsv", "mimeType": "text/plain", "buffer": small_file("1000.00")}
    )
    for name, value in {"currency": "USD", "rate_source": "ECB", "rate_date": "2026-10-01"}.items():
        page.locator(f"#{name}").fill(value)
    page.locator("#rest").select_option("ours")
    page.get_by_role("button", name="Read the file").click()
    producer.see("665.00 EURC")
    page.get_by_role("button", name="Approve a deposit of").click()
    producer.see("Approved, to be deposited")
    producer.do("deposit")
    producer.see_again("Deposited, holders are being paid")


def test_people_of_a_rule_sign_the_statement(stage: Stage, seat: Seat) -> None:
    """7.2: by EIP-712, in the wallet of the browser."""
    world = stage.world
    project = world.raise_funds(name="À deux")
    stage.catch_up()
    rule = Rule(1, 5_000 * EURO, (world.producer, world.fan))

    async def put_in_force() -> None:
        engine = create_async_engine(with_driver(stage.database_url))
        async with engine.begin() as connection:
            signed = sign(key_of("producer"), describe_rule(world.anvil.chain_id, project.campaign, rule))
            await set_rule(connection, project.campaign, world.producer, rule, signed)
        await engine.dispose()

    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, put_in_force()).result()
    wallet = Wallet(world, world.producer)
    producer = seat(wallet)
    page, room = producer.page, enter(producer, project)
    page.goto(f"{room}/receipts")
    page.locator("#file").set_input_files(
        {"name": "record.tsv", "mimeType": "text/plain", "buffer": small_file("500.00")}
    )
    for name, value in {"currency": "USD", "rate_source": "ECB", "rate_date": "2026-10-01"}.items():
        page.locator(f"#{name}").fill(value)
    page.locator("#rest").select_option("ours")
    page.get_by_role("button", name="Read the file").click()
    producer.see("By the rule that the producer signed")
    page.locator("form[data-sign] [type=submit]").click()
    producer.see("Approved, to be deposited")
    assert [each.method for each in wallet.asked if "TypedData" in each.method] == ["eth_signTypedData_v4"]
