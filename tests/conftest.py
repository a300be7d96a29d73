"""Every run of tests leaves behind what passed, for `make spec`: see proof/spec/results.py."""

import os
from collections.abc import Generator

import pytest

from tests.proof.spec.citations import cited_in
from tests.proof.spec.results import Results, source_digest

RESULTS = pytest.StashKey[Results]()


def pytest_configure(config: pytest.Config) -> None:
    # Tests read the terminal's English, whatever the language of whoever runs them.
    os.environ["COPROD_LANGUAGE"] = "en"
    config.stash[RESULTS] = Results(source_digest())


def pytest_itemcollected(item: pytest.Item) -> None:
    function = getattr(item, "obj", None)
    texts = [getattr(holder, "__doc__", None) for holder in (function, getattr(item, "module", None))]
    item.config.stash[RESULTS].collect(item.nodeid, cited_in(*filter(None, texts)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.config.stash[RESULTS].note(item.nodeid, report.when, report.outcome)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not session.config.option.collectonly:
        session.config.stash[RESULTS].write()
