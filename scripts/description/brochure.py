"""A first prospectus, out of the terms: what fans agree to, in both languages, for the producer to complete.

It says what the terms say, so that nothing in it is wrong before anybody has touched it.
"""

from collections.abc import Iterator

from backend.languages import Language, choose_label
from scripts.description.project_terms import HOLDERS, ProjectTerms, percent
from scripts.description.wording import days, taken
from scripts.language import say, speaking
from scripts.money import Currency

HEADINGS: dict[Language, str] = {"fr": "Français", "en": "English"}


def write_prospectus(terms: ProjectTerms, currency: Currency, french: str, english: str) -> str:
    """Markdown. french, english: what fans see first of the work."""
    texts: tuple[tuple[Language, str], ...] = (("fr", french), ("en", english))
    parts = [f"# {terms.name}"]
    for language, text in texts:
        with speaking(language):
            parts.append(f"## {HEADINGS[language]}")
            parts += filter(None, [text, *chapters(terms, currency, language)])
    return "\n\n".join(parts) + "\n"


def chapters(terms: ProjectTerms, currency: Currency, language: Language) -> Iterator[str]:
    yield buying(terms, currency)
    if terms.financiers:
        yield say("The rest of the budget comes from:")
        yield listed(
            f"{choose_label(line.label, language)}, {currency.in_words(line.amount)}"
            for line in terms.financiers
        )
    yield say("What is entrusted is paid out in steps, each after the producer has shown what was done:")
    yield listed(
        f"{choose_label(each.label, language)}, {percent(each.bps)}" for each in terms.production.milestones
    )
    yield stopping(terms)
    yield say("Receipts are shared in this order:")
    yield listed(
        say(
            "{label}: {part}",
            label=choose_label(each.label, language),
            part=taken(each, currency.in_words).strip(),
        )
        + (say(" (the holders of shares together)") if each.payee == HOLDERS else "")
        for each in terms.waterfall.positions
    )
    yield from limits(terms, currency)
    yield say(
        "Risks: a work may earn nothing; you can lose all that you bring. A share gives no say in artistic "
        "choices. "
        "It can be sold after the end of the campaign, but nobody has to buy it."
    )


def buying(terms: ProjectTerms, currency: Currency) -> str:
    campaign, money = terms.campaign, currency.in_words
    goal, most = money(campaign.goal), money(campaign.most_raised)
    return say(
        "You buy shares at {price} each. The budget is {budget}, of which fans bring {part}. You "
        "can take "
        "each contribution back for {time}. Unless {goal} are reached at the closing, everybody is refunded "
        "in full.",
        price=money(campaign.price_per_share),
        budget=money(campaign.total_budget),
        part=goal if goal == most else say("{goal} to {most}", goal=goal, most=most),
        goal=goal,
        time=days(campaign.reflection_seconds),
    )


def stopping(terms: ProjectTerms) -> str:
    production = terms.production
    return say(
        "Holders of {part} of the shares can stop a payment within {window}. A step refused twice, or more "
        "than "
        "{grace} late, lets them end the project: what is unspent goes back to those who brought it.",
        part=percent(production.objection_bps),
        window=days(production.objection_seconds),
        grace=days(production.grace_seconds),
    )


def limits(terms: ProjectTerms, currency: Currency) -> Iterator[str]:
    waterfall = terms.waterfall
    if waterfall.holders_cap_per_share:
        cap = currency.in_words(waterfall.holders_cap_per_share)
        yield say(
            "A share earns {cap} at most, all payments together; the producer takes what exceeds it.", cap=cap
        )
    yield say(
        "Statements of receipts come every {time} and can be read by everybody; they deduct {part} of the "
        "gross at "
        "most. On success the platform takes a fee of what was raised.",
        time=days(waterfall.reporting_seconds),
        part=percent(waterfall.deduction_ceiling_bps),
    )


def listed(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
