"""The words of the papers, in French and in English."""

from collections.abc import Mapping
from datetime import date

from babel.numbers import get_decimal_symbol, get_group_symbol

from backend.papers.paper import Amount, Cell, Language, Linked
from backend.sentences import write_day

WORDS: Mapping[str, tuple[str, str]] = {
    # key: French, English
    "year of": ("Relevé annuel {year} d’un porteur de parts", "Statement of a holder’s year {year}"),
    "wallet": ("Adresse", "Address"),
    "period": ("Période", "Period"),
    "from to": ("du {since} au {until} (UTC)", "from {since} to {until} (UTC)"),
    "not over": (
        "L’année n’est pas finie : ce relevé est provisoire.",
        "The year is not over: this statement is provisional.",
    ),
    "chain": ("Chaîne", "Chain"),
    "as of": ("Vrai au", "True of"),
    "received in all": ("Droits reçus en tout", "Royalties received in all"),
    "block hash": ("Empreinte du bloc", "Hash of the block"),
    "received": ("Droits reçus", "Royalties received"),
    "claimable": ("Restant à percevoir", "Still to be claimed"),
    "nothing": (
        "Aucun projet n’a concerné cette adresse cette année-là.",
        "No project had to do with this address in that year.",
    ),
    "shares before": ("Parts au début", "Shares at the beginning"),
    "shares after": ("Parts à la fin", "Shares at the end"),
    "of supply": ("{shares} sur {supply}", "{shares} of {supply}"),
    "project": ("Projet", "Project"),
    "project address": ("Adresse du projet", "Project address"),
    "currency": ("Monnaie", "Currency"),
    "statements": ("Relevés de recettes", "Statements"),
    "statements caption": (
        "Le tout et la part : de la recette brute à ce qui revient à cette adresse, en {currency}",
        "The whole and the part: from gross receipts to what is this address’s, in {currency}",
    ),
    "statement": ("Relevé", "Statement"),
    "source": ("Source", "Source"),
    "from": ("Du", "From"),
    "to": ("Au", "To"),
    "gross": ("Recette brute", "Gross receipts"),
    "deductions": ("Déductions", "Deductions"),
    "net": ("Net versé", "Net deposited"),
    "holders": ("Pour tous les porteurs", "For all holders"),
    "part received": ("Reçu de ce relevé", "Received of it"),
    "part claimable": ("Restant à percevoir", "Still to be claimed"),
    "without statement": ("Reçu sans relevé", "Came without a statement"),
    "payments": ("Paiements", "Payments"),
    "payments caption": (
        "Droits payés à cette adresse, en {currency}",
        "Royalties paid to this address, in {currency}",
    ),
    "others": ("Autres paiements", "Other payments"),
    "others caption": (
        "Ce que les contrats du projet ont payé d’autre à cette adresse, en {currency}",
        "What else the project’s contracts paid to this address, in {currency}",
    ),
    "date": ("Date", "Date"),
    "of which": ("Dont", "Of which"),
    "statement part": ("relevé {number}\u00a0: {amount}", "statement {number}: {amount}"),
    "gift part": ("sans relevé\u00a0: {amount}", "without a statement: {amount}"),
    "block": ("bloc {number} du {day}, {finality}", "block {number} of {day}, {finality}"),
    "seen": ("récent", "recent"),
    "safe": ("sûr", "safe"),
    "final": ("définitif", "final"),
    "what for": ("Motif", "What for"),
    "amount": ("Montant", "Amount"),
    "receiver": ("Versé à", "Sent to"),
    "this address": ("cette adresse", "this address"),
    "transaction": ("Transaction", "Transaction"),
    "record": ("Nature", "Record"),
    "holding": ("parts", "shares"),
    "royalty received": ("droits reçus", "royalty received"),
    "statement record": ("relevé", "statement"),
    "other payment": ("autre paiement", "other payment"),
    "shares": ("Parts", "Shares"),
    "year": ("Année", "Year"),
    "rounding": (
        "Un paiement verse ce qui est dû de tous les relevés ensemble : la part de chacun est arrondie à "
        "l’unité inférieure sur la somme courante, et les parts font exactement le paiement.",
        "A payment pays what is owed from all statements together: the part of each is the running sum "
        "rounded down to the unit, and the parts add up to the payment exactly.",
    ),
    "check": (
        "Chaque montant est celui que la chaîne publie ; chacun peut le vérifier par la transaction.",
        "Each amount is the one that the chain publishes; anyone can check it by its transaction.",
    ),
    "attached": (
        "Les mêmes chiffres sont joints à ce PDF, en CSV.",
        "The same figures are attached to this PDF, as CSV.",
    ),
    "books of": ("Comptabilité des droits {year} : {name}", "Books of the royalties {year}: {name}"),
    "entry": ("Écriture", "Entry"),
    "account": ("Compte", "Account"),
    "account name": ("Intitulé", "Account name"),
    "party": ("Tiers", "Party"),
    "label": ("Libellé", "Label"),
    "debit": ("Débit", "Debit"),
    "credit": ("Crédit", "Credit"),
    "entries": ("Écritures", "Entries"),
    "balances": ("Balance", "Balances"),
    "balance": ("Solde débiteur", "Debit balance"),
    "opening": ("À nouveau", "Brought forward"),
    "royalty": ("Droits", "Royalty"),
    "fee": ("Commission de la plateforme", "Platform’s fee"),
    "release": ("Étape libérée", "Milestone released"),
    "refund": ("Remboursement", "Refund"),
    "revocation": ("Engagement repris", "Pledge taken back"),
    "gift": ("Don rendu", "Gift given back"),
    "line": ("Argent de financeur rendu", "Financier’s money given back"),
    "exit": ("Rendu après la fin", "Given back after the end"),
    "position": ("Part des recettes", "Share of receipts"),
    "excess": ("Au-dessus du plafond des porteurs", "Above the holders’ cap"),
    "withdrawal": ("Renvoyé après un échec", "Sent again after it had failed"),
    "commission": ("Commission", "Commission"),
    "distribution_expenses": ("Frais de distribution", "Distribution expenses"),
    "expenses": ("Frais", "Expenses"),
    "withholding": ("Retenue à la source", "Tax withheld at source"),
    "tax": ("Taxe", "Tax"),
    "page": ("Page", "Page"),
    "account receipts": ("Recettes d’exploitation", "Receipts"),
    "account deductions": ("Commissions et frais retenus", "Commissions and expenses kept back"),
    "account sharing": ("Parts de recettes reversées", "Receipts shared out"),
    "account waterfall": ("Contrat de répartition", "Waterfall contract"),
    "account shares": ("Contrat des parts", "Share contract"),
    "account positions": ("Ayants droit et partenaires", "Payees"),
    "account waiting": ("Porteurs de parts, à répartir", "Holders, not entered yet"),
    "account holders": ("Porteurs de parts, répartis", "Holders, entered"),
    "entry report": ("Recettes", "Receipts"),
    "entry share": ("Répartition des recettes", "Receipts shared out"),
    "entry move": ("Part des porteurs, au contrat des parts", "Holders’ part, to the share contract"),
    "entry enter": ("Part des porteurs acquise", "Holders’ part entered"),
    "entry give": ("Reçu sans relevé", "Came without a statement"),
    "entry pay": ("Paiement de droits", "Royalties paid"),
    "result": ("Report à nouveau", "Result brought forward"),
}  # fmt: skip


def say(language: Language, key: str, **values: object) -> str:
    """The words of a key. Raises KeyError."""
    return WORDS[key][language == "en"].format(**values)


def name_deduction(language: Language, category: str) -> str:
    """Kinds that no importer has stand as they were reported."""
    known = ("commission", "distribution_expenses", "expenses", "withholding", "tax")
    return say(language, category) if category in known else category.replace("_", " ")


def write_cell(language: Language, cell: Cell) -> str:
    """As people of the language read it."""
    match cell:
        case Amount():
            return write_amount(language, cell)
        case date():
            return write_day(cell, language)
        case int():
            return f"{cell:,}".replace(",", get_group_symbol(language))
        case Linked(words):
            return words
        case None:
            return ""
    return cell


def write_amount(language: Language, amount: Amount, places: int = 2) -> str:
    """So many decimals at least (fewer if the currency has fewer), more where they are not zero."""
    whole, _, decimals = str(Amount(abs(amount.units), amount.decimals)).partition(".")
    decimals = decimals.rstrip("0").ljust(min(places, amount.decimals), "0")
    grouped = f"{int(whole):,}".replace(",", get_group_symbol(language))
    sign = "\u2212" if amount.units < 0 else ""
    return sign + grouped + (get_decimal_symbol(language) + decimals if decimals else "")
