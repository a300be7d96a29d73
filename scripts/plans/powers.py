"""Who may do what with a project once it is proposed, and what nobody can: out of its terms. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from scripts.description.project_terms import HOLDERS, NOBODY, ProjectTerms, percent
from scripts.description.terms import Money
from scripts.description.wording import days
from scripts.language import say


class Power(NamedTuple):
    """role: a word for machines; who: the address, or "" for all of a kind; sentence: what it may do."""

    role: str
    who: str
    sentence: str


def powers_of(terms: ProjectTerms, producer: str, platform: str, fee_bps: int, money: Money) -> list[Power]:
    """Everything that the terms let somebody do (PROTOCOL 2 to 6), the producer first."""
    return [
        *powers_of_producer(terms, producer, money),
        *powers_over_opening(terms, platform, fee_bps),
        *powers_over_receipts(terms),
        *powers_of_holders(terms),
        *powers_of_anybody(),
    ]


def powers_of_producer(terms: ProjectTerms, producer: str, money: Money) -> Iterator[Power]:
    yield Power(
        "producer",
        producer,
        say("may cancel until the closing, and after it while the goal is not met: everybody is refunded"),
    )
    yield Power(
        "producer",
        producer,
        say("announces releases, one at a time, with evidence; no announcement can be taken back"),
    )
    yield Power("producer", producer, say("may report receipts, and hand its role on to who accepts it"))
    if terms.waterfall.holders_cap_per_share:
        cap = money(terms.waterfall.holders_cap_per_share)
        yield Power("producer", producer, say("takes what exceeds {cap} for a share", cap=cap))
    yield Power(
        "producer", producer, say("can change no term, and takes no money before the holders could object")
    )


def powers_over_opening(terms: ProjectTerms, platform: str, fee_bps: int) -> Iterator[Power]:
    yield Power(
        "artist",
        terms.campaign.artist,
        say("consents to these very terms, or nothing opens; may take the consent back until the opening"),
    )
    yield Power(
        "platform",
        platform,
        say(
            "approves the listing, or nothing opens; may pause new contributions, for 14 days in all, by "
            "which the closing moves"
        ),
    )
    yield Power(
        "platform",
        platform,
        say(
            "takes {fee} of the money raised, on success only; has no power over money", fee=percent(fee_bps)
        ),
    )
    for number, line in enumerate(terms.financiers, 1):
        yield Power(
            "financier",
            line.financier,
            say(
                "covers line {number} ({label}), by money in escrow or a signature, or nothing opens; may "
                "take escrow back until the opening",
                number=number,
                label=line.label,
            ),
        )
    if terms.transfer_rule != NOBODY:
        yield Power(
            "rule_keeper",
            terms.rule_keeper,
            say("says who may receive shares, by the rule {rule}", rule=terms.transfer_rule),
        )


def powers_over_receipts(terms: ProjectTerms) -> Iterator[Power]:
    most = percent(terms.waterfall.deduction_ceiling_bps)
    for collector in terms.waterfall.collectors:
        yield Power(
            "collector",
            collector,
            say("may report receipts too; no statement deducts more than {most} of the gross", most=most),
        )
    for payee in dict.fromkeys(each.payee for each in terms.waterfall.positions if each.payee != HOLDERS):
        labels = ", ".join(each.label for each in terms.waterfall.positions if each.payee == payee)
        yield Power(
            "payee",
            payee,
            say("is paid as {labels}, and may hand that on to who accepts it", labels=labels),
        )


def powers_of_holders(terms: ProjectTerms) -> Iterator[Power]:
    production = terms.production
    yield Power(
        "fans",
        "",
        say("may take a pledge back for {days}", days=days(terms.campaign.reflection_seconds)),
    )
    yield Power(
        "holders",
        "",
        say(
            "with {part} of the shares together: stop a release within {window}; wind the project down "
            "once a milestone was refused twice, or is {grace} overdue",
            part=percent(production.objection_bps),
            window=days(production.objection_seconds),
            grace=days(production.grace_seconds),
        ),
    )


def powers_of_anybody() -> Iterator[Power]:
    yield Power(
        "anybody",
        "",
        say("opens, finalizes, refunds, reads tallies, releases and pays royalties: nobody can hold it up"),
    )
