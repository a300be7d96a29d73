"""Why a campaign would refuse a call, or has refused one: a sentence for each of its errors."""

from backend.calls.voice import Words

CAMPAIGN: Words = {
    "Campaign_AlreadyReleased": (
        "L’étape {milestone:number} a déjà été versée.",
        "Milestone {milestone:number} has been released already.",
    ),
    "Campaign_Closed": (
        "La campagne est close depuis le {closedAt:time}.",
        "The campaign has been closed since {closedAt:time}.",
    ),
    "Campaign_EvidenceUriTooLong": (
        "Le lien vers la preuve est trop long\u00a0: {bytes_:count} octets, {most:count} au plus.",
        "The link to the evidence is too long: {bytes_:count} bytes, {most:count} at most.",
    ),
    "Campaign_FanHasPledged": (
        "{fan:address} a déjà des parts\u00a0: on ne peut payer que pour un fan qui n’en a pas, ou avec sa "
        "signature.",
        "{fan:address} has shares already: you can only pay for a fan who has none, or with its signature.",
    ),
    "Campaign_FinancierNotApproved": (
        "La plateforme n’a pas agréé le financeur {financier:address}.",
        "The platform has not approved the financier {financier:address}.",
    ),
    "Campaign_GiftAboveMaximum": (
        "Un don ne peut pas dépasser {most:amount}.",
        "A gift cannot exceed {most:amount}.",
    ),
    "Campaign_GiftInKindTooLong": (
        "La description du don est trop longue\u00a0: {bytes_:count} octets, {most:count} au plus.",
        "The description of the gift is too long: {bytes_:count} bytes, {most:count} at most.",
    ),
    "Campaign_GoalMet": (
        "L’objectif est atteint ({raised:amount} sur {goal:amount})\u00a0: la campagne ne peut plus être "
        "annulée.",
        "The goal is met ({raised:amount} of {goal:amount}): the campaign can no longer be cancelled.",
    ),
    "Campaign_HasTier": (
        "Vous avez déjà la contrepartie {tier:count}, et il y en a une par personne.",
        "You have reward {tier:count} already, and there is one per person.",
    ),
    "Campaign_LineUncovered": (
        "Le financement {line:number} n’est pas encore versé\u00a0: rien n’est libéré avant.",
        "Financier’s line {line:number} has not been paid yet: nothing is released before.",
    ),
    "Campaign_NoConsent": (
        "L’accord de l’artiste manque, ou a été retiré.",
        "The artist’s consent is missing, or was withdrawn.",
    ),
    "Campaign_NoGift": ("Le don est de zéro.", "The gift is of nothing."),
    "Campaign_NoGroundsToWindDown": (
        "L’étape {milestone:number} n’a été ni refusée deux fois, ni laissée en retard au-delà du "
        "délai\u00a0: "
        "elle n’est pas une raison d’arrêter le projet.",
        "Milestone {milestone:number} was neither refused twice nor left overdue past its grace: it is no "
        "ground to wind the project down.",
    ),
    "Campaign_NoQuestionOpen": (
        "Rien n’est demandé aux porteurs en ce moment.",
        "Nothing is asked of the holders at the moment.",
    ),
    "Campaign_NoShares": ("Il faut au moins une part.", "It takes one share at least."),
    "Campaign_NotApproved": (
        "La plateforme n’a pas approuvé ce projet.",
        "The platform has not approved this project.",
    ),
    "Campaign_NotClosedYet": (
        "La campagne est ouverte jusqu’au {closesAt:time}.",
        "The campaign is open until {closesAt:time}.",
    ),
    "Campaign_NotEnoughLeft": (
        "Il ne reste que {left:shares}\u00a0: demandez-en moins.",
        "Only {left:shares} can still be bought: ask for fewer.",
    ),
    "Campaign_NotOpenYet": (
        "La campagne n’ouvre que le {opensAt:time}.",
        "The campaign opens on {opensAt:time} only.",
    ),
    "Campaign_NothingToRefund": (
        "Il n’y a rien à rembourser à {account:address}.",
        "There is nothing to refund to {account:address}.",
    ),
    "Campaign_NothingToRevoke": (
        "Aucune de vos parts n’est encore en délai de réflexion\u00a0: il n’y a rien à reprendre.",
        "None of your shares is still in its reflection period: there is nothing to take back.",
    ),
    "Campaign_ObjectionsClosed": (
        "On pouvait s’opposer jusqu’au {until:time}.",
        "Objections were possible until {until:time}.",
    ),
    "Campaign_ObjectionsOpen": (
        "Les porteurs peuvent s’opposer jusqu’au {until:time}\u00a0: on compte après.",
        "Holders may object until {until:time}: counting comes after.",
    ),
    "Campaign_OnlyCandidate": (
        "Seule l’adresse à laquelle ce rôle est proposé peut l’accepter.",
        "Only the address to which this role is offered can take it.",
    ),
    "Campaign_OnlyFinancier": (
        "Seul le financeur {financier:address} peut faire cela.",
        "Only the financier {financier:address} can do this.",
    ),
    "Campaign_OnlyHolder": (
        "Il faut avoir des parts du projet pour cela.",
        "Only who holds shares of the project can do this.",
    ),
    "Campaign_OnlyProducer": (
        "Seul le producteur du projet peut faire cela\u00a0: ce portefeuille n’est pas le sien.",
        "Only the project’s producer can do this, and this wallet is not the producer’s.",
    ),
    "Campaign_OpeningPassed": (
        "Le projet devait ouvrir avant le {opensAt:time}.",
        "The project had to open before {opensAt:time}.",
    ),
    "Campaign_OtherPayer": (
        "Une autre adresse, {payer:address}, a déjà payé des parts pour ce fan.",
        "Another address, {payer:address}, has paid shares for this fan already.",
    ),
    "Campaign_Paused": (
        "La plateforme a suspendu les contributions pour le moment\u00a0: la clôture est repoussée d’autant.",
        "The platform has paused contributions for now: the closing is put off by as long.",
    ),
    "Campaign_PromiseNotLater": (
        "Une promesse enregistrée du financement {line:number} tient déjà jusqu’au {recorded:time}.",
        "A promise recorded for line {line:number} already holds until {recorded:time}.",
    ),
    "Campaign_QuestionOpen": (
        "Les porteurs répondent déjà à une question\u00a0: attendez qu’elle soit tranchée.",
        "The holders are already being asked something: wait until it is settled.",
    ),
    "Campaign_ReadAgainLater": (
        "Les oppositions ont atteint le seuil\u00a0: on compte une seconde fois à partir du "
        "{readAgainAt:time}.",
        "The objections reached the threshold: they are counted again from {readAgainAt:time} on.",
    ),
    "Campaign_ReflectionRunning": (
        "Des fans peuvent encore changer d’avis jusqu’au {until:time}.",
        "Fans may still change their minds until {until:time}.",
    ),
    "Campaign_RefusedTwice": (
        "Les porteurs ont refusé l’étape {milestone:number} deux fois\u00a0: elle ne peut plus être "
        "annoncée.",
        "The holders refused milestone {milestone:number} twice: it can no longer be announced.",
    ),
    "Campaign_ReleaseRoyaltiesFirst": (
        "Des droits reçus ({unreleased:amount}) ne sont pas encore entrés\u00a0: faites-les entrer d’abord.",
        "Royalties that came in ({unreleased:amount}) have not entered yet: let them enter first.",
    ),
    "Campaign_RoundsUsedUp": (
        "Ce projet a épuisé le nombre de questions qu’il peut poser.",
        "This project has used up the number of questions that it can ask.",
    ),
    "Campaign_SignatureExpired": (
        "La signature n’était valable que jusqu’au {deadline:time}.",
        "The signature was good until {deadline:time} only.",
    ),
    "Campaign_TierNeedsShares": (
        "Cette contrepartie demande {least:shares}, et vous en auriez {shares:count}.",
        "This reward takes {least:shares}, and you would have {shares:count}.",
    ),
    "Campaign_TierTaken": (
        "La contrepartie {tier:count} est épuisée.",
        "Reward {tier:count} is gone.",
    ),
    "Campaign_TooFewShares": (
        "Il faut au moins {least:shares} par personne, et vous en auriez {shares:count}.",
        "A person holds {least:shares} at least, and you would have {shares:count}.",
    ),
    "Campaign_TooManyShares": (
        "Une personne peut avoir {most:shares} au plus, et vous en auriez {shares:count}.",
        "A person holds {most:shares} at most, and you would have {shares:count}.",
    ),
    "Campaign_TwoWindowsRunning": (
        "Deux de vos achats sont encore en délai de réflexion\u00a0: vous pourrez acheter de nouveau à "
        "partir du "
        "{until:time}.",
        "Two of your purchases are still in their reflection period: you can buy again from {until:time} on.",
    ),
    "Campaign_UnknownLine": (
        "Ce projet n’a pas de financement {line:number}.",
        "This project has no financier’s line {line:number}.",
    ),
    "Campaign_UnknownMilestone": (
        "Ce projet n’a pas d’étape {milestone:number}.",
        "This project has no milestone {milestone:number}.",
    ),
    "Campaign_UnknownTier": (
        "Ce projet n’a pas de contrepartie {tier:count}.",
        "This project has no reward {tier:count}.",
    ),
    "Campaign_WrongLineState": (
        "Le financement {line:number} n’en est pas là.",
        "Financier’s line {line:number} does not stand where this is possible.",
    ),
    "Campaign_WrongSigner": (
        "La signature n’est pas celle de {signer:address}.",
        "The signature is not that of {signer:address}.",
    ),
    "Campaign_WrongStatus": (
        "Le projet est {status:status}\u00a0: ce n’est pas possible maintenant.",
        "The project is {status:status}: this is not possible now.",
    ),
}
