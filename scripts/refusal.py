"""What a script says when it will not do something: one line, before anything was sent."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """Nothing was sent; the message says why not and what to do."""


@contextmanager
def refusals_end_the_run() -> Iterator[None]:
    """In a main(): a refusal becomes one line on the terminal and exit code 1."""
    try:
        yield
    except Refused as refused:
        sys.exit(f"Refused: {refused}")
