"""Every page of the website, by a name for people: what is looked at in both languages and every form."""

from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.backend.world import Project
from tests.browser.scene import Scene
from tests.browser.stage import Stage

LANGUAGES = ("en", "fr")
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
FORMS = {
    "desktop-light": (DESKTOP, "light"),
    "desktop-dark": (DESKTOP, "dark"),
    "phone-light": (PHONE, "light"),
    "phone-dark": (PHONE, "dark"),
}
"""Four forms of a page: viewport and colour scheme."""

NAMES = (
    "catalogue",
    "catalogue-ended",
    "about",
    "portfolio-form",
    "portfolio-fan",
    "portfolio-origin",
    "portfolio-empty",
    "portfolio-mistyped",
    "project-financed",
    "project-wound-down",
    "project-failed",
    "project-announced",
    "project-raising",
    "project-upcoming",
    "actions-raising",
    "actions-announced",
    "statement",
    "prospectus",
    "not-found",
)
LOAD_PICTURES = """
Promise.all([...document.images].map(each => { each.loading = 'eager'; return each.decode() }))
"""
"""Fails when a picture cannot be shown."""
REFUSED = {"portfolio-mistyped": 422, "not-found": 404}
"""Pages that say why not, and their status."""


def locate(name: str, site: Stage, scene: Scene) -> str:
    """The path behind the language. Raises KeyError for a name that is not of NAMES."""
    world, financed = site.world, scene.financed
    kind, _, which = name.partition("-")
    if kind == "project":
        return f"/projects/{scene.projects[which.replace('-', '_')].campaign}"
    if kind == "actions":
        return f"/projects/{scene.projects[which].campaign}/actions?wallet={world.fan}"
    return {
        "catalogue": "/",
        "catalogue-ended": "/?show=ended",
        "about": "/about",
        "portfolio-form": "/portfolio",
        "portfolio-fan": f"/portfolio/{world.fan}",
        "portfolio-origin": f"/portfolio/{world.fan}/projects/{financed.campaign}",
        "portfolio-empty": f"/portfolio/{world.treasury}",
        "portfolio-mistyped": "/portfolio?address=0x123",
        "statement": f"/projects/{financed.campaign}/statements/{_find_statement(site, financed)}",
        "prospectus": f"/projects/{financed.campaign}/prospectus",
        "not-found": "/nothing/is/here",
    }[name]


def show(context: BrowserContext, path: str) -> Page:
    """The page, once all that it shows is there, pictures below the fold included."""
    page = context.new_page()
    page.goto(path)
    page.evaluate(LOAD_PICTURES)
    return page


def _find_statement(site: Stage, project: Project) -> str:
    """The newest."""
    deposits = site.read(f"/v1/projects/{project.campaign}/deposits")["deposits"]
    return str(deposits[-1]["statement_id"])
