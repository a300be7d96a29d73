"""What a stranger wrote in a document is read, or shown as the text it was; no two texts look alike (5.1)."""

from datetime import date

import pytest

from backend.royalties.statements.verification import Check, Fact
from backend.web.formats import format_exact, format_worth
from backend.web.steps import MOST_SHOWN, Value, take_excerpt, tell_steps


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (Fact("day", "from", "2026-01-31"), date(2026, 1, 31)),
        (Fact("count", "lines", "1240"), 1240),
        (Fact("second", "to_second", "1790000000"), 1_790_000_000),
        (Fact("amount", "gross", "1345444.490000"), "1345444.490000"),
        (Fact("text", "", "tunecore"), "tunecore"),
    ],
)
def test_what_is_written_as_it_should_is_read(fact: Fact, value: object) -> None:
    (step,) = tell_steps([Check("any", (fact,), (fact,))])
    assert step.agrees
    assert step.found == step.expected == (Value(fact.kind, fact.name, value),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fact",
    [
        Fact("day", "from", "20260131"),
        Fact("day", "from", "2026-W05-6"),
        Fact("day", "from", "yesterday"),
        Fact("count", "lines", "007"),
        Fact("count", "lines", "9" * 5_000),
        Fact("amount", "gross", "1e30"),
        Fact("deduction", "tax", "NaN"),
        Fact("rate", "rate", "٣.٥"),
    ],
)
def test_what_is_not_stays_the_text_it_was(fact: Fact) -> None:
    (step,) = tell_steps([Check("any", (), (fact,))])
    assert not step.agrees
    assert step.found == (Value("raw", fact.name, fact.value),)


@pytest.mark.parametrize(
    ("decimal", "english", "french"),
    [
        ("783741.560000", "783,741.56\u00a0EUR", "783\u202f741,56\u00a0EUR"),
        ("0.1250", "0.125\u00a0EUR", "0,125\u00a0EUR"),
        ("-7.000000", "-7.00\u00a0EUR", "-7,00\u00a0EUR"),
        ("1240", "1,240\u00a0EUR", "1\u202f240\u00a0EUR"),
    ],
)
def test_an_amount_is_written_by_locale(decimal: str, english: str, french: str) -> None:
    assert format_worth(decimal, "EUR", "en") == english
    assert format_worth(decimal, "EUR", "fr") == french


def test_no_number_is_too_long_to_be_written() -> None:
    assert format_exact("1" + "0" * 9_000, "en").count(",000") == 3_000


def test_an_excerpt_shows_what_cannot_be_seen_as_such() -> None:
    assert take_excerpt(b'{"a":"\xe2\x80\xae"}').text == '{"a":"\ufffd"}'
    assert take_excerpt(b"\xff{").text == "\ufffd{"
    long = take_excerpt(b"x" * (MOST_SHOWN + 1))
    assert (len(long.text), long.size, long.is_whole) == (MOST_SHOWN, MOST_SHOWN + 1, False)
