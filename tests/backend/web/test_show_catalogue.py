"""The list of projects, and what each of its statuses is called."""

from collections.abc import Callable

import httpx
import pytest

from tests.backend.conftest import Follow
from tests.backend.web.conftest import Read
from tests.backend.world import Project, World

Life = Callable[[World, Project], object]


def fail(world: World, made: Project) -> None:
    world.start(made)
    world.contribute(made, world.fan, 3)
    world.finalize(made)


def close(world: World, made: Project) -> None:
    world.start(made)
    world.warp_to(made.terms["campaign"]["closesAt"])


def cancel(world: World, made: Project) -> None:
    world.approve(made)
    world.cancel(made)


def lapse(world: World, made: Project) -> None:
    world.approve(made)
    world.warp_to(made.terms["campaign"]["opensAt"])


def announce(world: World, made: Project) -> None:
    world.approve(made)
    world.open(made)


LIVES: dict[str, tuple[Life, str, str]] = {
    "approved": (World.approve, "Approved, not open yet", "Approuvé, pas encore ouvert"),
    "coming": (announce, "Opens soon", "Ouvre bientôt"),
    "raising": (World.start, "Open to contributions", "Ouvert aux contributions"),
    "closed": (close, "Closed, result not recorded yet", "Clos, résultat à constater"),
    "failed": (fail, "Goal missed", "Objectif manqué"),
    "cancelled": (cancel, "Cancelled", "Annulé"),
    "lapsed": (lapse, "Lapsed, never opened", "Caduc, jamais ouvert"),
}


@pytest.mark.parametrize("status", LIVES)
async def test_each_status_has_its_words(world: World, follow: Follow, read: Read, status: str) -> None:
    """2.4, 3.4"""
    live, english, french = LIVES[status]
    made = world.propose()
    live(world, made)
    await follow()
    for path in ("/", f"/projects/{made.campaign}"):
        assert english in (await read("/en" + path)).text
        assert french in (await read("/fr" + path)).text


UNAPPROVED: dict[str, tuple[Life, str]] = {
    "proposed": (lambda world, made: None, "Proposed, not approved yet"),
    "cancelled": (World.cancel, "Cancelled"),
    "lapsed": (lambda world, made: world.warp_to(made.terms["campaign"]["opensAt"]), "Lapsed, never opened"),
}


@pytest.mark.parametrize("status", UNAPPROVED)
async def test_what_the_platform_never_approved_is_found_by_its_address_alone(
    world: World, follow: Follow, read: Read, browser: httpx.AsyncClient, status: str
) -> None:
    """2.4: anyone can propose anything, and cancel it or let it lapse."""
    live, words = UNAPPROVED[status]
    made = world.propose(world.terms(documentURI="data:text/plain,Promises"))
    live(world, made)
    await follow()
    for shelf in ("", "open", "financed", "ended"):
        assert made.campaign not in (await read(f"/en/?show={shelf}")).html, shelf
    assert "No project has been approved yet." in (await read("/en/")).text
    page = await read(f"/en/projects/{made.campaign}")
    assert words in page.text
    for path in (f"projects/{made.campaign}", f"projects/{made.campaign}/prospectus"):
        assert "Not approved by the platform." in (await read(f"/en/{path}")).text
        assert "Pas approuvé par la plateforme." in (await read(f"/fr/{path}")).text
    (listed,) = (await browser.get("/v1/projects")).json()["projects"]
    assert (listed["campaign"], listed["status"], listed["approved"]) == (made.campaign, status, False)


async def test_what_the_platform_approved_carries_no_warning(
    world: World, follow: Follow, read: Read, browser: httpx.AsyncClient
) -> None:
    made = world.propose()
    world.approve(made)
    await follow()
    assert "Not approved by the platform." not in (await read(f"/en/projects/{made.campaign}")).text
    assert (await browser.get("/v1/projects")).json()["projects"][0]["approved"] is True


async def test_a_card_shows_the_gauge(world: World, follow: Follow, read: Read) -> None:
    made = world.propose()
    world.start(made)
    world.contribute(made, world.fan, 33)
    world.contribute(made, world.second_fan, 4)
    await follow()
    english, french = await read("/en/"), await read("/fr/")
    assert "370.00 EURC of a goal of 1,000.00 EURC" in english.text
    assert "37% of the goal 2 backers 30 days left" in english.text
    assert "370,00 EURC sur un objectif de 1 000,00 EURC" in french.text
    assert "37 % de l’objectif 2 contributeurs encore 30 jours" in french.text
    assert f"/en/projects/{made.campaign}" in english.values("href")


async def test_less_than_two_days_are_told_in_hours(world: World, follow: Follow, read: Read) -> None:
    """It opens in an hour at most; then it closes in 2 days, and in an hour and a second."""
    made = world.propose()
    announce(world, made)
    await follow()
    assert "opens in 1 hour" in (await read("/en/")).text
    assert "ouvre dans 1 heure" in (await read("/fr/")).text
    closes = made.terms["campaign"]["closesAt"]
    for before, english, french in (
        (2 * 86_400, "2 days left", "encore 2 jours"),
        (2 * 86_400 - 3_600, "47 hours left", "encore 47 heures"),
        (3_601, "2 hours left", "encore 2 heures"),
    ):
        world.warp_to(closes - before)
        await follow()
        assert english in (await read("/en/")).text
        assert french in (await read("/fr/")).text


async def test_shelves_hold_the_projects_of_their_status(world: World, project: Project, read: Read) -> None:
    for shelf, holds in (("", True), ("open", False), ("financed", True), ("ended", False)):
        page = await read(f"/en/?show={shelf}")
        assert (f"/en/projects/{project.campaign}" in page.values("href")) == holds, shelf


async def test_a_shelf_is_replaced_without_the_rest_of_the_page(
    project: Project, browser: httpx.AsyncClient
) -> None:
    response = await browser.get("/en/?show=financed", headers={"HX-Request": "true"})
    assert response.text.strip().startswith('<div id="projects">')
    assert project.campaign in response.text
    assert "HX-Request" in response.headers["Vary"]
    going_back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert (await browser.get("/en/", headers=going_back)).text.startswith("<!doctype html>")


async def test_names_are_text_and_never_markup(world: World, follow: Follow, read: Read) -> None:
    made = world.propose(world.terms(name="<script>alert(1)</script>"))
    world.approve(made)
    await follow()
    for path in ("/en/", f"/en/projects/{made.campaign}"):
        assert "<script>alert(1)</script>" in (await read(path)).text


async def test_an_empty_list_says_so(world: World, follow: Follow, read: Read) -> None:
    await follow()
    assert "No project has been approved yet." in (await read("/en/")).text


async def test_a_late_statement_is_seen_in_the_catalogue(
    world: World, project: Project, follow: Follow, read: Read
) -> None:
    """5.6"""
    assert "Statement overdue" not in (await read("/en/")).text
    world.warp(2 * 365 * 86_400)
    await follow()
    assert "Premier album Financed Statement overdue" in (await read("/en/")).text
