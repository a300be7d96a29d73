"""What can go wrong with a page, in the reader's language; the sentences are in templates/problem.html."""

from backend.errors import CoprodError


class PageNotFound(CoprodError):
    """No page has this address."""

    status = 404
    type = "page-not-found"
    title = "There is no such page"

    def __init__(self) -> None:
        super().__init__("No page has this address: start from the list of projects.")


class MethodNotAllowed(CoprodError):
    """Pages can only be read."""

    status = 405
    type = "method-not-allowed"
    title = "This page can only be read"

    def __init__(self) -> None:
        super().__init__("Open the address in a browser, or use the API.")


class DatabaseAway(CoprodError):
    """The database does not answer."""

    status = 503
    type = "database-away"
    title = "The database does not answer"

    def __init__(self) -> None:
        super().__init__("Try again in a moment.")


class PageBroken(CoprodError):
    """Something failed that the reader can do nothing about."""

    type = "page-broken"

    def __init__(self) -> None:
        super().__init__("Nothing is lost: everything you own is on the chain. Try again in a moment.")
