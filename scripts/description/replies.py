"""What a producer types about a new project, made into values. Raises Refused with what to write instead."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from backend.addresses import ZERO_ADDRESS
from backend.amounts import AmountUnreadable, parse_decimal
from scripts.description.findings import Finding, Reader
from scripts.description.terms import MAX_DAYS, MAX_LABEL
from scripts.language import say
from scripts.refusal import Refused
from scripts.words import read_account, unreadable

Answers = Mapping[str, Any]
CENTS = 2
"""Decimals that amounts in a description have at most."""
UNITS = {
    "jour": "day",
    "jours": "days",
    "semaine": "week",
    "semaines": "weeks",
    "heure": "hour",
    "heures": "hours",
}
"""Units of time that are typed in French: files have them in English."""


def choice(text: str, known: Sequence[str]) -> str:
    if (chosen := text.strip().lower()) in known:
        return chosen
    raise Refused(say("choose one of {names}, not {text!r}", names=", ".join(known), text=text))


def prose(text: str, answers: Answers) -> str:
    """One line, which may be left out."""
    if not text.isprintable():
        raise Refused(say("write it on one line, without control characters"))
    return text.strip()


def name(text: str, answers: Answers) -> str:
    found = prose(text, answers)
    if not found or len(found.encode()) > MAX_LABEL:
        raise Refused(say("write a name, of {most} bytes at most", most=MAX_LABEL))
    return found


def symbol(text: str, answers: Answers) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]{2,11}", found := text.strip()):
        raise Refused(say("write 2 to 11 letters and digits, without accents and spaces"))
    return found


def initials(work: str) -> str:
    """A symbol for a name: its longest word in capitals, cut to six."""
    plain = unicodedata.normalize("NFKD", work).encode("ascii", "ignore").decode()
    found = max(re.findall(r"[A-Za-z0-9]+", plain), key=len, default="").upper()[:6]
    return found if len(found) > 1 else "WORK"


def amount(text: str, answers: Answers) -> Decimal:
    """More than nothing, to the hundredth; spaces between thousands are understood."""
    try:
        found = parse_decimal(re.sub(r"[ \u00a0\u202f_]", "", text))
    except AmountUnreadable as error:
        raise Refused(say("{text!r} is {problem}", text=text, problem=unreadable(error))) from None
    if found <= 0 or found != round(found, CENTS) or found >= 10**15:
        raise Refused(say("write more than 0, with two decimals at most"))
    return found


def percentage(text: str, answers: Answers) -> Decimal:
    found = amount(text.replace("%", ""), answers)
    if found > 100:
        raise Refused(say("write 100 or less"))
    return found


def ceiling(answers: Answers) -> Decimal:
    """Most that fans may bring: the whole budget where nobody else does."""
    most: Decimal = answers["total_budget"] * answers.get("community_percent", 100) / 100
    return most


def price(text: str, answers: Answers, *, alone: bool) -> Decimal:
    """alone: fans bring the whole budget, which shares can only do that divide it."""
    found, most = amount(text, answers), ceiling(answers)
    if found > most:
        raise Refused(say("fans may bring {most:f} in all: write less", most=most))
    if alone and most % found:
        raise Refused(
            say(
                "shares at this price never make {most:f}, the whole budget: choose one that divides it",
                most=most,
            )
        )
    return found


def most_shares(answers: Answers) -> int:
    """As many as fans may pay for."""
    return int(ceiling(answers) // answers["price"])


def shares(text: str, answers: Answers, *, alone: bool) -> int:
    """alone: fans bring the whole budget, which takes all shares."""
    most = most_shares(answers)
    if alone and text.strip() != str(most):
        raise Refused(say("nobody else pays: it takes {most} shares to make the whole budget", most=most))
    if not (text := text.strip()).isdecimal() or not 1 <= int(text) <= most:
        raise Refused(say("write a whole number from 1 to {most}", most=most))
    return int(text)


def goal(text: str, answers: Answers, *, alone: bool) -> Decimal:
    found, most = amount(text, answers), answers["price"] * answers["most_shares"]
    if found > most:
        raise Refused(say("all shares together bring {most:f}: write no more than that", most=most))
    if alone and found < answers["total_budget"]:
        raise Refused(
            say("nobody else pays: the goal is the whole budget, {budget:f}", budget=answers["total_budget"])
        )
    return found


def missing(answers: Answers) -> Decimal:
    """What goal and financiers so far are short of the budget, and at least something for each."""
    lines = [value for key, value in answers.items() if key.startswith("financiers[")]
    return max(answers["total_budget"] - answers["goal"] - sum(lines), Decimal(1))


def line(text: str, answers: Answers, *, last: bool) -> Decimal:
    found = amount(text, answers)
    if last and found < (short := missing(answers)):
        raise Refused(
            say("goal and financiers do not reach the budget: write {short:f} at least", short=short)
        )
    return found


def opening(text: str, answers: Answers) -> str | datetime:
    """A length of time, or a moment with its time zone."""
    if not re.match(r"\d{4}-", text.strip()):
        return length(text, answers)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refused(say("write a moment with its time zone: 2027-03-01T10:00:00Z")) from None
    if moment.tzinfo is None:
        raise Refused(say("in which time zone? Write {moment}Z for UTC", moment=moment.isoformat()))
    if moment <= datetime.now(UTC):
        raise Refused(say("the opening has to lie ahead: choose a later one"))
    return moment


def length(text: str, answers: Answers) -> str:
    """A length of time as files have it, "30 days"; typed in either language."""
    findings: list[Finding] = []
    found = " ".join(UNITS.get(word.lower(), word) for word in text.split())
    seconds = Reader({"length": found}, findings).seconds("length")
    if findings:
        raise Refused(findings[0].problem)
    if not 0 < seconds <= MAX_DAYS * 86_400:
        raise Refused(say("write more than nothing, and {days} days at most", days=MAX_DAYS))
    return found


def person(text: str, answers: Answers) -> str:
    """An address, or nothing for now."""
    if not text.strip():
        return ""
    address = read_account(say("person"), text)
    if address == ZERO_ADDRESS:
        raise Refused(say("the zero address is nobody's: {instead}", instead=say("leave it for later")))
    return address
