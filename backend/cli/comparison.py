"""Exit codes of what compares, as those of diff: 0 the same, 1 different, 2 not compared."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from backend.db import describe
from backend.errors import CoprodError
from backend.queries.writing import show_hidden

SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2
Found = TypeVar("Found")


def compare(comparison: Coroutine[None, None, Found]) -> Found:
    """What it finds; the program ends with NOT_COMPARED when it cannot find anything out."""
    try:
        return asyncio.run(comparison)
    except CoprodError as error:
        print(f"coprod: {show_hidden(str(error))}", file=sys.stderr)
    except OperationalError as error:
        print(f"coprod: {describe(error)} Is COPROD_DATABASE_URL right?", file=sys.stderr)
    sys.exit(NOT_COMPARED)
