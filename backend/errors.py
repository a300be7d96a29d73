"""The base of every error that a person may read."""


class CoprodError(Exception):
    """A fact that stopped the work, with an HTTP status and one sentence that says what to do.

    Subclasses are named by the fact. `type` is a stable slug for RFC 9457 problems, `title` the fact in
    general, `detail` this case of it.
    """

    status: int = 500
    type: str = "internal"
    title: str = "Something went wrong on our side"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return self.detail
