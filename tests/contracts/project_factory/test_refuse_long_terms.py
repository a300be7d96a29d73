"""Code bounds every list and every text in the terms (2.1)."""

import pytest

from tests.contracts.answers import happened, refused
from tests.contracts.project import propose
from tests.contracts.terms import DAY, HOLDERS, Line, Milestone, Tier, off_the_top, percentage

SOMEBODY = "0x" + 40 * "1"
TEXTS = {
    "model": ("model", 64),
    "symbol": ("symbol", 64),
    "name": ("name", 256),
    "contract_uri": ("contractURI", 8_192),
    "document_uri": ("documentURI", 16_384),
}
LABEL = 256
LISTS = {"financiers": 32, "tiers": 32, "milestones": 32, "positions": 16, "collectors": 8}


@pytest.fixture
def list_of(terms):
    """A list of the terms with so many entries, each labelled with this text."""
    due_at = terms.campaign.closes_at + DAY

    def make(field, count, label="each"):
        rest = 10_000 - (count - 1)
        return {
            "financiers": [Line(SOMEBODY, label, terms.campaign.budget)] * count,
            "tiers": [Tier(1, 1, label)] * count,
            "milestones": [Milestone(1, due_at, label)] * (count - 1) + [Milestone(rest, due_at, label)],
            "positions": [off_the_top(SOMEBODY, 1, label)] * (count - 1)
            + [percentage(HOLDERS, 10_000, label)],
            "collectors": [SOMEBODY] * count,
        }[field]

    return make


@pytest.mark.parametrize("field", TEXTS)
def test_texts_have_a_longest_length(propose_with, field):
    """2.1: as many bytes as the bound are taken, one more is refused; letters may take several."""
    told_as, most = TEXTS[field]
    assert len(happened(propose_with(**{field: most * "x"}), "ProjectProposed")) == 1
    with refused("Terms_TextTooLong", told_as, most + 1, most):
        propose_with(1, **{field: (most - 1) * "x" + "é"})


@pytest.mark.parametrize(
    ("field", "told_as"),
    [
        ("financiers", "financier"),
        ("tiers", "tier"),
        ("milestones", "milestone"),
        ("positions", "position"),
    ],
)
def test_labels_have_a_longest_length(propose_with, list_of, field, told_as):
    """2.1: those of every list."""
    accepted = propose_with(**{field: list_of(field, 2, LABEL * "x")})
    assert len(happened(accepted, "ProjectProposed")) == 1
    with refused("Terms_TextTooLong", told_as, LABEL + 1, LABEL):
        propose_with(1, **{field: list_of(field, 2, (LABEL + 1) * "x")})


@pytest.mark.parametrize("field", LISTS)
def test_lists_have_a_longest_length(propose_with, list_of, field):
    """2.1: as many entries as the bound are taken, one more is refused."""
    most = LISTS[field]
    assert len(happened(propose_with(**{field: list_of(field, most)}), "ProjectProposed")) == 1
    with refused("Terms_TooMany", field, most + 1, most):
        propose_with(1, **{field: list_of(field, most + 1)})


def test_everything_at_its_longest_fits_into_one_transaction(
    factory, platform, producer, terms, list_of, fan
):
    """2.1: a project with all its lists and texts full can be proposed, opened and contributed to."""
    texts = {field: most * "x" for field, (_, most) in TEXTS.items()}
    lists = {field: list_of(field, most, LABEL * "x") for field, most in LISTS.items()}
    lists["financiers"] = [Line(producer, LABEL * "x", terms.campaign.budget)] * LISTS["financiers"]
    full = propose(factory, platform, producer, terms.change(**texts, **lists))
    full.open()
    full.contribute(fan, 2, tier=32)
    assert full.campaign.pledgeOf(fan)["tier"] == 32
