"""Descriptions that are wrong in one way each: what is changed, where a finding stands, and what it says."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.description.creation import MODEL_FILES

ZERO = "0x" + 40 * "0"
RIGHT = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
MISTYPED = RIGHT.replace("aA", "aa")


@dataclass(frozen=True)
class Broken:
    """says: how the finding begins in English; key: what it is about; old: a text of the model's preset.

    new: what stands there instead; at: what the finding stands before; level: how grave it is.
    """

    says: str
    key: str
    old: str
    new: str
    at: str
    model: str = "complement"
    level: str = "error"

    def write(self, folder: Path) -> tuple[Path, int, int]:
        """(file, line, column) of the place that the finding has to name."""
        text = MODEL_FILES[self.model].read_text()
        assert text.count(self.old) == 1, self.old
        for name in ("prospectus", "posters"):
            shutil.copytree(MODEL_FILES[self.model].parent / name, folder / name)
        (folder / "french.md").write_text("## Français\n")
        (folder / "latin.md").write_bytes("Été".encode("latin-1"))
        (folder / "long.md").write_text("## Français\n## English\n" + 9_000 * "x")
        with (folder / "huge.md").open("wb") as huge:
            huge.truncate(16_000_001)
        text = text.replace(self.old, self.new)
        before, found, _ = text.partition("\n" + self.at)
        assert found, self.at
        file = folder / f"{self.model}.toml"
        file.write_text(text)
        return file, before.count("\n") + 2, 1


def changed(
    says: str, key: str, old: str, new: str, model: str = "complement", level: str = "error"
) -> Broken:
    """The finding stands at the line that was changed."""
    return Broken(says, key, old, new, new.rpartition("\n")[2], model, level)


PRODUCER = '[[positions]]\nlabel = "Producteur / Producer"\npayee = "producer"\nshare_percent = 45'
FANS = 'payee = "holders"\nrecoups = 135_000\nwith_previous = true'
DELIVERY = '[[milestones]]\nlabel = "Copie zéro livrée / Delivery"\npercent = 20\ndue_in = "420 days"'
REGION = '[[financiers]]\nfinancier = "region"\nlabel = "Fonds de soutien régional / Regional film fund"\n'
VINYL = '[[rewards]]\nlabel = "Le vinyle numéroté / The numbered vinyl"\nfrom_shares = 3\nlimit = 500'
RULE = f'{PRODUCER}\n\n[transfer_rule]\naddress = "{RIGHT}"\nkeeper = "holders"'
HALF = 'payee = "collector"\noff_the_top_percent = 60'
ORDER = 'payee = "collector"\noff_the_top_percent = "1.5"'
PROSPECTUS = 'prospectus = "prospectus/complement.md"'
GOAL, SHARES, PRICE = "goal = 108_000", "most_shares = 6_750", "price = 20"
OPENS, OPEN_FOR = 'opens_in = "2 days"', 'open_for = "30 days"'


def repeated(count: int, table: str) -> str:
    return "\n\n".join([table] * count)


READING = [
    changed("write a text in quotes", "name", 'name = "Les Heures claires"', "name = 5"),
    changed("is empty: fill it in", "symbol", 'symbol = "HEURES"', 'symbol = ""'),
    Broken("is missing: write a number", "goal", f"{GOAL}\n", "", 'prospectus = "prospectus'),
    Broken(
        "is missing: write a number",
        "positions[10].share_percent",
        "\nshare_percent = 45",
        "",
        '[[positions]]\nlabel = "Producteur / Producer"',
    ),
    changed("is not known here", "goall", GOAL, f"{GOAL}\ngoall = 1"),
    changed("write a whole number without quotes", "most_shares", SHARES, 'most_shares = "x"'),
    changed("is out of range", "most_shares", SHARES, "most_shares = -1"),
    changed("write a number such as 20", "goal", GOAL, "goal = 108000.5"),
    changed("'108 000' is not a number", "goal", GOAL, 'goal = "108 000"'),
    changed("'1e5' is in scientific notation", "goal", GOAL, 'goal = "1e5"'),
    changed("'0.0000001' is too precise", "goal", GOAL, 'goal = "0.0000001"'),
    changed(
        "write true or false",
        "positions[3].with_previous",
        "recoups = 150_000\nwith_previous = true",
        "recoups = 150_000\nwith_previous = 1",
    ),
    changed("'soon' is no length of time", "opens_in", OPENS, 'opens_in = "soon"'),
    changed("write a moment with its time zone", "opens_at", OPENS, 'opens_at = "2030"'),
    changed("in which time zone?", "opens_at", OPENS, "opens_at = 2099-01-01T10:00:00"),
    changed("'0x12' is no address", "people.cnc", 'cnc = ""', 'cnc = "0x12"'),
    changed(f"'{MISTYPED}' has a typing error", "people.cnc", 'cnc = ""', f'cnc = "{MISTYPED}"'),
    changed("the zero address is nobody's: write \"h", "people.cnc", 'cnc = ""', f'cnc = "{ZERO}"'),
    Broken(
        "the zero address is nobody's: write one",
        "transfer_rule.address",
        PRODUCER,
        RULE.replace(RIGHT, ZERO),
        f'address = "{ZERO}"',
    ),
    changed(
        "the zero address is nobody's: write \"h",
        "positions[8].payee",
        'payee = "region"',
        f'payee = "{ZERO}"',
    ),
    changed("who is 'x'?", "rights_holder", 'rights_holder = "director"', 'rights_holder = "x"'),
    changed("write a list of texts", "collectors", 'collectors = ["collector"]', 'collectors = "collector"'),
    Broken("is missing: write a table, [page]", "page", "[page]", "[pages]", 'prospectus = "prospectus'),
    changed("write each of them as a table, [[rewards]]", "rewards", GOAL, f"{GOAL}\nrewards = 5"),
    changed("'lottery' is unknown", "model", 'model = "complement"', 'model = "lottery"'),
    changed("lies outside the folder", "prospectus", PROSPECTUS, 'prospectus = "/etc/passwd"'),
    changed("lies outside the folder", "prospectus", PROSPECTUS, 'prospectus = "../secret.md"'),
    changed("lies outside the folder", "prospectus", PROSPECTUS, 'prospectus = "a\\u0000b"'),
    changed("is larger than 16,000,000 bytes", "prospectus", PROSPECTUS, 'prospectus = "huge.md"'),
    changed(
        "there is no file", "prospectus", 'prospectus = "prospectus/complement.md"', 'prospectus = "lost.md"'
    ),
    Broken("takes ", "page", 'english = "Summer', f'english = "{2_500 * "x"} Summer', "[page]"),
]
"""What cannot be read."""

MONEY = [
    changed("70 bytes are too many, 64 fit", "symbol", 'symbol = "HEURES"', f'symbol = "{70 * "X"}"'),
    changed("write how much money the campaign needs", "goal", GOAL, "goal = 0"),
    changed("6750 shares bring 135,000.00", "goal", GOAL, "goal = 135_001"),
    Broken(
        "together they are worth more",
        "most_shares",
        f"{PRICE}\n{SHARES}",
        f"price = {10**16}\nmost_shares = {2**48 - 1}",
        "most_shares = 2",
    ),
    changed(
        "write whose consent", "rights_holder", 'rights_holder = "director"', 'rights_holder = "holders"'
    ),
    changed("fans could bring 135,020.00", "most_shares", SHARES, "most_shares = 6_751"),
    changed("a share cannot be free", "price", PRICE, "price = 0"),
    changed("at least 1 share has to be sold", "least_shares", "\nleast_shares = 1", "\nleast_shares = 0"),
    changed("6751 can never be sold", "least_shares", "\nleast_shares = 1", "\nleast_shares = 6_751"),
    changed("nobody can buy no share", "fan_least_shares", "fan_least_shares = 1", "fan_least_shares = 0"),
    Broken(
        "a fan has to buy 301",
        "fan_most_shares",
        "fan_least_shares = 1",
        "fan_least_shares = 301",
        "fan_most",
    ),
    changed(
        "goal and financiers are 1,000.00",
        "total_budget",
        "total_budget = 2_700_000",
        "total_budget = 2_701_000",
    ),
    Broken(
        "goal and financiers are more than",
        "financiers",
        "amount = 800_000",
        f'amount = {7 * 10**22}\n\n[[financiers]]\nfinancier = "cnc"\nlabel = "CNC"\namount = {7 * 10**22}',
        "[[financiers]]",
    ),
    changed("write who brings 'CNC", "financiers[2].financier", 'financier = "cnc"', 'financier = "holders"'),
    changed("'CNC, avance sur recettes", "financiers[2].amount", "amount = 500_000", "amount = 0"),
    Broken(
        "39 are too many, 32 fit",
        "financiers",
        REGION,
        repeated(33, f"{REGION}amount = 1") + f"\n\n{REGION}",
        "[[fin",
    ),
    Broken("34 are too many, 32 fit", "rewards", VINYL, repeated(33, VINYL), "[[rewards]]", "label"),
    changed("nobody could take it", "rewards[1].limit", "limit = 500", "limit = 0", "label"),
    changed(
        "no fan can have 101", "rewards[2].from_shares", "from_shares = 40", "from_shares = 101", "label"
    ),
]
"""What does not add up."""

MILESTONES = (
    '[[milestones]]\nlabel = "Production"\npercent = 65\ndue_in = "45 days"\n\n'
    '[[milestones]]\nlabel = "Communication"\npercent = 35\ndue_in = "75 days"\n'
)

DATES = [
    Broken("write at least one", "milestones", MILESTONES, "", 'prospectus = "', "professional"),
    changed("the opening has to lie ahead", "opens_at", OPENS, "opens_at = 2020-01-01T10:00:00Z"),
    changed("the campaign would close before", "open_for", OPEN_FOR, 'open_for = "0 days"'),
    changed("the opening is more than 365 days", "opens_in", OPENS, 'opens_in = "367 days"'),
    changed("fans' money would wait more than 365", "open_for", OPEN_FOR, 'open_for = "366 days"'),
    changed(
        "fans think again for 1 to 30 days", "reflection", 'reflection = "4 days"', 'reflection = "31 days"'
    ),
    changed(
        "0 % of the shares cannot decide",
        "objections.threshold_percent",
        'threshold_percent = "33.33"',
        "threshold_percent = 0",
    ),
    changed("holders have 7 to 60 days", "objections.window", 'window = "14 days"', 'window = "6 days"'),
    changed(
        "a delay is forgiven for 366 days", "objections.grace", 'grace = "180 days"', 'grace = "367 days"'
    ),
    Broken(
        "it releases nothing",
        "milestones[3].percent",
        DELIVERY,
        DELIVERY.replace("= 20", "= 0"),
        "percent = 0",
    ),
    changed(
        "it is due before the closing",
        "milestones[3].due_at",
        'due_in = "420 days"',
        "due_at = 2021-01-01T00:00:00Z",
    ),
    changed(
        "it is due more than 3,650 days",
        "milestones[3].due_in",
        'due_in = "420 days"',
        'due_in = "3651 days"',
    ),
    Broken("the percent of all add up to 80 %", "milestones", f"\n{DELIVERY}\n", "", "[[milestones]]"),
    Broken("33 are too many, 32 fit", "milestones", DELIVERY, repeated(31, DELIVERY), "[[milestones]]"),
]
"""What comes too early, too late, or takes too long."""

SHARING = [
    changed(
        "9 are too many, 8 fit",
        "collectors",
        'collectors = ["collector"]',
        f"collectors = {['collector'] * 9}",
    ),
    changed("write 1 (at once) to 365", "royalty_steps", "royalty_steps = 5", "royalty_steps = 0"),
    changed("receipts are reported every 28", "reporting.every", 'every = "184 days"', 'every = "27 days"'),
    changed("a statement may take 732 days", "reporting.delay", 'delay = "90 days"', 'delay = "733 days"'),
    Broken("17 are too many, 16 fit", "positions", PRODUCER, repeated(8, PRODUCER), "[[positions]]"),
    Broken(
        "off the top comes first",
        "positions[2]",
        ORDER,
        ORDER.replace("off_the_top_", "share_"),
        '[[positions]]\nlabel = "Minimum garanti',
    ),
    Broken(
        "only a position that recoups",
        "positions[2].with_previous",
        "premium_percent = 20",
        "premium_percent = 20\nwith_previous = true",
        "with_previous = true",
    ),
    changed("write how much is recouped", "positions[3].recoups", "recoups = 150_000", "recoups = 0"),
    Broken(
        "holders take a share, nothing off",
        "positions[1].payee",
        ORDER,
        ORDER.replace("collector", "holders"),
        'payee = "holders"\noff',
    ),
    Broken(
        "the holders recoup in another position",
        "positions[4].payee",
        'payee = "sofica"\nrecoups',
        'payee = "holders"\nrecoups',
        'payee = "holders"\nrecoups = 135_000',
    ),
    Broken(
        "the off_the_top_percent of all add up to 120 %",
        "positions",
        ORDER,
        f'{HALF}\n\n[[positions]]\nlabel = "A"\n{HALF}',
        "[[positions]]",
    ),
    Broken(
        "the share_percent of all add up to 99 %",
        "positions",
        "share_percent = 45",
        "share_percent = 44",
        "[[pos",
    ),
    Broken(
        '"holders" share the rest in 2', "positions", 'payee = "region"', 'payee = "holders"', "[[positions]]"
    ),
    Broken(
        "a rule has an address and a keeper", "transfer_rule.keeper", PRODUCER, RULE, 'keeper = "holders"'
    ),
]
"""Receipts that cannot be shared."""
