"""What a plan says to the person who will apply it: in lines for people, and as data for machines."""

import base64
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from scripts import chain
from scripts.description.project_terms import NOBODY, ProjectTerms, percent
from scripts.description.wording import campaign_lines, production_lines, reward_lines, waterfall_lines
from scripts.language import mark, say
from scripts.measures import amount_of, moment_of
from scripts.money import Currency
from scripts.plans.call_data import read_proposal
from scripts.plans.plan import Call, Difference, Plan, proposing
from scripts.plans.powers import Power, powers_of
from scripts.rehearsal.lives import lines_of_lives, lives_in_data

ACTIONS = {
    "propose": mark("propose {name}, for good: no term can change any more"),
    "consent": mark("bring your consent as the holder of the rights, which you sign then"),
    "allow": mark("let the campaign take the amount of line {line} from you, and no more"),
    "escrow": mark("put line {line} in escrow; until the opening you can take it back"),
}
ROLES = {
    "producer": mark("the producer"),
    "artist": mark("the artist"),
    "platform": mark("the platform"),
    "financier": mark("a financier"),
    "rule_keeper": mark("the keeper of the transfer rule"),
    "collector": mark("a collector"),
    "payee": mark("a payee"),
    "fans": mark("fans"),
    "holders": mark("the holders"),
    "anybody": mark("anybody"),
}


def lines_of_plan(plan: Plan) -> Iterator[str]:
    """Everything, a line at a time: what fans read, powers, lives, differences, and what is sent."""
    terms, _ = read_proposal(proposing(plan).data)
    money = currency_of_plan(plan).in_words
    yield say(
        "{name} ({symbol}), model {model}, on chain {chain} ({network})",
        name=terms.name,
        symbol=terms.symbol,
        model=terms.model,
        chain=str(plan.chain_id),
        network=plan.network,
    )
    yield ""
    yield say("What fans will read")
    yield from lines_for_fans(terms, plan)
    yield ""
    yield say("Who may do what")
    yield from lines_of_powers(powers_of_plan(plan, terms))
    if plan.simulation:
        yield ""
        yield from lines_of_lives(plan.simulation, terms, money, plan.gas_price)
    yield ""
    yield say("What is there already")
    yield from (f"  {line_of_difference(each, plan)}" for each in plan.differences)
    yield ""
    yield say(
        "What you send, as {producer}, from nonce {nonce} on",
        producer=plan.producer,
        nonce=plan.account_nonce,
    )
    proposed = any(each.about == "proposed" for each in plan.differences)
    calls = [each for each in plan.calls if not (proposed and each.action == "propose")]
    yield from (f"  {line}" for line in lines_of_calls(plan, calls))
    yield say("Campaign  {address}", address=plan.project.campaign)
    yield say("Waterfall {address}", address=plan.project.waterfall)
    yield say("Shares    {address}", address=plan.project.share_token)


def lines_for_fans(terms: ProjectTerms, plan: Plan) -> Iterator[str]:
    """The page in both languages, and the terms that they hold on to."""
    money = currency_of_plan(plan).in_words
    page = read_page(terms.contract_uri)
    yield f"  fr: {page.get('description_fr', '')}"
    yield f"  en: {page.get('description', '')}"
    yield from campaign_lines(terms, money)
    for line in terms.financiers:
        yield f"    {money(line.amount):>20}  {line.financier}  {line.label}"
    yield from reward_lines(terms)
    yield from production_lines(terms)
    yield from waterfall_lines(terms, money)
    if terms.transfer_rule != NOBODY:
        rule, keeper = terms.transfer_rule, terms.rule_keeper
        yield say("  Shares go only to whom {rule} allows, kept by {keeper}", rule=rule, keeper=keeper)
    fee = percent(plan.fee_bps)
    yield say("  The platform takes {fee} of the money raised, on success only", fee=fee)
    yield say("  Prospectus {hash}", hash=terms.document_hash)


def read_page(contract_uri: str) -> dict[str, Any]:
    """The metadata inside a data: address (scripts/description/metadata.py); nothing of any other address."""
    media, _, content = contract_uri.partition(",")
    if not media.endswith(";base64"):
        return {}
    page: dict[str, Any] = json.loads(base64.b64decode(content))
    return page


def powers_of_plan(plan: Plan, terms: ProjectTerms) -> list[Power]:
    platform = str(chain.contract_at("ProjectFactory", plan.factory.address).owner())
    return powers_of(terms, plan.producer, platform, plan.fee_bps, currency_of_plan(plan).in_words)


def lines_of_powers(powers: list[Power]) -> Iterator[str]:
    """Everybody once, with all that they are and may do."""
    for who, theirs in grouped(powers).items():
        roles = ", ".join(dict.fromkeys(say(ROLES[each.role]) for each in theirs))
        yield f"  {who}  {roles}" if who.startswith("0x") else f"  {roles}"
        yield from (f"    {each.sentence}" for each in theirs)


def grouped(powers: list[Power]) -> dict[str, list[Power]]:
    """By address, or by role where everybody of a kind is meant; in the order in which they come first."""
    found: dict[str, list[Power]] = {}
    for power in powers:
        found.setdefault(power.who or power.role, []).append(power)
    return found


def line_of_difference(difference: Difference, plan: Plan) -> str:
    values = msgspec.to_builtins(difference) | {"name": plan.name, "campaign": plan.project.campaign}
    return {
        "new": say("nothing: {name} is new on this chain", **values),
        "proposed": say("exactly this was proposed already ({campaign}): it is not proposed again", **values),
        "record_missing": say("its record is missing: applying this plan writes it", **values),
        "record_differs": say(
            "the record {project} says {key} {was}, and the chain {will}: applying this plan corrects it",
            **values,
        ),
        "other_terms": say(
            "the project {project} stays beside it, for its terms cannot change: {key} was “{was}”, here "
            "“{will}”",
            **values,
        ),
    }[difference.about]


def lines_of_calls(plan: Plan, calls: list[Call]) -> Iterator[str]:
    """Each transaction, and what all of them cost at the price of when it was planned."""
    if not calls:
        yield say("nothing")
        return
    for number, call in enumerate(calls, 1):
        size, what = (len(call.data) - 2) // 2, words_of_call(call, plan)
        if call.gas:
            yield say(
                "{number}. {what} (to {to}, {bytes:,} bytes, {gas:,} gas)",
                number=number,
                what=what,
                to=call.to,
                bytes=size,
                gas=call.gas,
            )
        else:
            yield say(
                "{number}. {what} (to {to}, {bytes:,} bytes)",
                number=number,
                what=what,
                to=call.to,
                bytes=size,
            )
    gas = sum(call.gas for call in calls)
    yield say("{gas:,} gas in all, {cost} now", gas=gas, cost=chain.ether(gas * plan.gas_price))


def words_of_call(call: Call, plan: Plan) -> str:
    return say(ACTIONS[call.action], name=plan.name, line=(call.line or 0) + 1)


def data_of_plan(plan: Plan) -> dict[str, Any]:
    """The plan as machines read it: amounts with their currency, times in RFC 3339."""
    terms, _ = read_proposal(proposing(plan).data)
    powers = [each._asdict() for each in powers_of_plan(plan, terms)]
    data = msgspec.to_builtins(plan)
    data["project"] |= {key: moment_of(data["project"][key]) for key in ("opens_at", "closes_at")}
    data["block"] |= {key: moment_of(data["block"][key]) for key in ("time", "clock")}
    gas = sum(call.gas for call in plan.calls)
    data["cost"] = {"gas": gas, "wei": str(gas * plan.gas_price)}
    page = read_page(terms.contract_uri)
    data["fans"] = {"page": page, "lines": [line.strip() for line in lines_for_fans(terms, plan)]}
    data["powers"] = powers
    if plan.simulation:
        data["simulation"] = lives_in_data(
            plan.simulation, partial(amount_of, currency=currency_of_plan(plan))
        )
    return data


def currency_of_plan(plan: Plan) -> Currency:
    return Currency(plan.currency.address, plan.currency.symbol, plan.currency.decimals)
