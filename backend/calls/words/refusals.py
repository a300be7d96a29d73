"""Why the chain would refuse a call, or has refused one: a sentence for each error of our contracts and of
currencies, and one for what has no name."""

from backend.calls.voice import Words
from backend.calls.words.agreements import CONSENTS
from backend.calls.words.campaign import CAMPAIGN

VAULT: Words = {
    "Vault_NothingOwed": (
        "Rien n’est dû à {payee:address}.",
        "Nothing is owed to {payee:address}.",
    ),
    "Vault_NothingToSweep": (
        "Il n’y a rien de trop à déplacer.",
        "There is no surplus to move.",
    ),
    "Vault_PaymentRefused": (
        "La monnaie refuse de verser {amount:amount} à {to:address}\u00a0: rien n’est perdu, indiquez "
        "une autre "
        "adresse.",
        "The currency refuses to pay {amount:amount} to {to:address}: nothing is lost, name another address.",
    ),
    "Vault_SweepsWhatIsOwed": (
        "Ce jeton est la monnaie du projet sous une autre adresse\u00a0: il est dû à d’autres.",
        "This token is the project’s currency under another address: it is owed to others.",
    ),
    "Vault_TooLittleGas": (
        "Le portefeuille a donné trop peu de gaz ({gasLeft:count}, il en faut {gasNeeded:count})\u00a0: "
        "recommencez avec une limite plus haute.",
        "The wallet gave too little gas ({gasLeft:count}, and {gasNeeded:count} are needed): try again "
        "with a "
        "higher limit.",
    ),
    "Vault_WrongAmountReceived": (
        "La monnaie a fait arriver {received:amount} au lieu de {expected:amount}\u00a0: tout est annulé.",
        "The currency made {received:amount} arrive instead of {expected:amount}: everything is undone.",
    ),
}

SHARES: Words = {
    "ShareToken_AlreadyInitialized": (
        "Ce contrat a déjà son projet.",
        "This contract has its project already.",
    ),
    "ShareToken_AlreadyObjecting": (
        "Vous vous êtes déjà opposé.",
        "You have objected already.",
    ),
    "ShareToken_DepositsAboveMaximum": (
        "Les droits dépasseraient le maximum de {maximum:amount}.",
        "The royalties would exceed the maximum of {maximum:amount}.",
    ),
    "ShareToken_NoShares": (
        "Ce portefeuille n’a pas de part de ce projet.",
        "This wallet holds no share of this project.",
    ),
    "ShareToken_NotReceived": (
        "Il manque de l’argent au contrat\u00a0: {balance:amount} au lieu de {expected:amount}.",
        "Money is missing from the contract: {balance:amount} instead of {expected:amount}.",
    ),
    "ShareToken_NothingToClaim": (
        "Rien ne vous est dû pour l’instant.",
        "Nothing is owed to you at the moment.",
    ),
    "ShareToken_OnlyCampaign": (
        "Seule la campagne du projet peut faire cela.",
        "Only the project’s campaign can do this.",
    ),
    "ShareToken_OnlyWaterfall": (
        "Seul le partage des recettes du projet peut faire cela.",
        "Only the project’s waterfall can do this.",
    ),
    "ShareToken_SignatureExpired": (
        "La signature n’était valable que jusqu’au {deadline:time}.",
        "The signature was good until {deadline:time} only.",
    ),
    "ShareToken_SupplyAboveMaximum": (
        "Il y aurait {supply:shares}, et {maximum:count} au plus peuvent exister.",
        "There would be {supply:shares}, and {maximum:count} at most can exist.",
    ),
    "ShareToken_SupplyFixed": (
        "Le nombre de parts est fixé depuis le succès de la campagne.",
        "The number of shares has been fixed since the campaign succeeded.",
    ),
    "ShareToken_TransferRefused": (
        "La règle de ce projet ne permet pas à {to:address} d’avoir des parts.",
        "The rule of this project does not allow {to:address} to hold shares.",
    ),
    "ShareToken_TransfersClosed": (
        "Les parts ne peuvent pas bouger avant le succès de la campagne.",
        "Shares cannot move before the campaign has succeeded.",
    ),
    "ShareToken_UnknownTranche": (
        "Il n’y a pas de tranche {tranche:count} de droits.",
        "There is no tranche {tranche:count} of royalties.",
    ),
    "ShareToken_WrongSigner": (
        "La signature n’est pas celle de {signer:address}.",
        "The signature is not that of {signer:address}.",
    ),
}

OF_SHARES: Words = {
    "ERC20InsufficientBalance": (
        "Vous avez {balance:shares}, et il en faudrait {needed:count}.",
        "You hold {balance:shares}, and {needed:count} would be needed.",
    ),
}
"""Errors of ERC-6093 by the ShareToken; those of REFUSALS are by the currency."""

CURRENCY: Words = {
    "ERC20InsufficientAllowance": (
        "La permission de prendre {needed:amount} manque\u00a0: elle est de {allowance:amount}.",
        "The permission to take {needed:amount} is missing: it is for {allowance:amount}.",
    ),
    "ERC20InsufficientBalance": (
        "Il vous manque {missing:amount}\u00a0: vous avez {balance:amount}, et il faut {needed:amount}.",
        "You lack {missing:amount}: you have {balance:amount}, and {needed:amount} is needed.",
    ),
    "ERC20InvalidApprover": (
        "La monnaie ne connaît pas ce portefeuille.",
        "The currency does not take this wallet.",
    ),
    "ERC20InvalidReceiver": (
        "Rien ne peut être versé à {receiver:address}.",
        "Nothing can be paid to {receiver:address}.",
    ),
    "ERC20InvalidSender": (
        "Rien ne peut être pris à {sender:address}.",
        "Nothing can be taken from {sender:address}.",
    ),
    "ERC20InvalidSpender": (
        "Rien ne peut être permis à {spender:address}.",
        "Nothing can be allowed to {spender:address}.",
    ),
    "SafeERC20FailedOperation": (
        "La monnaie {token:address} refuse ce paiement.",
        "The currency {token:address} refuses this payment.",
    ),
}

PLATFORM: Words = {
    "AddressEmptyCode": (
        "Il n’y a pas de contrat à l’adresse {target:address}.",
        "There is no contract at the address {target:address}.",
    ),
    "FailedCall": (
        "Le contrat s’est arrêté sans dire pourquoi, sans doute par manque de gaz.",
        "The contract stopped without saying why, probably short of gas.",
    ),
    "InvalidAccountNonce": (
        "La signature de {account:address} a déjà servi.",
        "The signature of {account:address} has been used already.",
    ),
    "InvalidShortString": ("Un texte ne peut pas être lu.", "A text cannot be read."),
    "ReentrancyGuardReentrantCall": (
        "Le contrat est déjà en train de faire un paiement.",
        "The contract is in the middle of a payment.",
    ),
    "StringTooLong": (
        "Un texte est trop long\u00a0: «\u00a0{str}\u00a0».",
        "A text is too long: “{str}”.",
    ),
    "Error": (
        "Le contrat refuse\u00a0: «\u00a0{reason}\u00a0».",
        "The contract refuses: “{reason}”.",
    ),
    "Panic": (
        "Un calcul du contrat a échoué (code {code})\u00a0: rien n’est changé.",
        "A calculation of the contract failed (code {code}): nothing is changed.",
    ),
}

NAMELESS: Words = {
    "unknown": (
        "Un contrat refuse sans que nous connaissions son motif ({data}).",
        "A contract refuses, for a reason that we do not know ({data}).",
    ),
    "silent": (
        "Un contrat refuse sans dire pourquoi.",
        "A contract refuses without saying why.",
    ),
    "untried": (
        "Le nœud ne peut pas essayer ces appels ensemble\u00a0: votre portefeuille essaiera le premier.",
        "The node cannot try these calls together: your wallet will try the first.",
    ),
    "missing": CURRENCY["ERC20InsufficientBalance"],
    "permit useless": (
        "La permission que vous avez signée ne vaut pas, ou plus, pour {needed:amount}\u00a0: signez-en "
        "une autre, "
        "ou permettez par une transaction.",
        "The permission that you signed does not hold, or no longer, for {needed:amount}: sign another "
        "one, or "
        "allow it by a transaction.",
    ),
}

WATERFALL: Words = {
    "Waterfall_AlreadyReported": (
        "Ce relevé a déjà été déposé.",
        "This statement has been deposited already.",
    ),
    "Waterfall_DeductionsAboveCeiling": (
        "Les déductions ({deductions:amount}) dépassent le plafond de {ceiling:amount}.",
        "The deductions ({deductions:amount}) exceed the ceiling of {ceiling:amount}.",
    ),
    "Waterfall_GrossAboveMaximum": (
        "La recette brute ne peut pas dépasser {most:amount}.",
        "The gross receipts cannot exceed {most:amount}.",
    ),
    "Waterfall_NetMismatch": (
        "Brut {gross:amount} moins déductions {deductions:amount} ne fait pas net {net:amount}.",
        "Gross {gross:amount} less deductions {deductions:amount} is not net {net:amount}.",
    ),
    "Waterfall_OnlyCampaign": (
        "Seule la campagne du projet peut faire cela.",
        "Only the project’s campaign can do this.",
    ),
    "Waterfall_OnlyCandidate": (
        "Seule l’adresse à laquelle ce rang est proposé peut l’accepter.",
        "Only the address to which this position is offered can take it.",
    ),
    "Waterfall_OnlyPayee": (
        "Seul {payee:address}, à qui ce rang revient, peut faire cela.",
        "Only {payee:address}, whose position it is, can do this.",
    ),
    "Waterfall_OnlyReporter": (
        "Seuls le producteur et les collecteurs du projet déposent des relevés.",
        "Only the project’s producer and collectors deposit statements.",
    ),
    "Waterfall_PeriodReversed": (
        "La période finit avant de commencer.",
        "The period ends before it begins.",
    ),
    "Waterfall_ProjectNotSuccessful": (
        "Aucune recette ne peut être déposée avant le succès de la campagne.",
        "No receipts can be deposited before the campaign has succeeded.",
    ),
    "Waterfall_TooManyDeductions": (
        "Il y a {count:count} déductions, et {most:count} au plus sont possibles.",
        "There are {count:count} deductions, and {most:count} at most are possible.",
    ),
    "Waterfall_UnknownCorrection": (
        "Le relevé qui serait corrigé n’existe pas.",
        "The statement that would be corrected does not exist.",
    ),
    "Waterfall_UnknownPosition": (
        "Il n’y a pas de rang {position:number} dans le partage.",
        "There is no position {position:number} in the waterfall.",
    ),
    "Waterfall_UriTooLong": (
        "Le lien vers le relevé est trop long\u00a0: {bytes_:count} octets, {most:count} au plus.",
        "The link to the statement is too long: {bytes_:count} bytes, {most:count} at most.",
    ),
}

REFUSALS: Words = {**CAMPAIGN, **CONSENTS, **VAULT, **SHARES, **CURRENCY, **PLATFORM, **WATERFALL}
"""By the error's name."""
