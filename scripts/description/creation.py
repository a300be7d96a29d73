"""A description of a new project, made from one of the four presets: a commented TOML file, and a draft of
its prospectus and a picture beside it.

Pure, but for `write`. Answers are values by the keys of the preset (see questions.py); what they do not say
is the preset's, in the same proportions.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.description.brochure import write_prospectus
from scripts.description.comments import translate_comments
from scripts.description.inspection import assume
from scripts.description.places import Places
from scripts.description.preset import MODELS, read_preset, read_terms
from scripts.language import mark

PRESETS = Path(__file__).parents[1] / "presets"
MODEL_FILES = {model: PRESETS / f"{model}.toml" for model in MODELS}
OTHER_KEY = {"opens_in": "opens_at"}
"""What is written when an answer is a moment instead of a length of time."""
HOW_TO_GO_ON = mark(
    "Complete what is blank and change what is yours. Then look for mistakes; plan, which tries the whole "
    "life of the project out and sends nothing; and send exactly what was planned, after which no term can "
    "change any more:"
)
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """Three files: where each goes, and what it says."""

    description: Path
    contents: dict[Path, str]

    def existing(self) -> list[Path]:
        return [file for file in self.contents if file.exists()]


def draft(answers: Answers, file: Path) -> Draft:
    """The files of a new project, in the current language. Nothing is written."""
    base = read_preset(MODEL_FILES[answers["model"]])
    prospectus, poster = file.with_suffix(".md"), file.with_suffix(".svg")
    values = {**answers, **scaled(base, answers), "prospectus": prospectus.name, "page.poster": poster.name}
    text = translate_comments(with_values(introduced(answers["model"], file), values))
    picture = (PRESETS / "posters" / f"{answers['model']}.svg").read_text(encoding="utf-8")
    return Draft(file, {prospectus: prospectus_of(text, prospectus, poster), poster: picture, file: text})


def introduced(model: str, file: Path) -> str:
    """The preset with what this file is for in place of what a preset is for."""
    text = MODEL_FILES[model].read_text(encoding="utf-8")
    head, _, rest = text.partition("\n\n")
    title, notation = head.partition("\n#\n")[0], head[head.index("# Amounts") :]
    commands = [
        f"#   coprod campaign check {file.name}",
        f"#   coprod campaign plan {file.name} -o {file.stem}.json",
        f"#   coprod campaign apply {file.stem}.json",
    ]
    return "\n".join([title, "#", f"# {HOW_TO_GO_ON}", *commands, notation, "", rest])


def with_values(text: str, values: Answers) -> str:
    """The text with values in place of its own; each stands on a line of its own."""
    places, lines = Places(text), text.split("\n")
    for path, value in values.items():
        place = places.find(path)
        key = path.rpartition(".")[2]
        if not lines[place.line - 1].startswith(f"{key} = "):
            raise ValueError(f"{path} has no line of its own")
        written = OTHER_KEY.get(key, key) if isinstance(value, datetime) else key
        lines[place.line - 1] = f"{written} = {literal(value)}"
    return "\n".join(lines)


def literal(value: Any) -> str:
    """A value as TOML. Amounts with decimals are texts there."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return f'"{value:f}"'
    if isinstance(value, int | Decimal):
        return f"{int(value):_}" if value >= 1_000 else str(int(value))
    return json.dumps(value, ensure_ascii=False)


def scaled(base: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    """What follows from the answers: counts of shares, and amounts that are recouped."""
    shares = Fraction(answers["most_shares"], base["most_shares"])
    least_per_fan = max(
        base["fan_least_shares"], *(each["from_shares"] for each in base.get("rewards", [])), 1
    )
    found: dict[str, Any] = {
        "least_shares": max(1, int(base["least_shares"] * shares)),
        "fan_most_shares": max(least_per_fan, int(base["fan_most_shares"] * shares)),
    }
    if "holders_cap_per_share" in base:
        times = Fraction(base["holders_cap_per_share"], base["price"])
        found["holders_cap_per_share"] = whole_or_cents(times * Fraction(answers["price"]))
    brought = dict(brought_before(base, answers))
    for number, position in enumerate(base["positions"], 1):
        if "recoups" in position:
            before, after = brought[position["payee"]]
            found[f"positions[{number}].recoups"] = whole_or_cents(position["recoups"] * after / before)
    return found


def brought_before(base: Mapping[str, Any], answers: Answers) -> Iterator[tuple[str, tuple[int, Fraction]]]:
    """What the fans and each financier bring: in the preset, and according to the answers."""
    yield (
        "holders",
        (base["price"] * base["most_shares"], Fraction(answers["price"]) * answers["most_shares"]),
    )
    for number, line in enumerate(base.get("financiers", []), 1):
        yield line["financier"], (line["amount"], Fraction(answers[f"financiers[{number}].amount"]))


def whole_or_cents(amount: Fraction) -> Decimal:
    """Rounded down to the hundredth."""
    return Decimal(int(amount * 100)) / 100


def prospectus_of(text: str, prospectus: Path, poster: Path) -> str:
    """The draft of a prospectus, out of the terms; a heading alone as long as they cannot be read."""
    with TemporaryDirectory(prefix="coprod-new-") as folder:
        for name in (prospectus.name, poster.name):
            (Path(folder) / name).write_text("")
        file = Path(folder) / "new.toml"
        file.write_text(text, encoding="utf-8")
        values = read_preset(file)
        around = assume(values, Path(folder))
        terms, _ = read_terms(values, around)
    page = values["page"]
    return write_prospectus(terms, around.currencies[values["currency"]], page["french"], page["english"])


def write(new: Draft) -> None:
    """All of the files or none: whoever stops this leaves nothing behind. Raises Refused."""
    folder = new.description.parent
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".coprod-new-", dir=folder) as made:
        for file, content in new.contents.items():
            (Path(made) / file.name).write_text(content, encoding="utf-8")
        for file in new.contents:
            (Path(made) / file.name).replace(file)
