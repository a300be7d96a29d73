"""axe-core, asked about the page that is open."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from backend.local.missing import require
from backend.local.paths import NODE_MODULES

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
"""WCAG 2.2 up to AA, and what axe recommends beyond it."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that another colour scheme of the same page can break."""
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def violations(page: Page, *, of: list[str] = TAGS) -> Iterator[str]:
    """A line for each element that violates a rule. Evaluated from outside: our policy allows no script."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(require("axe (npm axe-core)", AXE).read_text() + ";0")
    answer: dict[str, Any] = page.evaluate(RUN, of)
    for each in answer["violations"]:
        for node in each["nodes"]:
            yield f"{each['id']} ({each['help']}): {node['html'][:200]} {node['failureSummary']}"
