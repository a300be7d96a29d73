"""What artist and financiers sign, what becomes of it, and why the factory would refuse it (rule 2.4)."""

from backend.calls.voice import Words

AGREEMENTS: Words = {
    "record consent": (
        "Enregistrer l’accord de l’artiste pour «\u00a0{name}\u00a0», valable jusqu’au {deadline:time}",
        "Record the artist’s consent to {name}, good until {deadline:time}",
    ),
    "revoke consent": (
        "Retirer l’accord de l’artiste pour «\u00a0{name}\u00a0»",
        "Take back the artist’s consent to {name}",
    ),
    "record promise": (
        "Enregistrer la promesse de {amount:amount} pour «\u00a0{name}\u00a0», financement {line:number} "
        "(«\u00a0{label:label}\u00a0»), valable jusqu’au {deadline:time}",
        "Record the promise of {amount:amount} for {name}, line {line:number} (“{label:label}”), good until "
        "{deadline:time}",
    ),
    "record paid": (
        "Enregistrer que {amount:amount} sont versés hors de la chaîne pour «\u00a0{name}\u00a0», "
        "financement {line:number} («\u00a0{label:label}\u00a0»)",
        "Record that {amount:amount} was paid elsewhere for {name}, line {line:number} (“{label:label}”)",
    ),
    "sign consent": (
        "Je suis l’artiste de «\u00a0{name}\u00a0» ({campaign:address}) et j’accepte que ce projet "
        "ouvre avec ces conditions, empreinte {terms}. Ma signature vaut pour une ouverture "
        "jusqu’au {deadline:time}.",
        "I am the artist of {name} ({campaign:address}) and agree that this project opens with these terms, "
        "hash {terms}. My signature is good for an opening until {deadline:time}.",
    ),
    "sign promise": (
        "Je promets d’apporter {amount:amount} à «\u00a0{name}\u00a0» ({campaign:address}), financement "
        "{line:number} («\u00a0{label:label}\u00a0»). Ma promesse tient jusqu’au {deadline:time}.",
        "I promise to bring {amount:amount} to {name} ({campaign:address}), line {line:number} "
        "(“{label:label}”). My promise holds until {deadline:time}.",
    ),
    "sign paid": (
        "J’ai versé {amount:amount} au producteur de «\u00a0{name}\u00a0» ({campaign:address}), hors de la "
        "chaîne, financement {line:number} («\u00a0{label:label}\u00a0»). Cette signature peut être "
        "enregistrée jusqu’au {deadline:time}, et vaut alors pour toujours.",
        "I have paid {amount:amount} to the producer of {name} ({campaign:address}), outside the chain, line "
        "{line:number} (“{label:label}”). This signature can be recorded until {deadline:time}, and then "
        "holds for good.",
    ),
    "signing is free": (
        "Signer ne coûte rien et n’envoie rien\u00a0: c’est ensuite que la signature est enregistrée sur la "
        "chaîne, par n’importe qui.",
        "Signing costs nothing and sends nothing: the signature is recorded on the chain afterwards, by "
        "anybody.",
    ),
    "until opening": (
        "Jusqu’à l’ouverture vous pouvez retirer votre accord, pour de bon.",
        "Until the opening you may take your consent back, for good.",
    ),
    "no money": (
        "C’est une promesse, et pas encore de l’argent\u00a0: rien n’est versé au producteur avant que la "
        "ligne soit apportée ou déclarée versée.",
        "It is a promise and no money yet: nothing is released to the producer before the line is brought, "
        "or signed as paid.",
    ),
    "recoups": (
        "Ce que vous déclarez versé compte dans le partage des recettes, et ne peut pas être retiré.",
        "What you sign as paid counts in the waterfall, and cannot be withdrawn.",
    ),
    "no consent again": (
        "Aucune signature de l’artiste n’ouvrira plus ce projet.",
        "No signature of the artist will open this project any more.",
    ),
}

CONSENTS: Words = {
    "Consents_NotLater": (
        "Un accord est déjà enregistré jusqu’au {recorded:time}\u00a0: celui-ci ne va pas plus loin.",
        "A consent is recorded until {recorded:time} already: this one goes no further.",
    ),
    "Consents_OnlyArtist": (
        "Seul l’artiste, {artist:address}, peut faire cela.",
        "Only the artist, {artist:address}, can do this.",
    ),
    "Consents_Revoked": (
        "L’artiste a retiré son accord, et c’est définitif.",
        "The artist has taken the consent back, and that is final.",
    ),
    "Consents_SignatureExpired": (
        "La signature n’était valable que jusqu’au {deadline:time}.",
        "The signature was good until {deadline:time} only.",
    ),
    "Consents_TooLate": (
        "Le projet est déjà ouvert, ou ne s’ouvrira plus\u00a0: l’accord ne peut plus être retiré.",
        "The project is open already, or never will be: the consent can no longer be taken back.",
    ),
    "Consents_UnknownProject": (
        "Il n’y a pas de projet à l’adresse {campaign:address}.",
        "There is no project at the address {campaign:address}.",
    ),
    "Consents_WrongSigner": (
        "La signature n’est pas celle de l’artiste, {artist:address}.",
        "The signature is not that of the artist, {artist:address}.",
    ),
}
