"""Which rules a text cites: `make spec` counts no number that only looks like one."""

import pytest

from tests.proof.spec.citations import SPECIFICATION, cited_in, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("5.3, K4: paid once.", ["5.3", "K4"]),
        ("a seller keeps what was earned (5.3).", ["5.3"]),
        ("Rule 7.1: as in K18.", ["7.1", "K18"]),
        ("5.3-5.5 and 5.3 again", ["5.3", "5.5"]),
        ("15.3 and 5.31 and 5.3.1 and 1.22.0", []),
        ("a fee of 2.5 % or 2.5%", []),
        ("v5.3, 1,5.3 and K4x", []),
        ("K123", []),
    ],
)
def test_a_number_is_a_rule_only_when_it_stands_alone(text: str, rules: list[str]) -> None:
    assert cited_in(text) == rules


def test_the_specification_has_every_rule_and_every_known_failure() -> None:
    rules = rules_of(SPECIFICATION.read_text())
    assert len(set(rules)) == len(rules)
    assert {f"K{number}" for number in range(1, 21)} <= set(rules)
    assert {rule[0] for rule in rules} == {"2", "3", "4", "5", "6", "7", "9", "K"}
