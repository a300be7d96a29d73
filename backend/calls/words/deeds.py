"""What an action does, and what each of its calls does."""

from backend.calls.voice import Words

SUMMARIES: Words = {
    "contribute": (
        "Acheter {shares:shares} de «\u00a0{name}\u00a0» pour {amount:amount}",
        "Buy {shares:shares} of {name} for {amount:amount}",
    ),
    "contribute up to": (
        "Acheter jusqu’à {shares:shares} de «\u00a0{name}\u00a0» pour {amount:amount} au plus",
        "Buy up to {shares:shares} of {name} for {amount:amount} at most",
    ),
    "give": (
        "Donner {amount:amount} à «\u00a0{name}\u00a0»",
        "Give {amount:amount} to {name}",
    ),
    "revoke": (
        "Reprendre {shares:shares} de «\u00a0{name}\u00a0»\u00a0: {amount:amount} sont rendus",
        "Take back {shares:shares} of {name}: {amount:amount} is paid back",
    ),
    "refund": (
        "Se faire rembourser {shares:shares} de «\u00a0{name}\u00a0»\u00a0: {amount:amount}",
        "Be refunded for {shares:shares} of {name}: {amount:amount}",
    ),
    "refund gift": (
        "Reprendre votre don à «\u00a0{name}\u00a0»\u00a0: {amount:amount}",
        "Get back your gift to {name}: {amount:amount}",
    ),
    "refund gift in part": (
        "Reprendre ce qui reste de votre don de {amount:amount} à «\u00a0{name}\u00a0»",
        "Get back what is left of your gift of {amount:amount} to {name}",
    ),
    "object to release": (
        "S’opposer, avec {shares:shares}, au versement de l’étape {milestone:number} "
        "(«\u00a0{label:label}\u00a0») de «\u00a0{name}\u00a0»",
        "Object, with {shares:shares}, to the release of milestone {milestone:number} (“{label:label}”) of "
        "{name}",
    ),
    "object to going on": (
        "Demander, avec {shares:shares}, que «\u00a0{name}\u00a0» s’arrête",
        "Ask, with {shares:shares}, that {name} be wound down",
    ),
    "object": (
        "S’opposer, avec {shares:shares}, à ce que demande «\u00a0{name}\u00a0»",
        "Object, with {shares:shares}, to what {name} asks",
    ),
    "open wind-down": (
        "Proposer aux porteurs d’arrêter «\u00a0{name}\u00a0», à cause de l’étape {milestone:number} "
        "(«\u00a0{label:label}\u00a0»)",
        "Ask the holders to wind {name} down, because of milestone {milestone:number} (“{label:label}”)",
    ),
    "exit": (
        "Rendre {shares:shares} de «\u00a0{name}\u00a0» contre {amount:amount}",
        "Give up {shares:shares} of {name} for {amount:amount}",
    ),
    "exit of unknown": (
        "Rendre {shares:shares} de «\u00a0{name}\u00a0»",
        "Give up {shares:shares} of {name}",
    ),
    "claim": (
        "Retirer {amount:amount} de droits de «\u00a0{name}\u00a0»",
        "Claim {amount:amount} of royalties from {name}",
    ),
    "claim to": (
        "Retirer {amount:amount} de droits de «\u00a0{name}\u00a0», versés à {to:address}",
        "Claim {amount:amount} of royalties from {name}, paid to {to:address}",
    ),
    "claim all": (
        "Retirer les droits de {count:count} projets\u00a0: {amounts}",
        "Claim the royalties of {count:count} projects: {amounts}",
    ),
    "claim all of one": (
        "Retirer les droits d’un projet\u00a0: {amounts}",
        "Claim the royalties of one project: {amounts}",
    ),
    "claim nothing": (
        "Aucun projet ne vous doit de droits en ce moment",
        "No project owes you royalties at the moment",
    ),
    "accept push": (
        "Recevoir les droits de «\u00a0{name}\u00a0» sans les demander",
        "Be paid the royalties of {name} without asking",
    ),
    "refuse push": (
        "Ne recevoir les droits de «\u00a0{name}\u00a0» que sur demande",
        "Be paid the royalties of {name} only when you ask",
    ),
    "withdraw": (
        "Retirer {amount:amount} que «\u00a0{name}\u00a0» vous doit encore",
        "Withdraw {amount:amount} that {name} still owes you",
    ),
    "withdraw to": (
        "Retirer {amount:amount} que «\u00a0{name}\u00a0» vous doit encore, versés à {to:address}",
        "Withdraw {amount:amount} that {name} still owes you, paid to {to:address}",
    ),
    "announce": (
        "Annoncer le versement de l’étape {milestone:number} («\u00a0{label:label}\u00a0») de "
        "«\u00a0{name}\u00a0»\u00a0: {amount:amount}",
        "Announce the release of milestone {milestone:number} (“{label:label}”) of {name}: {amount:amount}",
    ),
    "announce unknown": (
        "Annoncer le versement de l’étape {milestone:number} de «\u00a0{name}\u00a0»",
        "Announce the release of milestone {milestone:number} of {name}",
    ),
    "cancel": (
        "Annuler la campagne de «\u00a0{name}\u00a0»\u00a0: tout le monde est remboursé",
        "Cancel the campaign of {name}: everybody is refunded",
    ),
    "finalize": (
        "Clore la campagne de «\u00a0{name}\u00a0»",
        "Close the campaign of {name}",
    ),
    "read": (
        "Compter les oppositions des porteurs de «\u00a0{name}\u00a0»",
        "Count the objections of the holders of {name}",
    ),
    "release nothing": (
        "Aucun droit de «\u00a0{name}\u00a0» n’est échu en ce moment",
        "No royalties of {name} are due to enter at the moment",
    ),
    "release": (
        "Faire entrer les droits échus de «\u00a0{name}\u00a0»",
        "Let the royalties of {name} that are due enter",
    ),
}

CALLS: Words = {
    "approve": (
        "Permettre à la campagne de prendre {amount:amount} dans votre portefeuille, ni plus ni moins",
        "Allow the campaign to take exactly {amount:amount} from your wallet",
    ),
    "approve waterfall": (
        "Permettre au partage des recettes de prendre {amount:amount} dans votre portefeuille, ni plus ni "
        "moins",
        "Allow the waterfall to take exactly {amount:amount} from your wallet",
    ),
    "withdraw approval": (
        "Retirer d’abord la permission précédente, comme cette monnaie l’exige",
        "First withdraw the earlier permission, as this currency demands",
    ),
    "contribute": ("Acheter {shares:shares}", "Buy {shares:shares}"),
    "contribute up to": ("Acheter jusqu’à {shares:shares}", "Buy up to {shares:shares}"),
    "contribute with permit": (
        "Acheter {shares:shares}, avec la permission que vous avez signée",
        "Buy {shares:shares}, with the permission that you signed",
    ),
    "permit": (
        "Signer que la campagne peut prendre {amount:amount} dans votre portefeuille, ni plus ni moins, "
        "jusqu’au {deadline:time}. Signer ne coûte rien.",
        "Sign that the campaign may take exactly {amount:amount} from your wallet, until {deadline:time}. "
        "Signing costs nothing.",
    ),
    "give": ("Donner {amount:amount}", "Give {amount:amount}"),
    "release tranche": (
        "Faire entrer les droits de la tranche {tranche:count}",
        "Let the royalties of tranche {tranche:count} enter",
    ),
    "exit": ("Rendre {shares:shares}", "Give up {shares:shares}"),
    "claim": (
        "Retirer {amount:amount} de «\u00a0{name}\u00a0»",
        "Claim {amount:amount} from {name}",
    ),
}

NOTES: Words = {
    "reflection": (
        "Vous pourrez changer d’avis et tout reprendre jusqu’au {until:time} environ.",
        "You may change your mind and take everything back until about {until:time}.",
    ),
    "all or nothing": (
        "Si l’objectif n’est pas atteint, vous êtes remboursé en entier.",
        "If the goal is not met, you are refunded in full.",
    ),
    "reward": (
        "Avec la contrepartie «\u00a0{label:label}\u00a0».",
        "With the reward “{label:label}”.",
    ),
    "fewer": (
        "S’il en reste moins au moment de l’achat, vous achetez ce qui reste\u00a0; la permission pour la "
        "différence demeure, jamais au-delà du montant ci-dessus.",
        "If fewer are left when the purchase happens, you buy what is left; the permission for the "
        "difference "
        "remains, never beyond the amount above.",
    ),
    "gift": (
        "Un don ne donne pas de part\u00a0; il est rendu si l’objectif n’est pas atteint.",
        "A gift buys no share; it is given back if the goal is not met.",
    ),
    "other payer": (
        "Ce qu’une autre adresse a payé pour vous ({payer:address}) lui est rendu à elle.",
        "What another address paid for you ({payer:address}) is paid back to that address.",
    ),
    "tier freed": (
        "La contrepartie prise avec ces parts redevient libre.",
        "The reward taken with these shares becomes free again.",
    ),
    "objection follows": (
        "L’opposition compte vos parts au moment du décompte\u00a0; elle ne peut pas être retirée.",
        "The objection counts the shares you hold when it is counted; it cannot be withdrawn.",
    ),
    "burned": (
        "Les parts rendues sont détruites\u00a0; les droits déjà gagnés restent les vôtres.",
        "Shares that are given up are destroyed; royalties already earned remain yours.",
    ),
    "released first": (
        "Les droits reçus entrent d’abord, pour que vous ne perdiez rien.",
        "Royalties that came in enter first, so that you lose nothing.",
    ),
    "not yourself": (
        "L’argent ira à une autre adresse que la vôtre\u00a0: vérifiez-la en entier, {to}.",
        "The money goes to another address than yours: check it whole, {to}.",
    ),
    "no withdrawal": (
        "Une annonce ne peut pas être retirée. Les porteurs peuvent s’y opposer jusqu’au {until:time} "
        "environ.",
        "An announcement cannot be withdrawn. Holders may object until about {until:time}.",
    ),
    "for good": ("C’est définitif.", "This is final."),
    "no coins": (
        "Ce portefeuille n’a pas de quoi payer les frais de réseau\u00a0: il lui faut environ {cost}.",
        "This wallet cannot pay the network’s fee: it needs about {cost}.",
    ),
}
