"""Why a request is turned away before anything reads it, in both languages."""

from backend.errors import CoprodError


class Refused(CoprodError):
    """With a title and a sentence in French beside the English ones, and the headers that belong to it."""

    french_title: str
    headers: dict[str, str]

    def __init__(self, detail: str, french: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.french = french
        self.headers = headers or {}

    def words(self, language: str) -> tuple[str, str]:
        """The title and the sentence in "fr" or "en"."""
        return (self.french_title, self.french) if language == "fr" else (self.title, self.detail)


class TooManyRequests(Refused):
    """One address asks more than anybody needs."""

    status = 429
    type = "too-many-requests"
    title = "Too many requests"
    french_title = "Trop de demandes"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Too much was asked from your address in a short time: try again in {seconds} s.",
            f"Votre adresse a trop demandé en peu de temps\u00a0: réessayez dans {seconds}\u00a0s.",
            {"Retry-After": str(seconds)},
        )


class AnotherSite(Refused):
    """Another site would act in the name of somebody who is signed in here."""

    status = 403
    type = "another-site"
    title = "Another site asked for this"
    french_title = "C’est un autre site qui le demande"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was done: what changes something has to be asked from a page of this site itself. "
            "Open the page here and try again.",
            "Rien n’a été fait\u00a0: ce qui change quelque chose doit être demandé depuis une page de ce "
            "site. Ouvrez la page ici et réessayez.",
        )


class JsonWanted(Refused):
    """The API reads JSON only: a form of another site cannot send it."""

    status = 415
    type = "json-wanted"
    title = "The API reads JSON"
    french_title = "L’API lit du JSON"

    def __init__(self) -> None:
        super().__init__(
            "Send the body as JSON, with Content-Type: application/json.",
            "Envoyez le corps en JSON, avec Content-Type: application/json.",
        )


class BodyTooLarge(Refused):
    """More was sent than is read."""

    status = 413
    type = "body-too-large"
    title = "That is too large"
    french_title = "C’est trop volumineux"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"At most {most} bytes are read here: send less at a time.",
            f"Au plus {most} octets sont lus ici\u00a0: envoyez-en moins à la fois.",
        )


class LengthWanted(Refused):
    """A body of unknown length could be endless."""

    status = 411
    type = "length-wanted"
    title = "The length is missing"
    french_title = "Il manque la longueur"

    def __init__(self) -> None:
        super().__init__(
            "Say how long the body is, with Content-Length, instead of sending it in chunks.",
            "Dites la longueur du corps, avec Content-Length, au lieu de l’envoyer par morceaux.",
        )
