"""What a script says when it will not do something, or could not end it: one line, and what to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """Nothing was sent; the message says why not and what to do."""


class Unfinished(Exception):
    """Something was sent, or is with a wallet, and no block has it yet: `coprod campaign resume` goes on."""


class Failed(Exception):
    """Something was sent and had no effect; the message says why and what to do."""


@contextmanager
def refusals_end_the_run() -> Iterator[None]:
    """In a main(): a refusal becomes one line on the terminal and exit code 1, as does what was sent in vain
    or is not over."""
    try:
        yield
    except Refused as refused:
        sys.exit(f"Refused: {refused}")
    except (Unfinished, Failed) as told:
        sys.exit(str(told))
