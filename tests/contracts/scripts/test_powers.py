"""Who may do what, and what fans read, comes out of the terms: a term changes, so does the text (9.2)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.description.project_terms import ProjectTerms
from scripts.plans.call_data import read_proposal
from scripts.plans.outlook import currency_of_plan, lines_for_fans, lines_of_powers, powers_of_plan
from scripts.plans.plan import Plan
from scripts.plans.powers import powers_of
from scripts.records import Records
from tests.contracts.scripts.planned import describe, plan_in

OTHER = "0x" + 39 * "0" + "9"
Change = Callable[[ProjectTerms], ProjectTerms]


@pytest.fixture
def made(tmp_path: Path, records: Records, producer: Any) -> Plan:
    return plan_in(tmp_path, producer, records)[0]


@pytest.fixture
def terms(made: Plan) -> ProjectTerms:
    return read_proposal(made.calls[0].data)[0]


def campaign(**values: Any) -> Change:
    return lambda terms: terms._replace(campaign=terms.campaign._replace(**values))


def production(**values: Any) -> Change:
    return lambda terms: terms._replace(production=terms.production._replace(**values))


def waterfall(**values: Any) -> Change:
    return lambda terms: terms._replace(waterfall=terms.waterfall._replace(**values))


def first_payee(terms: ProjectTerms) -> ProjectTerms:
    first, *others = terms.waterfall.positions
    return waterfall(positions=[first._replace(payee=OTHER, label="Somebody else"), *others])(terms)


def first_line(terms: ProjectTerms) -> ProjectTerms:
    first, *others = terms.financiers
    return terms._replace(financiers=[first._replace(financier=OTHER, label="Another fund"), *others])


def ruled(terms: ProjectTerms) -> ProjectTerms:
    return terms._replace(transfer_rule=OTHER, rule_keeper=OTHER)


POWERS: list[tuple[str, Change, str]] = [
    ("artist", campaign(artist=OTHER), f"{OTHER}: consents to these very terms"),
    ("reflection", campaign(reflection_seconds=6 * 86_400), "fans: may take a pledge back for 6 days"),
    ("threshold", production(objection_bps=1_000), "holders: with 10 % of the shares together"),
    ("window", production(objection_seconds=20 * 86_400), "stop a release within 20 days"),
    ("grace", production(grace_seconds=40 * 86_400), "or is 40 days overdue"),
    ("collectors", waterfall(collectors=[OTHER]), f"{OTHER}: may report receipts too"),
    ("deductions", waterfall(deduction_ceiling_bps=1_234), "no statement deducts more than 12.34 %"),
    ("cap", waterfall(holders_cap_per_share=60 * 10**6), "takes what exceeds 60.00\u00a0EURC for a share"),
    ("payee", first_payee, f"{OTHER}: is paid as Somebody else"),
    ("financier", first_line, f"{OTHER}: covers line 1 (Another fund)"),
    ("rule", ruled, f"{OTHER}: says who may receive shares, by the rule {OTHER}"),
]


def said(terms: ProjectTerms, made: Plan, fee_bps: int = 500) -> str:
    money = currency_of_plan(made).in_words
    found = powers_of(terms, made.producer, OTHER.replace("9", "8"), fee_bps, money)
    return "\n".join(f"{each.who or each.role}: {each.sentence}" for each in found)


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in POWERS], ids=[row[0] for row in POWERS])
def test_power_follows_its_term(terms: ProjectTerms, made: Plan, change: Change, expected: str) -> None:
    assert expected not in said(terms, made)
    assert expected in said(change(terms), made)


def test_fee_is_a_power_of_the_platform(terms: ProjectTerms, made: Plan) -> None:
    assert "takes 5 % of the money raised, on success only" in said(terms, made)
    assert "takes 2.5 % of the money raised, on success only" in said(terms, made, fee_bps=250)


def test_nobody_is_left_out(terms: ProjectTerms, made: Plan, platform: Any) -> None:
    """Every address in the terms stands among the powers, once, with all that it may do."""
    lines = list(lines_of_powers(powers_of_plan(made, terms)))
    named = {each.payee for each in terms.waterfall.positions} - {"0x" + 40 * "0"}
    named |= {each.financier for each in terms.financiers} | set(terms.waterfall.collectors)
    named |= {terms.campaign.artist, made.producer, str(platform)}
    for address in named:
        assert sum(line.startswith(f"  {address}") for line in lines) == 1, address
    distributor = terms.waterfall.positions[1].payee
    assert f"  {distributor}  a financier, a payee" in lines


READ: list[tuple[str, str, str]] = [
    ("goal", "120_000", "Below 120,000.00 EURC and 1 share everybody is refunded"),
    ("fan_most_shares", "250", "1 to 250 shares per fan"),
    ("royalty_steps", "9", "The fans' part enters in 9 daily steps"),
    ("reflection", '"6 days"', "Fans can take a pledge back for 6 days"),
    ("deduction_ceiling_percent", "55", "Statements may deduct 55 % of the gross at most"),
    ("english", '"A film about bees."', "en: A film about bees."),
    ("french", '"Un film d’abeilles."', "fr: Un film d’abeilles."),
]


@pytest.mark.parametrize(("key", "value", "expected"), READ, ids=[row[0] for row in READ])
def test_what_fans_read_follows_the_description(
    tmp_path: Path, records: Records, producer: Any, key: str, value: str, expected: str
) -> None:
    before, _ = plan_in(tmp_path, producer, records)
    after, _ = plan_in(tmp_path, producer, records, file=describe(tmp_path, **{key: value}))
    texts = []
    for plan in (before, after):
        terms, _ = read_proposal(plan.calls[0].data)
        texts.append("\n".join(lines_for_fans(terms, plan)).replace("\u00a0", " "))
    assert expected not in texts[0]
    assert expected in texts[1]
