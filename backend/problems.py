"""What callers of the API may meet: each kind of problem that `type` names, for its page in both languages.

In English an error says itself what it is; the French is here. Every type has a row: a test looks.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backend.errors import CoprodError


@dataclass(frozen=True, slots=True)
class Kind:
    """status: of HTTP. title and text by language; `code` of the English text stands between backquotes."""

    type: str
    status: int
    titles: Mapping[str, str]
    texts: Mapping[str, str]


def list_kinds() -> dict[str, Kind]:
    """Those that this program can raise as far as it is loaded, by type, in alphabetical order."""
    found = {each.type: each for each in _walk(CoprodError) if each.type in FRENCH}
    return {
        type: Kind(
            type,
            found[type].status,
            {"en": found[type].title, "fr": FRENCH[type][0]},
            {"en": inspect.getdoc(found[type]) or "", "fr": FRENCH[type][1]},
        )
        for type in sorted(found)
    }


def _walk(error: type[CoprodError]) -> Iterator[type[CoprodError]]:
    """The first that has a type explains it, so it comes last."""
    for each in error.__subclasses__():
        yield from _walk(each)
        yield each


FRENCH: Mapping[str, tuple[str, str]] = {
    # By a problem's type: its title, and what to do.
    "action-unknown": ("Cette action n’existe pas", "Rien de tel ne peut être suivi ici."),
    "address-checksum-wrong": (
        "Cette adresse contient une faute de frappe",
        "Ses majuscules et ses minuscules ne vont pas ensemble\u00a0: un caractère est sans doute faux. "
        "Copiez-la en entier depuis votre portefeuille.",
    ),
    "address-unreadable": (
        "Ce n’est pas une adresse",
        "Une adresse est 0x suivi de 40 chiffres ou lettres de a à f\u00a0: copiez-la en entier depuis votre "
        "portefeuille.",
    ),
    "amount-unreadable": (
        "Ce n’est pas un montant",
        "Écrivez le montant en chiffres, avec une virgule et pas plus de décimales que la monnaie n’en a.",
    ),
    "batch-too-large": (
        "Le nœud a refusé une demande",
        "Elle en contient trop à la fois. Rien n’est perdu\u00a0: réessayez dans un instant.",
    ),
    "block-too-early": (
        "On ne sait rien de ce bloc",
        "Il est d’avant les contrats que ce site suit\u00a0: demandez-en un plus récent.",
    ),
    "block-unknown": (
        "Le nœud n’a pas ce bloc",
        "La chaîne vient sans doute d’avancer\u00a0: réessayez dans un instant.",
    ),
    "body-too-large": ("La demande est trop grande", "Envoyez-en moins à la fois."),
    "calls-unfit": (
        "Ces appels ne font pas cela",
        "Ils ne sont pas ceux de cette action, ou pas sur les contrats d’un projet.",
    ),
    "cursor-reorged": (
        "La chaîne a repris cette page",
        "Elle a remplacé ses blocs après le bloc fork\u00a0: continuez avec le nouveau curseur, cursor, "
        "après "
        "avoir oublié ce que la chaîne a repris.",
    ),
    "cursor-unreadable": (
        "Ce curseur ne convient pas",
        "Reprenez-le tel qu’il a été donné (next de la page d’avant), avec les mêmes filtres et le même "
        "ordre.",
    ),
    "database-unreachable": ("La base de données ne répond pas", "Réessayez dans un instant."),
    "document-altered": (
        "Ce document a été modifié",
        "Celui qui est conservé ici n’a plus l’empreinte demandée\u00a0: prévenez l’exploitant, et "
        "ne vous fiez à aucune copie venant de ce site.",
    ),
    "document-unknown": (
        "Ce document n’est pas conservé ici",
        "Aucun dépôt n’est lié à un document de cette empreinte conservé ici\u00a0: voyez l’adresse "
        "(uri) que le dépôt donne.",
    ),
    "follows-another-transaction": (
        "Une autre transaction est déjà suivie",
        "La chaîne a montré que c’était la bonne.",
    ),
    "news-incomplete": (
        "Ceci ne peut pas être publié",
        "Écrivez un titre et un texte, en français, en anglais ou dans les deux\u00a0: un titre compte "
        "200 caractères au plus, un texte 20\u202f000.",
    ),
    "internal": (
        "Quelque chose s’est mal passé de notre côté",
        "La faute est la nôtre\u00a0; elle a été notée. Réessayez dans un instant.",
    ),
    "key-unknown": (
        "Vous n’avez pas cette clé",
        "Vous n’avez pas de clé de ce numéro, ou n’en avez plus\u00a0: voyez la liste de vos clés.",
    ),
    "key-wrong": (
        "Cette clé n’ouvre rien",
        "Elle n’en a jamais été une, a expiré ou a été révoquée\u00a0: copiez-la en entier, ou faites-en une "
        "autre.",
    ),
    "line-unknown": (
        "Ce financement n’existe pas",
        "Le projet n’a pas de financement de ce numéro\u00a0: comptez à partir de 0.",
    ),
    "method-not-allowed": (
        "Cette méthode n’est pas permise ici",
        "L’adresse existe, mais pas pour cela.",
    ),
    "mirror-behind": (
        "Ce site est en retard sur la chaîne",
        "Il n’a pas encore lu les derniers blocs, ou aucun nœud ne répond\u00a0: /v1/status dit ce "
        "qu’il en est.",
    ),
    "mirror-differs": (
        "Ce site et la chaîne diffèrent",
        "La dernière vérification a trouvé des différences\u00a0: voyez /v1/status\u00a0; "
        "l’exploitant reconstruit la copie à partir de la chaîne.",
    ),
    "node-behind": (
        "Le nœud est en retard",
        "Il n’a pas encore ce projet, que ce site a déjà lu\u00a0: réessayez dans un instant.",
    ),
    "node-refused": (
        "Le nœud a refusé une demande",
        "Rien n’est envoyé ni perdu\u00a0: réessayez dans un instant.",
    ),
    "node-too-slow": (
        "La chaîne ne peut pas être lue en ce moment",
        "Le nœud ne répond pas à temps. Rien n’est perdu\u00a0: réessayez dans un instant.",
    ),
    "node-unreachable": (
        "La chaîne ne peut pas être lue en ce moment",
        "Aucun nœud ne répond. Rien n’est perdu\u00a0: réessayez dans un instant.",
    ),
    "not-final-yet": (
        "Ce bloc n’est pas encore aussi sûr",
        "Attendez que la chaîne l’ait rendu définitif, ou demandez-en un plus ancien.",
    ),
    "not-mirrored-yet": (
        "La chaîne n’a pas encore été lue jusque-là",
        "Ce site n’a pas encore lu ce bloc\u00a0: réessayez dans un instant.",
    ),
    "not-the-signer": (
        "Ce n’est pas à ce compte de signer",
        "Une autre adresse doit signer ceci\u00a0: choisissez-la dans votre portefeuille, puis recommencez.",
    ),
    "not-signed-in": (
        "Personne n’est connecté",
        "Connectez-vous avec un portefeuille\u00a0: voyez /v1/session/challenge.",
    ),
    "path-unknown": (
        "Il n’y a rien à cette adresse",
        "Ce qui existe est dans /openapi.json.",
    ),
    "payment-unexplained": (
        "Un paiement ne s’explique pas",
        "Il diffère de ce qui avait été gagné\u00a0: prévenez l’exploitant, qui compare avec la chaîne.",
    ),
    "permit-unusable": (
        "Cette signature ne peut pas servir",
        "Elle n’a pas la longueur qu’il faut\u00a0: permettez plutôt par une transaction.",
    ),
    "project-unknown": (
        "Ce projet n’existe pas",
        "Aucun projet suivi n’a cette adresse\u00a0: voyez la liste des projets.",
    ),
    "receiver-strands": (
        "Ce qui est envoyé là est perdu",
        "C’est un contrat de ce projet ou sa monnaie : personne ne pourrait l’en ressortir. Donnez l’adresse "
        "d’un portefeuille.",
    ),
    "range-too-large": (
        "Le nœud a refusé une demande",
        "Elle porte sur trop de blocs à la fois. Rien n’est perdu\u00a0: réessayez dans un instant.",
    ),
    "rate-limited": (
        "La chaîne ne peut pas être lue en ce moment",
        "Le nœud est trop sollicité. Rien n’est perdu\u00a0: réessayez dans un instant.",
    ),
    "rate-missing": (
        "Que vaut cette monnaie en euros\u00a0?",
        "Les livres français sont en euros\u00a0: donnez rate, un nombre supérieur à zéro, ce que "
        "vaut en euros une unité de la monnaie du projet, et rate_source, qui le dit et de quel jour.",
    ),
    "scope-missing": (
        "Cette clé n’est pas faite pour cela",
        "Faites-en une qui le permet (scopes), ou connectez-vous avec le portefeuille lui-même.",
    ),
    "siren-wrong": (
        "Ce n’est pas un SIREN",
        "Écrivez ses neuf chiffres, et regardez si l’un d’eux est mal tapé.",
    ),
    "statement-not-approved": (
        "Il n’y a pas ce relevé à déposer",
        "Ce relevé n’existe pas, n’est pas approuvé, ou a été déposé\u00a0: voyez sa page dans l’espace du "
        "producteur.",
    ),
    "streams-full": (
        "Trop de flux sont ouverts",
        "Réessayez dans un instant, ou demandez page par page, ce qui dit la même chose.",
    ),
    "too-many-addresses": (
        "Le nœud a refusé une demande",
        "Elle porte sur trop de contrats à la fois. Rien n’est perdu\u00a0: réessayez dans un instant.",
    ),
    "tokens-missing": (
        "Il n’y a pas encore de parts",
        "Aucun projet n’avait de parts à ce bloc, et une liste de jetons n’est jamais vide\u00a0: revenez "
        "après le premier succès.",
    ),
    "transaction-does-something-else": (
        "Cette transaction fait autre chose",
        "Elle ne fait pas ce qui est suivi, ou l’a fait avant.",
    ),
    "transaction-of-another-wallet": (
        "Cette transaction est celle d’un autre portefeuille",
        "Seul ce qu’un portefeuille a envoyé est suivi pour lui.",
    ),
    "transaction-unknown": (
        "Il n’y a pas de telle transaction ici",
        "L’adresse a peut-être été coupée quand elle a été copiée.",
    ),
    "receiver-refused": (
        "Rien n’est livré à cette adresse",
        "Les événements sont livrés en https, à des adresses que tout le monde peut atteindre.",
    ),
    "too-many-webhooks": (
        "Ce portefeuille a trop de webhooks",
        "Un portefeuille en a 20 au plus\u00a0: supprimez-en un qui ne sert plus.",
    ),
    "webhook-unknown": (
        "Ce webhook n’existe pas",
        "Ce portefeuille n’a pas de webhook de ce nom\u00a0: voyez /v1/webhooks.",
    ),
    "wrong-chain": (
        "Le nœud est sur une autre chaîne",
        "Ce site est mal réglé\u00a0: rien ne peut être préparé pour l’instant, et rien n’est perdu.",
    ),
    "year-ahead": (
        "Cette année n’a pas commencé",
        "La chaîne n’est pas encore lue jusque-là\u00a0: demandez une année passée ou celle en cours.",
    ),
    "another-site": (
        "C’est un autre site qui le demande",
        "Ce qui change quelque chose doit être demandé depuis une page de ce site\u00a0: rien n’a été fait.",
    ),
    "json-wanted": (
        "L’API lit du JSON",
        "Envoyez le corps en JSON, avec application/json pour Content-Type.",
    ),
    "length-wanted": (
        "Il manque la longueur",
        "Dites la longueur du corps, avec Content-Length, au lieu de l’envoyer par morceaux.",
    ),
    "too-many-keys": (
        "Vous avez trop de clés",
        "Un portefeuille a 20 clés au plus\u00a0: révoquez-en une qui ne sert plus, puis faites la nouvelle.",
    ),
    "too-many-requests": (
        "Trop de demandes",
        "Votre adresse a trop demandé en peu de temps\u00a0: Retry-After dit dans combien de secondes "
        "réessayer.",
    ),
    "not-approved-yet": (
        "Ce projet n’est pas encore agréé",
        "Chacun peut proposer un projet\u00a0; ce site garde les fichiers et les nouvelles de ceux que la "
        "plateforme "
        "a agréés.",
    ),
    "room-closed": (
        "Cet espace est celui d’un autre",
        "Seul le producteur du projet y entre, et pour les recettes ceux qui les déclarent.",
    ),
    "sign-in-message-invalid": (
        "Ce n’est pas un message de connexion",
        "Le texte n’est pas un message EIP-4361\u00a0: la phrase nomme la ligne fautive.",
    ),
    "sign-in-refused": (
        "Cela ne connecte pas",
        "Le message n’est pas celui que ce site a demandé de signer, ou n’est plus valable\u00a0: "
        "demandez-en un autre.",
    ),
    "signature-wrong": (
        "Ce compte n’a pas signé",
        "Le compte que le message nomme ne l’a pas signé\u00a0: signez de nouveau.",
    ),
    "site-unnamed": (
        "Personne ne peut encore se connecter",
        "L’exploitant doit dire l’adresse de ce site (COPROD_SITE_URL)\u00a0: ce que les portefeuilles "
        "signent la nomme.",
    ),
    "request-invalid": (
        "La demande ne peut pas être lue",
        "errors dit, pour chaque paramètre, ce qui ne va pas\u00a0: corrigez-le et recommencez.",
    ),
    "idempotency-key-unfit": (
        "Cette clé ne convient pas",
        "Idempotency-Key compte de 16 à 255 caractères visibles, sans espace, et sert à une seule "
        "demande\u00a0: prenez "
        "un UUID nouveau pour chacune.",
    ),
    "idempotency-key-reused": (
        "Cette clé a servi à autre chose",
        "Idempotency-Key a servi à une autre demande depuis un jour\u00a0: prenez une clé nouvelle.",
    ),
    "idempotency-key-busy": (
        "La première demande est encore en cours",
        "Une demande avec cette clé n’est pas finie\u00a0: réessayez dans un instant, avec la même clé.",
    ),
    "news-unknown": (
        "Cette nouvelle n’existe pas",
        "Le projet n’a pas de nouvelle de ce numéro\u00a0: voyez la liste.",
    ),
}
