"""What is wrong with a mapping file, in French and English. Its settings have English names in both."""

from backend.sentences import Words

MAPPING: Words = {
    "not-utf8": (
        "il n’est pas en UTF-8\u00a0: enregistrez-le dans cet encodage",
        "it is no UTF-8: save it in this encoding",
    ),
    "not-toml": (
        "ce n’est pas du TOML\u00a0: voyez la ligne {line}, colonne {column}",
        "it is no TOML: {reason}",
    ),
    "not-toml.end": (
        "ce n’est pas du TOML\u00a0: il manque quelque chose à la fin du fichier",
        "it is no TOML: {reason}",
    ),
    "ignored": (
        'ignored\u00a0: écrivez une liste de colonnes, comme ["Label"]',
        'ignored: write a list of columns, such as ["Label"]',
    ),
    "setting": (
        "{name}\u00a0: ce réglage n’existe pas",
        "{name}: there is no such setting",
    ),
    "no-text": (
        "{name}\u00a0: écrivez sa valeur entre guillemets droits",
        "{name}: write it in quotation marks",
    ),
    "names": (
        '[{name}]\u00a0: écrivez chaque ligne sous la forme nom = "colonne du fichier"',
        '[{name}]: write each as ours = "the file\'s column"',
    ),
    "name": (
        "name\u00a0: donnez-lui de 1 à 32 lettres sans accent, chiffres et signes, sans espace, "
        "comme believe",
        "name: give one of 1 to 32 ASCII letters, digits and signs, such as believe",
    ),
    "separator": (
        'separator\u00a0: écrivez un seul caractère, comme ";"',
        'separator: write one character, such as ";"',
    ),
    "decimal": (
        'decimal\u00a0: écrivez "." ou ","',
        'decimal: write "." or ","',
    ),
    "thousands": (
        'thousands\u00a0: écrivez un seul caractère, qui ne soit pas celui des décimales, comme " "',
        'thousands: write one character that is not the decimal mark, such as " "',
    ),
    "currency": (
        "currency\u00a0: écrivez son code ISO 4217 de trois lettres, comme EUR",
        "currency: write its three-letter ISO 4217 code, such as EUR",
    ),
    "currency.told": (
        "currency\u00a0: donnez la monnaie du fichier, ou la colonne qui la donne, et pas les deux",
        "currency: name the currency of the file, or the column that tells it: one of both",
    ),
    "encoding": (
        "encoding\u00a0: il n’y en a pas de ce nom\u00a0: essayez utf-8, cp1252 ou iso-8859-15, ou "
        "ne le donnez pas",
        "encoding: there is none of this name: try utf-8, cp1252 or iso-8859-15, or leave it out",
    ),
    "column": (
        "[columns] {name}\u00a0: il n’y en a pas de ce nom, seulement {known}",
        "[columns] {name}: there is none of this name, only {known}",
    ),
    "column.sold": (
        "[columns] sold\u00a0: nommez la colonne qui dit quand la vente a eu lieu",
        "[columns] sold: name the column that tells when it was sold",
    ),
    "column.gross": (
        "[columns] gross\u00a0: nommez la colonne des recettes, ou net",
        "[columns] gross: name the column of the receipts, or net",
    ),
    "column.twice": (
        "la colonne {name:quoted} est nommée deux fois",
        "the column {name:quoted} is named twice",
    ),
    "deduction": (
        "[deductions] {name}\u00a0: nommez-la en petites lettres sans accent, comme commission",
        "[deductions] {name}: name the kind in small ASCII letters, such as commission",
    ),
    "pattern": (
        "{name}\u00a0: écrivez {form:quoted} à la manière de DD/MM/YYYY, MM/YYYY, YYYY-TQ, YYYY-SH ou YYYY "
        "(YYYY l’année, MM le mois, DD le jour, Q le trimestre, H le semestre)",
        "{name}: write {form:quoted} in the manner of DD/MM/YYYY, MM/YYYY, YYYY-TQ, YYYY-SH or YYYY",
    ),
    "pattern.day": (
        "date\u00a0: {form:quoted} ne nomme pas de jour\u00a0: écrivez-la avec DD, comme DD/MM/YYYY",
        "date: {form:quoted} names no day: write it with DD, such as DD/MM/YYYY",
    ),
    "pattern.until": (
        "period\u00a0: avec une colonne sold_until, elle doit nommer des jours, comme DD/MM/YYYY",
        "period: with a column sold_until it must name days, such as DD/MM/YYYY",
    ),
}
