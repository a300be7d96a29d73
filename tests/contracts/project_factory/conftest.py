"""Proposals with other terms than the ordinary ones."""

import pytest


@pytest.fixture
def propose_with(factory, producer, terms):
    """Propose the ordinary terms with some values changed: `propose_with(goal=1)`."""
    return lambda nonce=0, **changes: factory.propose(terms.change(**changes), nonce, {"from": producer})
