"""Descriptions that the contracts would take, and that a producer should look at again: see broken.py."""

from tests.backend.scripts.broken import GOAL, OPENS, RIGHT, Broken, changed

WARNING, NOTE = "warning", "note"
PROSPECTUS = 'prospectus = "prospectus/complement.md"'
CNC, REGION = 'cnc = ""', 'region = ""'

SUMS = [
    Broken(
        "goal and financiers are 20,000.00",
        "total_budget",
        "amount = 250_000",
        "amount = 270_000",
        "total_budget",
        level=WARNING,
    ),
    changed(
        "so many shares cost 108,020.00",
        "least_shares",
        "\nleast_shares = 1",
        "\nleast_shares = 5_401",
        level=WARNING,
    ),
    Broken("a platform takes 10 % of what is raised", "goal", GOAL, GOAL, "goal = ", level=NOTE),
    changed(
        "when 5,400 shares reach the goal",
        "fan_most_shares",
        "fan_most_shares = 300",
        "fan_most_shares = 1_800",
        level=WARNING,
    ),
    changed("before it, the platform approves", "opens_in", OPENS, 'opens_in = "1 hour"', level=WARNING),
    changed(
        '"Moitié de la mise SOFICA / Half of the SOFICA\'s stake" brings 300,000.00',
        "positions[3].recoups",
        "recoups = 150_000",
        "recoups = 300_001",
        level=WARNING,
    ),
]
"""What adds up, and is not what one would want."""

REACH = [
    Broken(
        "no receipts, however large",
        "positions[1]",
        'payee = "holders"\nshare_percent = 40\n\n[[positions]]\nlabel = "Artiste / Artist"\n'
        'payee = "artist"\nshare_percent = 30',
        'payee = "holders"\nshare_percent = 0\n\n[[positions]]\nlabel = "Artiste / Artist"\n'
        'payee = "artist"\nshare_percent = 70',
        "[[positions]]",
        "community",
    ),
    Broken(
        "no receipts, however large", "positions[4]", '"1.5"', "100", '[[positions]]\nlabel = "Mise des fans'
    ),
    changed(
        "such deductions and the 1.5 % off the top",
        "deduction_ceiling_percent",
        "deduction_ceiling_percent = 60",
        'deduction_ceiling_percent = "98.5"',
        level=WARNING,
    ),
    changed(
        "a share earns 19.99",
        "holders_cap_per_share",
        "royalty_steps = 5",
        'royalty_steps = 5\nholders_cap_per_share = "19.99"',
        level=WARNING,
    ),
    Broken(
        "the fans get nothing before receipts of 50,50",
        "positions[3]",
        'payee = "holders"\nrecoups = 30_000\n\n[[positions]]\nlabel = "Mise du label / The label\'s stake"\n'
        'payee = "label"\nrecoups = 20_000\nwith_previous = true',
        'payee = "label"\noff_the_top_percent = 60\n\n[[positions]]\nlabel = "A"\n'
        'payee = "label"\nrecoups = 20_000\npremium_percent = "1"',
        '[[positions]]\nlabel = "Producteurs fans',
        "label",
        WARNING,
    ),
    Broken(
        "the fans have their stake back at receipts of",
        "positions[1]",
        'payee = "holders"\nshare_percent = 40\n\n[[positions]]\nlabel = "Artiste / Artist"\n'
        'payee = "artist"\nshare_percent = 30',
        'payee = "holders"\nshare_percent = 9\n\n[[positions]]\nlabel = "Artiste / Artist"\n'
        'payee = "artist"\nshare_percent = 61',
        "[[positions]]",
        "community",
        WARNING,
    ),
    Broken(
        "the fans are reached from receipts of 2.50",
        "positions[1]",
        "price = 10",
        "price = 10",
        "[[positions]]",
        "community",
        NOTE,
    ),
    Broken(
        "the fans are reached from receipts of 2.50",
        "positions[1]",
        "deduction_ceiling_percent = 30",
        "deduction_ceiling_percent = 100",
        "[[positions]]",
        "community",
        NOTE,
    ),
]
"""Fans whom receipts reach never, or late."""

WORDS = [
    changed(
        "is in one language",
        "milestones[1].label",
        'label = "Premier jour de tournage / First day of shooting"',
        'label = "Premier jour de tournage"',
        level=WARNING,
    ),
    changed(
        "one of its languages is empty",
        "milestones[1].label",
        'label = "Premier jour de tournage / First day of shooting"',
        'label = "Premier jour de tournage / "',
        level=WARNING,
    ),
    changed(
        "french.md has no part under the heading “English”",
        "prospectus",
        PROSPECTUS,
        'prospectus = "french.md"',
        level=WARNING,
    ),
    changed("latin.md is not UTF-8", "prospectus", PROSPECTUS, 'prospectus = "latin.md"', level=WARNING),
    changed("is too long for the chain", "prospectus", PROSPECTUS, 'prospectus = "long.md"'),
    changed("is no SVG file", "page.poster", 'poster = "posters/complement.svg"', 'poster = "latin.md"'),
    Broken(
        "is the same text as page.english",
        "page.french",
        "[page]\n",
        "[page]\nenglish = 'x'\nfrench = 'x'\n[pages]\n",
        "french = 'x'",
        level=WARNING,
    ),
]
"""Texts in one language, or that cannot be read."""

PEOPLE = [
    Broken("is blank: write the address", "people.cnc", CNC, CNC, CNC, level=WARNING),
    changed("nothing else names 'cook'", "people.cook", CNC, f'{CNC}\ncook = "{RIGHT}"', level=WARNING),
    changed(
        "has the same address as 'cnc'",
        "people.region",
        f"{CNC}\n{REGION}",
        f'cnc = "{RIGHT}"\nregion = "{RIGHT.lower()}"',
        level=WARNING,
    ),
    changed(
        "it was counted with 18 decimals", "currency", 'currency = "EURC"', 'currency = "XYZ"', level=WARNING
    ),
]
"""People and currencies of which not enough is known."""
