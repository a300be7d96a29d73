"""Every page of the website, by a name for people: what is looked at in both languages and every form."""

from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.browser.report import keep
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
    "problems",
    "problem-kind",
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
    "sign",
    "sign-stranger",
    "statement",
    "prospectus",
    "transaction",
    "transactions",
    "room-door",
    "room-closed",
    "room",
    "room-project",
    "room-backers",
    "room-news",
    "room-announce",
    "room-receipts",
    "not-found",
)
LOAD_PICTURES = """
Promise.all([...document.images].map(each => { each.loading = 'eager'; return each.decode() }))
"""
"""Fails when a picture cannot be shown."""
REFUSED = {"portfolio-mistyped": 422, "room-closed": 401, "not-found": 404}
"""Pages that say why not, and their status."""
SIGNED_IN = [each for each in NAMES if each.startswith("room") and each not in ("room-door", "room-closed")]
"""Pages that the producer alone reads."""


class Library:
    """The website of a scene, with what its pages need that no chain tells: a session, and a fate."""

    def __init__(self, site: Stage, scene: Scene) -> None:
        self.site, self.scene = site, scene
        keep(site.database_url, site.world, scene.financed, scene.document)
        self._cookies = self._sign_in()
        self._fate = self._follow()

    def turn_to(self, name: str, context: BrowserContext, language: str = "en") -> Page:
        """The page of this name, once all that it shows is there, pictures below the fold included."""
        if name in SIGNED_IN:
            for cookie, value in self._cookies.items():
                context.add_cookies([{"name": cookie, "value": value, "url": self.site.url}])
        page = context.new_page()
        page.goto(f"/{language}{self.locate(name)}")
        page.evaluate(LOAD_PICTURES)
        if page.locator("[hx-trigger=load]").count():
            page.wait_for_load_state("networkidle")
        return page

    def locate(self, name: str) -> str:
        """The path behind the language. Raises KeyError for a name that is not of NAMES."""
        scene, fan = self.scene, self.site.world.fan
        kind, _, which = name.partition("-")
        if kind in ("project", "actions"):
            project = f"/projects/{getattr(scene, which.replace('-', '_')).campaign}"
            return project if kind == "project" else f"{project}/actions?wallet={fan}"
        financed = scene.financed.campaign
        return {
            "catalogue": "/",
            "catalogue-ended": "/?show=ended",
            "sign": f"/projects/{scene.upcoming.campaign}/sign",
            "sign-stranger": f"/projects/{scene.upcoming.campaign}/sign?wallet={fan}",
            "about": "/about",
            "problems": "/problems",
            "problem-kind": "/problems/cursor-reorged",
            "portfolio-form": "/portfolio",
            "portfolio-fan": f"/portfolio/{fan}",
            "portfolio-origin": f"/portfolio/{fan}/projects/{financed}",
            "portfolio-empty": f"/portfolio/{self.site.world.treasury}",
            "portfolio-mistyped": "/portfolio?address=0x123",
            "statement": f"/projects/{financed}/statements/{self._find_statement()}",
            "prospectus": f"/projects/{financed}/prospectus",
            "transaction": f"/transactions/{self._fate}",
            "transactions": f"/portfolio/{fan}/transactions",
            "room-door": "/room",
            "room-closed": f"/room/{financed}",
            "room": "/room",
            "room-project": f"/room/{financed}",
            "room-backers": f"/room/{financed}/backers",
            "room-news": f"/room/{financed}/news",
            "room-announce": f"/room/{financed}/announce",
            "room-receipts": f"/room/{financed}/receipts",
            "not-found": "/nothing/is/here",
        }[name]

    def _find_statement(self) -> str:
        """The newest."""
        deposits = self.site.read(f"/v1/projects/{self.scene.financed.campaign}/deposits")["deposits"]
        return str(deposits[-1]["statement_id"])

    def _follow(self) -> str:
        """The fan asks what became of its contribution; the id under which that is told."""
        asked = {
            "action": "contribute",
            "campaign": self.scene.raising.campaign,
            "wallet": self.site.world.fan,
            "hash": self.scene.pledge,
        }
        return str(self.site.write("/v1/transactions", asked).json()["id"])

    def _sign_in(self) -> dict[str, str]:
        """The producer, with its wallet."""
        world = self.site.world
        asked = self.site.write("/v1/session/challenge", {"wallet": world.producer}).json()["message"]
        signature = world.request("personal_sign", "0x" + asked.encode().hex(), world.producer)
        answer = self.site.write("/v1/session/sign-in", {"message": asked, "signature": signature})
        return dict(answer.cookies.items())
