"""Why a statement is not stored, approved or deposited, in French and English."""

from typing import Any

from sqlalchemy import Row

from backend.sentences import Words

RATE: Words = {
    "not-positive": (
        "Le taux de {base} en {quote} doit être supérieur à zéro.",
        "The rate of {base} to {quote} must be above zero.",
    ),
    "too-long": (
        "Le taux de {base} en {quote} a plus de {most:count} chiffres\u00a0: personne ne l’a publié.",
        "The rate of {base} to {quote} has more than {most:count} digits: nobody published it.",
    ),
    "not-one": (
        "Le taux de {base} en {quote} est 1, et non {rate:exact}.",
        "The rate of {base} to {quote} is 1, not {rate:exact}.",
    ),
    "no-source": (
        "Dites d’où vient le taux de {base} en {quote}, par exemple «\u00a0taux de référence BCE\u00a0».",
        "Say where the rate of {base} to {quote} comes from, for instance “ECB reference rate”.",
    ),
    "other-quote": (
        "Le projet est payé en {wanted}\u00a0: donnez un taux vers cette monnaie, et non vers "
        "{quote:quoted}.",
        "The project is paid in {wanted}: give a rate to it, not to {quote}.",
    ),
    "other-base": (
        "Le fichier est en {wanted}\u00a0: donnez un taux depuis cette monnaie, et non depuis {base:quoted}.",
        "The file is in {wanted}: give a rate from it, not from {base}.",
    ),
}

EMPTY: Words = {
    "repeated": (
        "De ce fichier il ne reste rien à déclarer\u00a0: toutes ses lignes sont dans des relevés "
        "précédents.",
        "Nothing of this file is left to report: all of its lines are in earlier statements.",
    ),
    "no-title": (
        "De ce fichier il ne reste rien à déclarer\u00a0: choisissez au moins un titre.",
        "Nothing of this file is left to report: choose at least one title.",
    ),
}

NEGATIVE: Words = {
    "gross": (
        "Le brut de ce relevé est inférieur à zéro\u00a0: déclarez-le avec les recettes de la "
        "période suivante.",
        "The gross of this statement is below zero: report it with the next period's receipts.",
    ),
    "net": (
        "Le net de ce relevé est inférieur à zéro\u00a0: déclarez-le avec les recettes de la période "
        "suivante.",
        "The net of this statement is below zero: report it with the next period's receipts.",
    ),
    "commission": (
        "La commission de ce relevé est inférieure à zéro\u00a0: déclarez-la avec les recettes de la période "
        "suivante.",
        "The commission of this statement is below zero: report it with the next period's receipts.",
    ),
    "distribution_expenses": (
        "Les frais de distribution de ce relevé sont inférieurs à zéro\u00a0: déclarez-les avec les recettes "
        "de la période suivante.",
        "The distribution_expenses of this statement is below zero: report it with the next period's "
        "receipts.",
    ),
    "withholding": (
        "La retenue de ce relevé est inférieure à zéro\u00a0: déclarez-la avec les recettes de la période "
        "suivante.",
        "The withholding of this statement is below zero: report it with the next period's receipts.",
    ),
    "deduction": (
        "La déduction {name:quoted} de ce relevé est inférieure à zéro\u00a0: déclarez-la avec les "
        "recettes de la période suivante.",
        "The {name} of this statement is below zero: report it with the next period's receipts.",
    ),
}

APPROVAL: Words = {
    "unsigned": (
        "Les relevés de ce projet sont approuvés par une de ces personnes\u00a0: {people}. Signez "
        "avec la clé de l’une d’elles.",
        "One of {people} approves this project's statements: sign with your keystore.",
    ),
    "signed-by-another": (
        "C’est {signer} qui a signé, et seules ces personnes peuvent approuver\u00a0: {people}.",
        "{signer} signed this, and only {people} may approve.",
    ),
    "signed-by-nobody": (
        "Cette signature n’est de personne, et seules ces personnes peuvent approuver\u00a0: {people}.",
        "Nobody signed this, and only {people} may approve.",
    ),
}

_MISSING: Words = {
    "one-missing": (
        "Selon la règle du projet, une personne doit encore approuver ce relevé.",
        "By the rule of its project 1 more must approve the statement.",
    ),
    "missing": (
        "Selon la règle du projet, {missing:count} personnes doivent encore approuver ce relevé.",
        "By the rule of its project {missing:count} more must approve the statement.",
    ),
}

STOPPED: Words = {
    **_MISSING,
    "came-to-nothing": (
        "Le dépôt n’a rien donné\u00a0: sa transaction a été refusée dans un bloc, ou abandonnée. "
        "Regardez-la, et approuvez de nouveau.",
        "The deposit came to nothing, mined and reverted, or abandoned: see its transaction, and "
        "approve again.",
    ),
    "balance": (
        "Le compte {holder} a {balance:money}, et le net est de {net:money}\u00a0: envoyez-lui "
        "{missing:money}, et approuvez le relevé de nouveau.",
        "The account {holder} has {balance:money}, and the net is {net:money}: send it {missing:money}, and "
        "approve the statement again.",
    ),
    "allowance": (
        "Quelqu’un d’autre a utilisé l’autorisation donnée par {holder}\u00a0: approuvez le relevé "
        "de nouveau.",
        "Somebody else used the allowance of {holder}: approve the statement again.",
    ),
}

NOT_READY: Words = {
    **_MISSING,
    "imported": (
        "Le relevé {statement} n’est pas encore approuvé\u00a0: seul un relevé approuvé peut être déposé.",
        "The statement {statement} is imported: only an approved one can be deposited.",
    ),
    "deposited": (
        "Le relevé {statement} est déjà déposé.",
        "The statement {statement} is deposited: only an approved one can be deposited.",
    ),
    "paid": (
        "Le relevé {statement} est déjà déposé, et les porteurs sont payés.",
        "The statement {statement} is paid: only an approved one can be deposited.",
    ),
    "under-way": (
        "Le payeur de ce site est en train de le déposer, avec sa clé\u00a0: voyez `coprod payer status`.",
        "The worker is depositing it, from its keystore: see `coprod payer status`.",
    ),
    "done": (
        "Il est déjà déposé\u00a0: ce site le note quand son bloc est définitif.",
        "It is deposited already: the worker notes it when its block is final.",
    ),
    "balance": (
        "Le compte {holder} a {balance:money}, et le net est de {net:money}\u00a0: envoyez-lui d’abord "
        "{missing:money}.",
        "The account {holder} has {balance:money}, and the net is {net:money}: send it "
        "{missing:money} first.",
    ),
}


def tell_short(project: Row[Any], holder: str, balance: int, net: int) -> dict[str, Any]:
    """The values of "balance", for an account that has not the net. project: in whose currency."""
    money = {"balance": balance, "net": net, "missing": net - balance}
    currency = (project.currency_decimals, project.currency_symbol)
    return {"holder": holder} | {name: [amount, *currency] for name, amount in money.items()}
