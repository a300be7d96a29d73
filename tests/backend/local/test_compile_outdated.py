"""What was made from a source that changed is compiled again, and nothing else."""

from backend.local import builds

SOURCES = {
    "contracts/Film.sol": 'import {Price} from "./libraries/Price.sol";\ncontract Film is Price {}',
    "contracts/Series.sol": 'import {\n    Film\n} from "./Film.sol";',
    "contracts/libraries/Price.sol": 'import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";',
    "contracts/testing/Odd.sol": 'import {Price} from "../libraries/Price.sol";',
    "contracts/Poster.sol": "",
}


def digests(**changed: str) -> dict[str, str]:
    return dict.fromkeys(SOURCES, "1") | {f"contracts/{name}.sol": value for name, value in changed.items()}


def test_nothing_is_outdated_when_nothing_changed() -> None:
    assert builds.outdated(SOURCES, digests(), digests()) == set()


def test_a_changed_file_takes_along_whatever_imports_it_however_far() -> None:
    changed = {"libraries/Price": "2"}
    everything_but_the_poster = SOURCES.keys() - {"contracts/Poster.sol"}
    assert builds.outdated(SOURCES, digests(), digests(**changed)) == everything_but_the_poster
    assert builds.outdated(SOURCES, digests(), digests(Film="2")) == {
        "contracts/Film.sol",
        "contracts/Series.sol",
    }


def test_a_new_file_and_a_lost_one_are_outdated_alone() -> None:
    before = digests() | {"contracts/Gone.sol": "1"}
    del before["contracts/Poster.sol"]
    assert builds.outdated(SOURCES, before, digests()) == {"contracts/Poster.sol", "contracts/Gone.sol"}


def test_after_a_compilation_that_did_not_end_everything_is_outdated() -> None:
    assert builds.outdated(SOURCES, {}, digests()) == SOURCES.keys()
