"""What producer and financiers do about their part in a project."""

from backend.calls.voice import Words

PARTS: Words = {
    "open": (
        "Ouvrir la campagne de «\u00a0{name}\u00a0»",
        "Open the campaign of {name}",
    ),
    "escrow line": (
        "Déposer {amount:amount} pour «\u00a0{name}\u00a0»\u00a0: financement {line:number} "
        "(«\u00a0{label:label}\u00a0»)",
        "Put {amount:amount} in escrow for {name}: line {line:number} (“{label:label}”)",
    ),
    "withdraw line": (
        "Reprendre {amount:amount} déposés pour «\u00a0{name}\u00a0»\u00a0: financement {line:number} "
        "(«\u00a0{label:label}\u00a0»)",
        "Take {amount:amount} back out of escrow for {name}: line {line:number} (“{label:label}”)",
    ),
    "return line": (
        "Rendre ce qui reste du financement {line:number} («\u00a0{label:label}\u00a0») de "
        "«\u00a0{name}\u00a0», sur {amount:amount}",
        "Give back what is left of line {line:number} (“{label:label}”) of {name}, out of {amount:amount}",
    ),
    "gift in kind": (
        "Montrer ce que {patron} donne en nature à «\u00a0{name}\u00a0»",
        "Show what {patron} gives in kind to {name}",
    ),
    "offer producer": (
        "Proposer le rôle de producteur de «\u00a0{name}\u00a0» à {to:address}",
        "Offer the producer’s role in {name} to {to:address}",
    ),
    "withdraw offer": (
        "Retirer l’offre du rôle de producteur de «\u00a0{name}\u00a0»",
        "Withdraw the offer of the producer’s role in {name}",
    ),
    "accept producer": (
        "Devenir le producteur de «\u00a0{name}\u00a0»",
        "Become the producer of {name}",
    ),
    "contribute for": (
        "Offrir {shares:shares} de «\u00a0{name}\u00a0» à {fan:address} pour {amount:amount}",
        "Buy {shares:shares} of {name} for {fan:address}, for {amount:amount}",
    ),
    "transfer": (
        "Céder {shares:shares} de «\u00a0{name}\u00a0» à {to:address}",
        "Transfer {shares:shares} of {name} to {to:address}",
    ),
    "locked": (
        "Jusqu’à l’ouverture vous pouvez le reprendre\u00a0; ensuite il est bloqué pour le projet, et "
        "rendu si la "
        "campagne échoue.",
        "Until the opening you may take it back; afterwards it is locked for the project, and given back "
        "if the "
        "campaign fails.",
    ),
    "shown for good": (
        "C’est montré à tous, pour toujours, et ne compte pas dans l’objectif.",
        "It is shown to everybody, for good, and does not count toward the goal.",
    ),
    "fan may revoke": (
        "Le fan peut reprendre ces parts jusqu’au {until:time} environ\u00a0: l’argent vous revient "
        "alors, comme si "
        "la campagne échoue.",
        "The fan may take these shares back until about {until:time}: the money then returns to you, as "
        "it does if "
        "the campaign fails.",
    ),
    "deposit": (
        "Déposer {amount:amount} de recettes pour «\u00a0{name}\u00a0»",
        "Deposit {amount:amount} of receipts for {name}",
    ),
    "shared at once": (
        "La cascade les partage dans la même transaction, et personne ne peut les reprendre.",
        "The waterfall shares them in the same transaction, and nobody can take them back.",
    ),
    "earned stays": (
        "Les droits gagnés jusqu’ici restent les vôtres\u00a0; ceux qui viennent sont au nouveau porteur.",
        "Royalties earned so far remain yours; those to come belong to the new holder.",
    ),
}
