"""`python -m backend.local.brownie_cli …`: Brownie's command line, in a clone at any path.

`brownie run` imports a script by its path, with dots for slashes, and fails below a folder that has a dot in
its name, such as /home/jean.dupont. One that it has imported before it only loads again, by its own name: so
it is made to believe that it has.

It also ends with a traceback when the script has no such function; here one line names those there are. And
it takes a transaction for dropped when its sender's nonce has grown and there is no receipt: on a busy
machine anvil answers so for a moment, right after it has mined it.
"""

import ast
import sys
import time
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

from brownie._cli import run
from brownie._cli.__main__ import main
from brownie.network.transaction import TransactionReceipt
from brownie.network.web3 import web3
from brownie.project.scripts import _import_cache
from brownie.utils.docopt import docopt

from backend.local.paths import ROOT


def tell_of_script(arguments: list[str]) -> None:
    """Brownie loads it only when it runs it, after the contracts."""
    for name in (Path(argument).stem for argument in arguments):
        script = ROOT / "scripts" / f"{name}.py"
        spec = find_spec(f"scripts.{name}") if script.exists() else None
        if spec:
            sys.modules[spec.name] = module_from_spec(spec)
            _import_cache[".".join([*script.parts[1:-1], name])] = sys.modules[spec.name]
            return


def refuse_unknown_step(arguments: list[str]) -> None:
    """Ends the program with one line when one of our scripts is asked for a step that it has not."""
    request = docopt(run.__doc__, arguments)
    name, step = Path(request["<filename>"]).stem, request["<function>"] or "main"
    steps = steps_of(ROOT / "scripts" / f"{name}.py")
    if steps and step not in steps:
        sys.exit(f"Refused: {name} has no step {step!r}; its steps are {', '.join(steps)}")


def steps_of(script: Path) -> list[str]:
    """The functions to be called from the terminal, its own and those that it imports from other scripts."""
    found = own_steps(script)
    for each in ast.parse(script.read_text()).body if script.exists() else []:
        if isinstance(each, ast.ImportFrom) and each.module and each.module.startswith("scripts."):
            names = {alias.name for alias in each.names if not alias.asname}
            there = own_steps(ROOT / f"{each.module.replace('.', '/')}.py")
            found += [name for name in there if name in names]
    return found


def own_steps(script: Path) -> list[str]:
    """Those of its functions that end a refusal in one line."""
    functions = ast.parse(script.read_text()).body if script.exists() else []
    return [each.name for each in functions if isinstance(each, ast.FunctionDef) and ends_refusals(each)]


def ends_refusals(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == "refusals_end_the_run" for each in ast.walk(function)
    )


def have_patience(seconds: float = 5) -> None:
    """Makes Brownie look for a receipt so long before it looks at nonces."""
    confirm = TransactionReceipt._await_confirmation

    def await_receipt(receipt: TransactionReceipt, block_number: Any = None, required_confs: int = 1) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not has_receipt(receipt.txid):
            time.sleep(0.02)
        confirm(receipt, block_number, required_confs)

    setattr(TransactionReceipt, "_await_confirmation", await_receipt)  # noqa: B010 (mypy knows its old shape)


def has_receipt(transaction: str) -> bool:
    answer = web3.provider.make_request("eth_getTransactionReceipt", [transaction])  # type: ignore[arg-type]
    return bool(answer.get("result"))


if __name__ == "__main__":
    have_patience()
    if sys.argv[1:2] == ["run"]:
        refuse_unknown_step(sys.argv[1:])
        tell_of_script(sys.argv[2:])
    sys.exit(main())  # type: ignore[no-untyped-call]
