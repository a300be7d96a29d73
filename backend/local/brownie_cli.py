"""`python -m backend.local.brownie_cli …`: Brownie's command line, in a clone at any path.

`brownie run` imports a script by its path, with dots for slashes, and fails below a folder that has a dot in
its name, such as /home/jean.dupont. One that it has imported before it only loads again, by its own name: so
it is made to believe that it has.
"""

import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path

from brownie._cli.__main__ import main
from brownie.project.scripts import _import_cache

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


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        tell_of_script(sys.argv[2:])
    sys.exit(main())  # type: ignore[no-untyped-call]
