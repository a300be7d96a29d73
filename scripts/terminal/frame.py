"""What every verb stands in: the chain it works on, what it writes and where, and how it ends."""

import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from typing import Any, NoReturn

import typer
from requests import RequestException
from rich.console import Console

from backend.errors import CoprodError
from backend.local.builds import ContractsDoNotCompile, compile_contracts
from backend.local.missing import PartMissing
from backend.local.paths import ROOT
from backend.local.processes import ChildFailed
from scripts.language import say
from scripts.refusal import Failed, Refused, Unfinished
from scripts.terminal.usage import UsageError, explain_usage
from scripts.visible import visible

DONE, REFUSED, WRONG_USAGE, FOUND, WAITING, FAILED, FAULT, STOPPED = 0, 1, 2, 3, 4, 5, 70, 130
"""Exit codes: refused before anything was sent; `check` found errors; it waits for somebody else, or is not
finished; it was sent, and failed on the chain; a fault of ours; Ctrl-C."""

out = Console(soft_wrap=True, highlight=False)
aside = Console(soft_wrap=True, highlight=False, stderr=True)
"""For everything that is not the answer: questions, progress, refusals."""


class Unreachable(Refused):
    """Nobody answers for a network."""


class Ended(Exception):
    """The verb has shown its answer, and the program ends with this code."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


def connect(network: str) -> None:
    """Loads the contracts and connects Brownie. From here on scripts/ can be imported.

    The user's own folder and home stay what they are. Raises Refused, and Unreachable when nobody answers.
    """
    from backend.local.brownie import brownie_environment

    home = os.environ.get("HOME", "")
    # Brownie reads what it compiled by paths below its project.
    with redirect_stdout(sys.stderr), chdir(ROOT):
        compile_contracts()
        os.environ.update(brownie_environment())
        import brownie

        from backend.local.brownie_cli import have_patience

        os.environ["HOME"] = home
        # Brownie calls what Brownie deprecates.
        warnings.filterwarnings("ignore", "rpc[.]", FutureWarning)
        have_patience()
        # Its own settings, such as the most gas of a transaction, are only taken when asked for.
        brownie.project.load(ROOT, raise_if_loaded=False).load_config()
        if brownie.network.is_connected():
            brownie.network.disconnect()
        try:
            brownie.network.connect(network)
            # Brownie connects without a word to where nobody is.
            brownie.web3.eth.get_block("latest")
        except KeyError:
            raise Refused(
                say("no network is called {network}: see scripts/networks", network=network)
            ) from None
        except RequestException:
            raise Unreachable(
                say(
                    "nobody answers for the network {network}: is its node running? COPROD_RPC_URL names "
                    "another",
                    network=network,
                )
            ) from None
        except Exception as error:
            raise Unreachable(
                say("the network {network} does not answer: {error}", network=network, error=error)
            ) from error
    from scripts.chain import refuse_wrong_chain

    refuse_wrong_chain()


def show(data: dict[str, Any], lines: Iterable[str], as_json: bool) -> None:
    """The answer: for machines one JSON object, for people its lines."""
    if as_json:
        print(write_json(data))
        return
    for line in lines:
        out.print(visible(line), markup=False)


def tell(line: str) -> None:
    """Something that is not the answer, on stderr."""
    aside.print(visible(line), markup=False)


def write_json(data: dict[str, Any]) -> str:
    """Characters that nobody sees are escaped, in JSON as on the screen: it is read there, too."""
    return visible(json.dumps(data, ensure_ascii=False, indent=2))


@contextmanager
def working(text: str) -> Iterator[Callable[[str], None]]:
    """While something takes long: a spinner on a terminal, a line elsewhere; call it with what comes next."""
    if not aside.is_terminal:
        tell(text)
        yield tell
        return
    with aside.status(text) as status:
        yield status.update


def ask(question: str, default: str = "") -> str:
    """What the person types; the default for nothing. Raises Refused where nobody can be asked."""
    if not sys.stdin.isatty():
        raise Refused(say("nobody can be asked here: give the answers by options, or say --yes"))
    hint = f" [{default}]" if default else ""
    print(visible(f"{question}{hint} "), end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip() or default


def confirm(question: str, yes: bool, word: str = "") -> None:
    """Goes on when the person agrees: by typing `word` itself, where what follows cannot be undone.

    Raises Refused otherwise.
    """
    if yes:
        return
    if word:
        answer, agreed = ask(say("{question} Type {word} to go on:", question=question, word=word)), word
    else:
        answer, agreed = ask(say("{question} Type yes to go on:", question=question)), say("yes")
    if answer.casefold() != agreed.casefold():
        raise Refused(say("you did not agree, so nothing was sent"))


def wanted_language(arguments: Sequence[str]) -> str | None:
    """What --language says, wherever it stands."""
    for place, argument in enumerate(arguments):
        if argument == "--language":
            return arguments[place + 1] if place + 1 < len(arguments) else None
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    return None


def end(run: Callable[[], Any]) -> NoReturn:
    """Runs the program and ends it: one line for what a person can mend, and the code that says what."""
    try:
        # Of --help Typer returns the code.
        code = run()
    except Ended as ended:
        sys.exit(ended.code)
    except UsageError as wrong:
        _tell_refusal(wrong, "\n".join(explain_usage(wrong)))
        sys.exit(WRONG_USAGE)
    except (KeyboardInterrupt, typer.Abort):
        tell(say("Stopped."))
        sys.exit(STOPPED)
    except (Refused, CoprodError, PartMissing, ContractsDoNotCompile, ChildFailed) as refused:
        _tell_refusal(refused, say("Refused: {reason}", reason=refused))
        sys.exit(REFUSED)
    except (Unfinished, Failed) as told:
        _tell_refusal(told, str(told))
        sys.exit(WAITING if isinstance(told, Unfinished) else FAILED)
    except Exception as fault:
        traceback.print_exc()
        line = say(
            "A fault of ours. What was sent is in the journal: see `coprod campaign resume`. ({fault})",
            fault=f"{type(fault).__name__}: {fault}",
        )
        _tell_refusal(fault, line)
        sys.exit(FAULT)
    finally:
        _disconnect()
    sys.exit(code if isinstance(code, int) else DONE)


def _disconnect() -> None:
    """Brownie says goodbye to a chain of its own, which is not part of the answer."""
    if brownie := sys.modules.get("brownie"):
        with redirect_stdout(sys.stderr):
            if brownie.network.is_connected():
                brownie.network.disconnect()


def _tell_refusal(refused: Exception, line: str) -> None:
    if "--json" in sys.argv:
        findings = [str(each) for each in getattr(refused, "findings", [])]
        error = {"error": {"kind": type(refused).__name__, "detail": str(refused)}}
        print(write_json(error | ({"findings": findings} if findings else {})))
        return
    tell(line)
