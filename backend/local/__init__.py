"""The machine's own compiler, chain and database: what `make demo` and the tests run on.

A production installation needs none of it: it names a chain and a PostgreSQL server by URL.
"""

from backend.local.anvil import Anvil
from backend.local.brownie import brownie_environment
from backend.local.builds import compile_contracts
from backend.local.missing import PartMissing
from backend.local.postgres import Postgres
from backend.local.processes import ChildFailed, free_port

__all__ = [
    "Anvil",
    "ChildFailed",
    "PartMissing",
    "Postgres",
    "brownie_environment",
    "compile_contracts",
    "free_port",
]
