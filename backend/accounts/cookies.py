"""The one cookie of the site: a session's token, for who signed in, and for nobody else."""

from starlette.requests import Request
from starlette.responses import Response

from backend.accounts.sessions import SESSION_SECONDS
from backend.accounts.site import Site, name_site


def site_of(request: Request) -> Site:
    """The site that a request was made to. Raises SiteUnnamed."""
    return name_site(request.app.state.settings.site_url, request.url.scheme, request.headers.get("host", ""))


def name_cookie(site: Site) -> str:
    """A browser takes a name of __Host- from this host alone, by HTTPS, and for all paths."""
    return "__Host-coprod" if site.is_secure else "coprod"


def read_token(request: Request) -> str | None:
    """What the browser holds; None for who is not signed in. Raises SiteUnnamed only with a cookie."""
    if not {"__Host-coprod", "coprod"} & request.cookies.keys():
        return None
    return request.cookies.get(name_cookie(site_of(request)))


def set_token(response: Response, site: Site, token: str) -> None:
    """No script can read it, and no form of another site sends it."""
    response.set_cookie(
        name_cookie(site),
        token,
        max_age=SESSION_SECONDS,
        path="/",
        secure=site.is_secure,
        httponly=True,
        samesite="lax",
    )


def forget_token(response: Response, site: Site) -> None:
    response.delete_cookie(name_cookie(site), path="/", secure=site.is_secure, httponly=True, samesite="lax")
