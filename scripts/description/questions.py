"""What a producer is asked about a new project, in the order in which one answer follows from another.

Pure. A question knows the answers before it: they make its default, and tell whether an answer fits. Amounts
are
Decimals of the currency, as people write them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scripts.description import replies
from scripts.description.preset import people_of
from scripts.language import mark, say

MODEL_WORDS = {
    "community": mark("fans alone finance a record, and share what it earns from the first sale"),
    "label": mark("a label puts its part in escrow, and fans bring the rest"),
    "complement": mark("professionals finance a film, and fans complete its budget"),
    "professional": mark("a producer pays the larger part, and fans co-finance named lines of the budget"),
}
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """key: where the answer goes in the file; option: which one answers it without being asked.

    default: of the answers so far, as somebody would type it, "" when only the producer knows; read: what was
    typed and the answers so far, made into a value. Raises Refused with what to write instead.
    """

    key: str
    option: str
    text: str
    why: str
    default: Callable[[Answers], str]
    read: Callable[[str, Answers], Any]


def model_question() -> Question:
    words = "; ".join(f"{model}: {say(words)}" for model, words in MODEL_WORDS.items())
    return Question(
        "model",
        "model",
        say("How is it financed?"),
        say("There are four ways. {ways}.", ways=words),
        lambda answers: "community",
        lambda text, answers: replies.choice(text, tuple(MODEL_WORDS)),
    )


def questions(base: Mapping[str, Any]) -> Iterator[Question]:
    """All questions but that for the model, whose preset has these values."""
    yield from work_questions(base)
    yield from money_questions(base)
    yield from financier_questions(base)
    yield from time_questions(base)
    yield from page_questions(base)
    for name, address in people_of(base).items():
        yield Question(
            f"people.{name}",
            f"person.{name}",
            say("Which address has “{name}”?", name=name),
            say("The terms name this person by it; you can leave it for later."),
            lambda answers, address=address: address,
            replies.person,
        )


def work_questions(base: Mapping[str, Any]) -> Iterator[Question]:
    yield Question(
        "name",
        "name",
        say("What is the work called?"),
        say("Fans read it everywhere, and it cannot change later."),
        lambda answers: str(base["name"]),
        replies.name,
    )
    yield Question(
        "symbol",
        "symbol",
        say("Which short name do its shares have?"),
        say("Wallets show it next to the number of shares: a few capitals."),
        lambda answers: (
            str(base["symbol"]) if answers["name"] == base["name"] else replies.initials(answers["name"])
        ),
        replies.symbol,
    )
    yield Question(
        "currency",
        "currency",
        say("In which currency do fans pay?"),
        say("It is also what they are paid in: one that the platform allows, such as EURC or USDC."),
        lambda answers: str(base["currency"]),
        replies.symbol,
    )


def money_questions(base: Mapping[str, Any]) -> Iterator[Question]:
    yield Question(
        "total_budget",
        "budget",
        say("What does the work cost in all?"),
        say("The whole budget, with what the platform takes of the fans' money: 10 % of it at most."),
        lambda answers: str(base["total_budget"]),
        replies.amount,
    )
    alone = not base.get("financiers")
    if not alone:
        yield Question(
            "community_percent",
            "community",
            say("Which part of the budget may fans bring, in percent?"),
            say("At most so much; your other financiers bring the rest."),
            lambda answers: str(base["community_percent"]),
            replies.percentage,
        )
    yield Question(
        "price",
        "price",
        say("What does one share cost?"),
        say("So little that many can buy one."),
        lambda answers: str(base["price"]),
        lambda text, answers: replies.price(text, answers, alone=alone),
    )
    yield Question(
        "most_shares",
        "shares",
        say("How many shares are there at most?"),
        say("All of them together cost no more than the part of the budget that fans may bring."),
        lambda answers: str(replies.most_shares(answers)),
        lambda text, answers: replies.shares(text, answers, alone=alone),
    )
    yield Question(
        "goal",
        "goal",
        say("How much do fans have to bring for it to go ahead?"),
        say("Below this goal everybody is refunded in full."),
        lambda answers: written(usual_goal(base, answers)),
        lambda text, answers: replies.goal(text, answers, alone=alone),
    )


def financier_questions(base: Mapping[str, Any]) -> Iterator[Question]:
    """Each line's part of what is still missing; the last line has to close the budget."""
    lines = base.get("financiers", [])
    for number, line in enumerate(lines, 1):
        last = number == len(lines)
        after = [each["amount"] for each in lines[number - 1 :]]

        def default(answers: Answers, after: list[int] = after) -> str:
            left = replies.missing(answers)
            return written(left if len(after) == 1 else left * after[0] // sum(after))

        yield Question(
            f"financiers[{number}].amount",
            f"financier.{line['financier']}",
            say("How much comes from “{label}”?", label=line["label"]),
            say("Goal and financiers together have to reach the budget."),
            default,
            lambda text, answers, last=last: replies.line(text, answers, last=last),
        )


def time_questions(base: Mapping[str, Any]) -> Iterator[Question]:
    yield Question(
        "opens_in",
        "opens",
        say("When does the campaign open?"),
        say(
            "So long after it was proposed (2 days, 3 weeks), or at a moment (2027-03-01T10:00:00Z); until "
            "then the "
            "platform approves, and the artist and financiers sign."
        ),
        lambda answers: str(base["opens_in"]),
        replies.opening,
    )
    yield Question(
        "open_for",
        "open-for",
        say("How long can fans contribute?"),
        say("A month is usual: 30 days."),
        lambda answers: str(base["open_for"]),
        replies.length,
    )


def page_questions(base: Mapping[str, Any]) -> Iterator[Question]:
    for key, text in (
        ("english", say("What do fans read first, in English?")),
        ("french", say("What do fans read first, in French?")),
    ):
        yield Question(
            f"page.{key}",
            key,
            text,
            say("Two or three sentences on one line; you can leave it for later."),
            lambda answers, key=key: str(base["page"][key]) if answers["name"] == base["name"] else "",
            replies.prose,
        )


def usual_goal(base: Mapping[str, Any], answers: Answers) -> Decimal:
    """As large a part of what all shares bring as in the preset, in whole units."""
    everything = answers["price"] * answers["most_shares"]
    usual = everything * base["goal"] // (base["price"] * base["most_shares"])
    return everything if base["goal"] == base["price"] * base["most_shares"] else usual


def written(amount: Decimal) -> str:
    return f"{amount:f}"
