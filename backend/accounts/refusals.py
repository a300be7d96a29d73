"""Why somebody is not let in, in both languages."""

from backend.errors import CoprodError


class NotLetIn(CoprodError):
    """With a sentence in French beside the English one."""

    status = 403
    french_title = "Vous n’entrez pas"

    def __init__(self, detail: str, french: str) -> None:
        super().__init__(detail)
        self.french = french

    def say(self, language: str) -> str:
        """In "fr" or "en"."""
        return self.french if language == "fr" else self.detail


class SignInRefused(NotLetIn):
    """The message is not what this site asked to be signed, or not of now; the sentence says what differs."""

    type = "sign-in-refused"
    title = "This does not sign in"
    french_title = "Cela ne connecte pas"


class SignatureWrong(NotLetIn):
    """The account that the message names did not sign it."""

    type = "signature-wrong"
    title = "This account did not sign"
    french_title = "Ce compte n’a pas signé"


class MessageInvalid(NotLetIn):
    """The text is no message of EIP-4361; the sentence names the line."""

    status = 422
    type = "sign-in-message-invalid"
    title = "This is no sign-in message"
    french_title = "Ce n’est pas un message de connexion"

    def __init__(self, detail: str, french: str) -> None:
        super().__init__(detail, f"Ce n’est pas un message de connexion (EIP-4361)\u00a0: {french}")


class SiteUnnamed(NotLetIn):
    """The operator has not said which address this site has."""

    status = 503
    type = "site-unnamed"
    title = "Nobody can sign in yet"
    french_title = "Personne ne peut encore se connecter"

    def __init__(self) -> None:
        super().__init__(
            "The operator has to set COPROD_SITE_URL to this site's address, such as https://coprod.example: "
            "what wallets sign must name it.",
            "L’exploitant doit donner l’adresse de ce site dans COPROD_SITE_URL, par exemple "
            "https://coprod.example\u00a0: ce que les portefeuilles signent doit la nommer.",
        )


class RoomClosed(NotLetIn):
    """Somebody else than the producer, or for receipts than a reporter."""

    type = "room-closed"
    title = "This is somebody else's room"
    french_title = "Cet espace est celui d’un autre"

    def __init__(self, wallet: str) -> None:
        super().__init__(
            f"You are signed in as {wallet}, which is not the producer of this project, or not any more. "
            "Sign out and in again with the producer's wallet; if the role is offered to you, take it first.",
            f"Vous êtes connecté avec {wallet}, qui n’est pas, ou plus, le producteur de ce projet. "
            "Déconnectez-vous, puis reconnectez-vous avec le portefeuille du producteur\u00a0; si le rôle "
            "vous est proposé, acceptez-le d’abord.",
        )


class NotApprovedYet(NotLetIn):
    """Anybody may propose a project; this site keeps files and news of those that the platform approved."""

    type = "not-approved-yet"
    title = "This project is not approved yet"
    french_title = "Ce projet n’est pas encore agréé"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was stored: news and receipts can be brought once the platform has approved the "
            "project.",
            "Rien n’a été enregistré\u00a0: les nouvelles et les recettes s’apportent une fois le projet "
            "agréé par la plateforme.",
        )
