"""Templates into answers, in the reader's language."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from babel.support import NullTranslations
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2_fragments import render_block
from markupsafe import Markup
from starlette.datastructures import Headers

from backend.amounts import format_amount
from backend.chain.deployment import DEVELOPMENT_CHAINS
from backend.queries.terms import Currency
from backend.queries.writing import show_line
from backend.web import formats
from backend.web.assets import locate_asset
from backend.web.language import LANGUAGES, choose_language, load_translations

TEMPLATES = Path(__file__).parent / "templates"


MOST_WRITTEN = 20_000
"""Of each kind of value, those that are kept as they were written: 3 MB at most."""


def render(
    request: Request, template: str, *, block: str | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """The page, or with `block` the part of it that htmx asked to replace.

    Both have one address, so that caches must tell them apart by the request's header.
    """
    language = read_language(request)
    environment = make_environment(language)
    context["path"] = request.url.path.removeprefix(f"/{language}") or "/"
    if block is not None and wants_block(request.headers):
        html = render_block(environment, template, block, **context)
    else:
        html = environment.get_template(template).render(**context)
    headers = {"Vary": "HX-Request", "Content-Language": language, "Cache-Control": "no-cache"}
    return HTMLResponse(html, status, headers)


def wants_block(headers: Headers) -> bool:
    """Whether htmx asks for a part. It asks for the whole page again when the reader goes back."""
    return headers.get("hx-request") == "true" and "hx-history-restore-request" not in headers


def read_language(request: Request) -> str:
    """The language that the address begins with; for any other address, the one that the browser asks for."""
    first = request.url.path.split("/", 2)[1]
    return first if first in LANGUAGES else choose_language(request.headers.get("Accept-Language", ""))


@cache
def make_environment(language: str) -> Environment:
    """Jinja for one language: an undefined name is an error, and every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    # Typed loosely by Jinja: the i18n extension adds it to the environment.
    install: Any = vars(environment).get("install_gettext_translations")
    translations = load_translations(language)
    install(translations, newstyle=True)
    environment.globals["gettext"] = environment.globals["_"] = speak(translations)

    def write_amount(raw: int, currency: Currency) -> str:
        return format_amount(raw, currency.decimals, currency.symbol, language)

    # Of values that are no text, for text would lose whether it is safe. A page made anew for the next block
    # says nearly all the same.
    numbers: dict[str, Callable[..., str]] = {
        "amount": write_amount,
        "time": partial(formats.format_time, language=language),
        "day": partial(formats.format_day, language=language),
        "iso": formats.format_iso,
        "bps": partial(formats.format_bps, language=language),
        "percent": partial(formats.format_percentage, language=language),
        "count": partial(formats.format_count, language=language),
        "date": partial(formats.format_date, language=language),
    }
    environment.filters |= {name: lru_cache(MOST_WRITTEN)(write) for name, write in numbers.items()}
    environment.filters |= {
        "exact": partial(formats.format_exact, language=language),
        "worth": partial(formats.format_worth, language=language),
        "label": partial(formats.choose_label, language=language),
        "short": formats.shorten_hash,
        "seen": show_line,
    }
    environment.globals |= {
        "language": language,
        "languages": LANGUAGES,
        "here": f"/{language}",
        "asset": locate_asset,
        "to_bps": formats.to_bps,
        "count_days": formats.count_days,
        "count_hours": formats.count_hours,
        "DEVELOPMENT_CHAINS": DEVELOPMENT_CHAINS,
    }
    return environment


def speak(translations: NullTranslations) -> Callable[..., str]:
    """gettext as Jinja's newstyle has it, which looks each message up again and prepares it."""
    said = lru_cache(MOST_WRITTEN)(lambda text: Markup(translations.gettext(text)))
    alone = lru_cache(MOST_WRITTEN)(lambda text: said(text) % {})

    @pass_eval_context
    def gettext(context: EvalContext, text: str, /, **values: Any) -> str:
        if not context.autoescape:
            return str(translations.gettext(text) % values)
        return said(text) % values if values else alone(text)

    return gettext
