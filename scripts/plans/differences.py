"""Where a plan differs from what is there already: on the chain, and in the records."""

from collections.abc import Callable, Iterator
from typing import Any

from scripts.description.project_terms import ProjectTerms, percent
from scripts.description.wording import days
from scripts.plans.call_data import read_terms
from scripts.plans.plan import Difference
from scripts.plans.proposal import Proposal
from scripts.project.standing import proposed_terms
from scripts.records import Records
from scripts.times import utc

KEYS = {
    "campaign.price_per_share": "price",
    "campaign.cap_shares": "most_shares",
    "campaign.min_shares_per_fan": "fan_least_shares",
    "campaign.max_shares_per_fan": "fan_most_shares",
    "campaign.community_bps": "community_percent",
    "campaign.reflection_seconds": "reflection",
    "campaign.artist": "rights_holder",
    "contract_uri": "page",
    "document_hash": "prospectus",
    "document_uri": "prospectus_uri",
}
"""What a term is called in the file, where that is another word."""
MONEY = ("price_per_share", "goal", "total_budget", "amount", "holders_cap_per_share")
RECORDED = ("name", "model", "waterfall", "share_token", "producer", "terms_hash", "nonce")
"""Fields of a record that the terms decide."""
SHORT = 60
"""Characters of a value that are shown."""


def find_differences(proposal: Proposal, records: Records, *, proposed: bool) -> list[Difference]:
    """Between a proposal, the chain (`proposed`: whether it has this very project), and the records."""
    record = next((each for each in records.projects() if each["campaign"] == proposal.campaign), None)
    if not proposed:
        return [Difference(about="new"), *others(proposal, records)]
    if record is None:
        return [Difference(about="proposed"), Difference(about="record_missing")]
    return [Difference(about="proposed", project=record["slug"]), *differing_fields(proposal, record)]


def differing_fields(proposal: Proposal, record: dict[str, Any]) -> Iterator[Difference]:
    """What a record says otherwise than the chain."""
    true = {
        "name": proposal.terms.name,
        "model": proposal.terms.model,
        "waterfall": proposal.waterfall,
        "share_token": proposal.share_token,
        "producer": proposal.producer,
        "terms_hash": proposal.terms_hash,
        "nonce": proposal.nonce,
    }
    for key in RECORDED:
        if record.get(key) != true[key]:
            was, will = str(record.get(key, "")), str(true[key])
            yield Difference(about="record_differs", project=record["slug"], key=key, was=was, will=will)


def others(proposal: Proposal, records: Records) -> Iterator[Difference]:
    """The terms in which another project of this producer, by the same name, differs: it stays beside it."""
    for record in records.projects():
        if (record["producer"], record["name"]) == (proposal.producer, proposal.terms.name):
            there = read_terms(proposed_terms(record))
            found = list(differing_terms(there, proposal.terms, proposal.currency.in_words))
            for key, was, will in found or [("nonce", str(record["nonce"]), str(proposal.nonce))]:
                about = "other_terms"
                yield Difference(about=about, project=record["slug"], key=key, was=was, will=will)


def differing_terms(
    was: ProjectTerms, will: ProjectTerms, money: Callable[[int], str]
) -> Iterator[tuple[str, str, str]]:
    """(key, before, after) of each term that differs, by the keys of the file, in words."""
    before, after = dict(leaves(was)), dict(leaves(will))
    for path in [*before, *(path for path in after if path not in before)]:
        if before.get(path) != after.get(path):
            yield (
                KEYS.get(path, path.removeprefix("campaign.").replace("waterfall.", "")),
                in_words(path, before.get(path), money),
                in_words(path, after.get(path), money),
            )


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every term that has no parts, by the path to it; what is in lists is counted from 1."""
    if hasattr(value, "_fields"):
        for name, each in zip(value._fields, value, strict=True):
            yield from leaves(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from leaves(each, f"{path}[{number}]")
    else:
        yield path, value


def in_words(path: str, value: Any, money: Callable[[int], str]) -> str:
    """A term by the unit in its name; nothing for one that is not there."""
    name = path.rpartition(".")[2]
    if value is None:
        return ""
    if name in MONEY:
        return money(value)
    if name.endswith("_seconds"):
        return days(value)
    if name.endswith("_at"):
        return utc(value)
    if name.endswith("_bps") or name == "bps":
        return percent(value)
    text = str(value)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
