"""Rule numbers in texts: of SPECIFICATION.md, which has them, and of tests, which cite them."""

import re

from backend.local.paths import ROOT

SPECIFICATION = ROOT / "SPECIFICATION.md"
RULE = re.compile(r"^- \*\*(\d\.\d|K\d+)\*\*", re.MULTILINE)
CITED = re.compile(r"(?<![\w.,])(\d\.\d|K\d{1,2})(?![\w%]|[.,]\d|\s%)")
"""Neither a part of another number, such as 15.3 or 5.3.1, nor a percentage."""


def rules_of(specification: str) -> list[str]:
    """The rules and the known failures that stand in the specification, in its order."""
    return RULE.findall(specification)


def cited_in(*texts: str) -> list[str]:
    """What the texts cite, each once, in their order."""
    return list(dict.fromkeys(found for text in texts for found in CITED.findall(text)))
