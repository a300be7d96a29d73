"""What no page may ever do: write errors to the console, break its own policy, or ask anybody else."""

from collections.abc import Iterable

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class Watch:
    """Listens to contexts. `allow` names console messages that a test provokes, by a part of their text."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self._allowed: list[str] = []

    def follow(self, context: BrowserContext, url: str) -> None:
        """Every page that the context opens; only `url` may be asked for anything."""

        def note_request(request: Request) -> None:
            if not request.url.startswith((f"{url}/", "data:", "blob:")):
                self._faults.append(f"{request.frame.page.url} asked {request.url}")

        def note_message(message: ConsoleMessage) -> None:
            # Violations of the Content-Security-Policy are errors on the console too.
            if message.type in ("error", "warning"):
                where = message.page.url if message.page else "?"
                self._faults.append(f"{where} wrote: {message.text} ({message.location.get('url', '')})")

        def note_error(error: WebError) -> None:
            self._faults.append(f"{error.page.url if error.page else '?'} failed: {error.error}")

        context.on("request", note_request)
        context.on("console", note_message)
        context.on("weberror", note_error)

    def allow(self, *texts: str) -> None:
        self._allowed += texts

    def allow_status(self, status: int) -> None:
        """Pages that answer an error are shown on purpose; browsers say so on the console."""
        self.allow(f"the server responded with a status of {status} ")

    def check(self) -> None:
        """Raises AssertionError with all that was wrong."""
        faults = [each for each in self._faults if not _names(each, self._allowed)]
        assert not faults, "\n".join(faults)


def _names(fault: str, texts: Iterable[str]) -> bool:
    return any(text in fault for text in texts)
