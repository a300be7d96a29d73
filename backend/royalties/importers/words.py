"""What is found in a distributor's file, in French and English. A finding's code is its kind up to "
"the point."""

from backend.sentences import Words

_TEXT_FR = "exportez le relevé en CSV ou en TSV, en UTF-8"
_TEXT_EN = "export the statement as CSV or TSV, in UTF-8"
_DAMAGED = (
    "le texte est abîmé ou coupé ici\u00a0: téléchargez à nouveau le fichier chez le distributeur",
    "the text is damaged or cut here: download the file again from the distributor",
)

_FILE: Words = {
    "empty": (
        "le fichier est vide\u00a0: téléchargez-le à nouveau chez le distributeur",
        "the file is empty: download it again from the distributor",
    ),
    "not-text": _DAMAGED,
    "not-text.byte": (
        f"l’octet {{byte}} n’est pas du texte\u00a0: {_TEXT_FR}",
        f"the byte {{byte}} is no text: {_TEXT_EN}",
    ),
    "not-text.zip": (
        f"c’est une archive ZIP ou un classeur (.xlsx, .ods), et non un fichier texte\u00a0: {_TEXT_FR}",
        f"this is a ZIP archive or a spreadsheet (.xlsx, .ods), no text file: {_TEXT_EN}",
    ),
    "not-text.xls": (
        f"c’est un ancien classeur (.xls), et non un fichier texte\u00a0: {_TEXT_FR}",
        f"this is an old spreadsheet (.xls), no text file: {_TEXT_EN}",
    ),
    "not-text.pdf": (
        f"c’est un PDF, et non un fichier texte\u00a0: {_TEXT_FR}",
        f"this is a PDF, no text file: {_TEXT_EN}",
    ),
    "not-text.gzip": (
        f"c’est une archive gzip, et non un fichier texte\u00a0: {_TEXT_FR}",
        f"this is a gzip archive, no text file: {_TEXT_EN}",
    ),
    "encoding": _DAMAGED,
    "encoding.neither": (
        f"l’octet {{byte}} n’existe ni en UTF-8 ni en Windows-1252\u00a0: {_TEXT_FR}",
        f"the byte {{byte}} is neither UTF-8 nor Windows-1252: {_TEXT_EN}",
    ),
    "encoding.told": (
        f"l’octet {{byte}} n’existe pas en {{encoding}}, l’encodage que donne le fichier de "
        f"correspondance\u00a0: {_TEXT_FR}",
        f"the byte {{byte}} is no {{encoding}}, as the mapping file says: {_TEXT_EN}",
    ),
    "unknown-format": (
        "la première ligne, {header:quoted}, n’est l’en-tête d’aucun relevé connu ({known:labels})\u00a0: "
        "importez le fichier tel que le distributeur l’a envoyé, en-tête compris, ou avec un fichier de "
        "correspondance",
        "the first line {header:quoted} is no header of a known statement ({known:labels}): import the file "
        "as the distributor sent it, header included, or with a mapping file",
    ),
    "line-too-long": (
        "la ligne est plus longue que celle d’aucun relevé\u00a0: exportez le fichier à nouveau, une "
        "vente par ligne",
        "the line is longer than any statement's: export the file again, one sale a line",
    ),
    "long-cell": (
        "une cellule dépasse {most:count} caractères\u00a0: aucun relevé n’en contient de si longues",
        "a cell is longer than {most:count} characters: no statement has such",
    ),
    "quotes": (
        "à partir d’ici, des guillemets sont fermés au milieu d’une cellule\u00a0: exportez le "
        "fichier à nouveau",
        "quotation marks do not match from here on, they close within a cell: export the file again",
    ),
    "quotes.open": (
        "des guillemets ouverts ici ne sont jamais fermés\u00a0: exportez le fichier à nouveau",
        "quotation marks do not match from here on, they never close: export the file again",
    ),
    "no-lines": (
        "il n’y a aucune ligne sous l’en-tête\u00a0: téléchargez le fichier à nouveau",
        "there is no line under the header: download the file again",
    ),
}

_ROWS: Words = {
    "unknown-column": (
        "la colonne {name:quoted} n’est pas de ce format\u00a0: si elle ne contient pas d’argent, "
        "supprimez-la, ou déclarez-la comme ignorée dans votre fichier de correspondance",
        "the column {name:quoted} is not part of this format: if it holds no money, delete it (or list it in "
        "your mapping file as ignored)",
    ),
    "column-twice": (
        "la colonne est là deux fois\u00a0: supprimez la mauvaise",
        "the column is there twice: delete the wrong one",
    ),
    "missing-column": (
        "la colonne manque\u00a0: exportez le fichier à nouveau avec toutes ses colonnes",
        "the column is missing: export the file again with all its columns",
    ),
    "long-row": (
        "{cells:count} cellules sous un en-tête de {width:count}\u00a0: une cellule contient un séparateur, "
        "exportez à nouveau",
        "{cells:count} cells under a header of {width:count}: a cell holds a separator, export again",
    ),
    "short-row": (
        "{cells:count} cellules sous un en-tête de {width:count}\u00a0: la ligne est coupée ou "
        "fusionnée avec une autre, exportez à nouveau",
        "{cells:count} cells under a header of {width:count}: the line is cut or merged, export again",
    ),
    "cut": (
        "le fichier s’arrête au milieu de cette ligne\u00a0: téléchargez-le à nouveau, ou terminez "
        "la ligne par un saut de ligne si elle est entière",
        "the file ends in the middle of this line: download it again, or end the line if whole",
    ),
    "cut.cells": (
        "le fichier s’arrête au milieu de cette ligne, à {cells:count} cellules sur {width:count}\u00a0: "
        "téléchargez-le à nouveau",
        "the file ends in the middle of this line, {cells:count} cells of {width:count}: download it again",
    ),
    "two-currencies": (
        "{second} après des lignes en {first}\u00a0: importez un fichier par monnaie",
        "{second} after lines in {first}: import one file for each currency",
    ),
    "executable-cell": (
        "un tableur exécuterait {written:quoted}\u00a0: la cellule est gardée comme texte, vérifiez qui l’a "
        "écrite",
        "{written:quoted} would be executed by a spreadsheet: kept as text, check who wrote it",
    ),
    "rewritten": (
        "{written:quoted} est ce qu’un tableur a fait d’un code\u00a0: importez le fichier tel qu’il a été "
        "envoyé",
        "{written:quoted} is what a spreadsheet made of a code: import the file as it was sent",
    ),
}

_NUMBERS: Words = {
    "not-an-amount": (
        "{written:quoted} n’est pas un nombre\u00a0: écrivez des chiffres, avec {mark:quoted} avant "
        "les décimales",
        "{written:quoted} is not a number: write digits, with {mark:quoted} before the decimals",
    ),
    "not-an-amount.rounded": (
        "{written:quoted} est en notation scientifique, qu’un tableur a arrondie\u00a0: exportez à "
        "nouveau le fichier à sa source",
        "{written:quoted} is in scientific notation, which a spreadsheet has rounded: export the file again "
        "at its source",
    ),
    "not-an-amount.too-long": (
        "{written:quoted} est trop long pour un montant\u00a0: écrivez {most:count} chiffres au plus",
        "{written:quoted} is too long for an amount: write {most:count} digits at most",
    ),
    "not-a-whole-number": (
        "{written:quoted} n’est pas un nombre entier\u00a0: écrivez seulement des chiffres",
        "{written:quoted} is not a whole number: write digits only",
    ),
    "unknown-currency": (
        "{written:quoted} n’est pas une monnaie\u00a0: écrivez son code ISO 4217 de trois lettres, comme EUR",
        "{written:quoted} is no currency: write its three-letter ISO 4217 code, such as EUR",
    ),
}

_PERCENTAGES: Words = {
    "not-a-percentage": _NUMBERS["not-an-amount"],
    "not-a-percentage.rounded": _NUMBERS["not-an-amount.rounded"],
    "not-a-percentage.range": (
        "{written:quoted} n’est pas entre 0 et 100",
        "{written:quoted} is not between 0 and 100",
    ),
}

_DAYS: Words = {
    "not-a-date.form": (
        "{written:quoted} n’est pas une date\u00a0: écrivez-la sous la forme {form:letters}",
        "{written:quoted} is not a date: write it as {form:letters}",
    ),
    "not-a-date.mapped": (
        "{written:quoted} n’est pas une date\u00a0: elle n’a pas la forme {form:quoted} que donne le "
        "fichier de correspondance",
        "{written:quoted} is not a date: write it as {form}",
    ),
    "not-a-date.period": (
        "{written:quoted} n’est pas une période\u00a0: écrivez un trimestre comme 2026-T1, un semestre comme "
        "2026-S1, un mois comme 2026-05, ou une année",
        "{written:quoted} is not a date: write a quarter as 2026-T1, a half-year as 2026-S1, a month as "
        "2026-05, or a year",
    ),
    "not-a-date.day": (
        "{written:quoted} n’est pas une date\u00a0: ce mois n’a pas de jour {day}",
        "{written:quoted} is not a date: there is no day {day} in that month",
    ),
    "not-a-date.month": (
        "{written:quoted} n’est pas une date\u00a0: le mois {month} n’existe pas",
        "{written:quoted} is not a date: there is no month {month}",
    ),
    "not-a-date.year": (
        "{written:quoted} n’est pas une date\u00a0: l’année {year} n’est pas plausible",
        "{written:quoted} is not a date: the year {year} cannot be right",
    ),
}

_CONTRADICTIONS: Words = {
    "contradiction.film": (
        "le net {net:exact} ne correspond pas à sa ligne\u00a0: {gross:exact} moins "
        "{percent:exact}\u00a0% de "
        "commission moins {expenses:exact} de frais donnent {expected:exact}\u00a0: demandez une correction",
        "{net:exact} contradicts its row: {gross:exact} less {percent:exact}\u00a0% commission less "
        "{expenses:exact} expenses is {expected:exact}: ask for a correction",
    ),
    "contradiction.total": (
        "le total {told:exact} n’est pas la somme des lignes, {summed:exact}\u00a0: demandez une correction",
        "the total {told:exact} is not the sum of the lines, {summed:exact}: ask for a correction",
    ),
    "contradiction.signs": (
        "les droits retenus et les gains sont de signes contraires\u00a0: demandez un fichier corrigé",
        "the withheld royalties and the earnings have opposite signs: ask for a corrected file",
    ),
    "contradiction.period": (
        "la période finit le {end:day}, avant de commencer le {start:day}\u00a0: demandez un fichier corrigé",
        "the period ends on {end:day}, before it begins on {start:day}: ask for a corrected file",
    ),
    "contradiction.net": (
        "le net {net:exact} ne correspond pas à sa ligne\u00a0: {gross:exact} moins les déductions donnent "
        "{expected:exact}\u00a0: demandez une correction",
        "{net:exact} contradicts its row: {gross:exact} less the deductions is {expected:exact}: ask for a "
        "correction",
    ),
    "contradiction.rate": (
        "le taux {rate:exact} n’est pas supérieur à zéro\u00a0: demandez un fichier corrigé",
        "the rate {rate:exact} is not above zero: ask for a corrected file",
    ),
    "contradiction.units": (
        "{units:count} unités à {price:exact} ne font pas {net:exact}\u00a0: demandez un fichier corrigé",
        "{units:count} units at {price:exact} do not make {net:exact}: ask for a corrected file",
    ),
    "contradiction.exchange": (
        "{net:exact} au taux de {rate:exact} ne fait pas {total:exact}\u00a0: demandez un fichier corrigé",
        "{net:exact} at {rate:exact} does not make {total:exact}: ask for a corrected file",
    ),
}

FINDINGS: Words = {**_FILE, **_ROWS, **_NUMBERS, **_PERCENTAGES, **_DAYS, **_CONTRADICTIONS}
