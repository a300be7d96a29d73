"""Feeds of what happened and calendars of what comes next, for each wallet and each project."""

import hashlib
import re
from collections.abc import Iterable
from html import unescape

from fastapi import APIRouter, Request, Response

from backend.addresses import parse_address
from backend.queries.catalogue import ProjectCard
from backend.queries.dates import NextDate, holding_dates, next_dates
from backend.queries.happenings import Happening, happenings
from backend.queries.news import News, news
from backend.queries.portfolio import Holding, portfolio
from backend.queries.project import project
from backend.queries.status import AsOf
from backend.queries.writing import show_hidden, show_line
from backend.web import calendars, feeds
from backend.web.calendars import Calendar, Event, name_event, write_calendar
from backend.web.feeds import Entry, Feed, name_for_good, write_feed
from backend.web.pages import make_environment
from backend.web.routes import Connection, Language

router = APIRouter()
Written = tuple[ProjectCard | Holding, Iterable[News]]
"""A project, and its producer's news."""

MOST_ENTRIES = 50
"""In a feed; the pages have all."""


@router.get("/{language}/portfolio/{address}/feed.atom")
async def send_wallet_feed(
    request: Request, language: Language, address: str, connection: Connection
) -> Response:
    """What happened in the wallet's projects, and what it was paid."""
    wallet = parse_address(address)
    found = await portfolio(connection, wallet)
    campaigns = [each.campaign for each in found.holdings]
    said = await happenings(connection, found.as_of, campaigns, wallet, MOST_ENTRIES)
    written = [(each, await news(connection, each.campaign)) for each in found.holdings]
    place = _Place(request, language, f"/portfolio/{wallet}")
    return place.send_feed("feed_of_wallet", wallet, found.as_of, said, written)


@router.get("/{language}/projects/{campaign}/feed.atom")
async def send_project_feed(
    request: Request, language: Language, campaign: str, connection: Connection
) -> Response:
    found = await project(connection, parse_address(campaign))
    said = await happenings(connection, found.as_of, [found.card.campaign], None, MOST_ENTRIES)
    written = [(found.card, await news(connection, found.card.campaign))]
    place = _Place(request, language, f"/projects/{found.card.campaign}")
    return place.send_feed("feed_of_project", found.card.name, found.as_of, said, written)


@router.get("/{language}/portfolio/{address}/calendar.ics")
async def send_wallet_calendar(
    request: Request, language: Language, address: str, connection: Connection
) -> Response:
    """The dates of the wallet's projects, and of its own pledges."""
    wallet = parse_address(address)
    found = await portfolio(connection, wallet)
    dates = await holding_dates(connection, found.as_of, found.holdings)
    place = _Place(request, language, f"/portfolio/{wallet}")
    return place.send_calendar("dates_of_wallet", wallet, found.as_of, dates)


@router.get("/{language}/projects/{campaign}/calendar.ics")
async def send_project_calendar(
    request: Request, language: Language, campaign: str, connection: Connection
) -> Response:
    found = await project(connection, parse_address(campaign))
    dates = await next_dates(connection, found.as_of, [found.card.campaign])
    place = _Place(request, language, f"/projects/{found.card.campaign}")
    return place.send_calendar("dates_of_project", found.card.name, found.as_of, dates)


class _Place:
    """A page of this site that somebody follows, in a language; `path` is without that."""

    def __init__(self, request: Request, language: Language, path: str) -> None:
        self._request = request
        self._language = language
        self._path = path
        self._words = make_environment(language).get_template("portfolio/said.html").module
        # By its own name where it has one: what a request calls it would be kept by feed readers and proxies.
        site = request.app.state.settings.site_url or str(request.base_url)
        self._site = f"{site.rstrip('/')}/{language}"

    def send_feed(
        self, title: str, of: str, at: AsOf, said: Iterable[Happening], written: Iterable[Written]
    ) -> Response:
        """What the chain said and what producers wrote, the newest first."""
        entries = [self._entry(each, at.chain_id) for each in said]
        for card, pieces in written:
            entries += [self._piece(card, each, at.chain_id) for each in pieces]
        entries.sort(key=lambda each: each.updated, reverse=True)
        feed = Feed(
            id=name_for_good("feed", at.chain_id, self._language, self._path),
            language=self._language,
            title=self._say(title, of),
            page=self._site + self._path,
            address=f"{self._site}{self._path}/feed.atom",
            as_of=at.time,
            entries=entries[:MOST_ENTRIES],
        )
        return self._send(write_feed(feed), feeds.MEDIA_TYPE)

    def send_calendar(self, title: str, of: str, at: AsOf, dates: Iterable[NextDate]) -> Response:
        events = [self._event(each, at.chain_id) for each in dates]
        calendar = Calendar(self._language, self._say(title, of), at.time, events)
        return self._send(write_calendar(calendar), f"{calendars.MEDIA_TYPE}; charset=utf-8")

    def _entry(self, each: Happening, chain: int) -> Entry:
        link = f"{self._site}/projects/{each.campaign}"
        if each.kind == "statement":
            link += f"/statements/{each.reference}"
        elif each.kind == "paid":
            link = f"{self._site}{self._path}/projects/{each.campaign}"
        parts = (chain, self._language, each.transaction_hash, each.campaign, each.kind, each.ordinal)
        title = self._say("happened", each)
        text = f"{title}. {self._say('happened_at', each)}"
        return Entry(name_for_good(*parts), title, text, link, each.time, each.time)

    def _piece(self, card: ProjectCard | Holding, each: News, chain: int) -> Entry:
        """News as it reads now; what it said before is on the page."""
        words = each.now.read(self._language)
        return Entry(
            id=name_for_good(chain, self._language, card.campaign, "news", each.id),
            title=f"{card.name}{self._say('colon')} {show_line(words.title)}",
            text=show_hidden(words.text),
            link=f"{self._site}/projects/{card.campaign}#news-{each.id}",
            published=each.posted_at,
            updated=each.now.written_at,
            language=words.language,
        )

    def _event(self, each: NextDate, chain: int) -> Event:
        link = f"{self._site}/projects/{each.campaign}"
        title = self._say("coming", each)
        text = f"{title}. {self._say('late', each)}".strip()
        uid = name_event(chain, each.campaign, each.kind, each.number, self._language)
        return Event(uid, each.at, title, text, link)

    def _say(self, macro: str, *what: object) -> str:
        """A macro of templates/portfolio/said.html as plain text on one line; no-break spaces stay."""
        markup = str(getattr(self._words, macro)(*what))
        return re.sub("[ \\n]+", " ", unescape(re.sub("<[^>]*>", "", markup))).strip(" ")

    def _send(self, content: bytes, media_type: str) -> Response:
        """Whoever asks again and again is sent nothing as long as nothing is new."""
        headers = {
            "ETag": f'"{hashlib.sha256(content).hexdigest()[:20]}"',
            "Cache-Control": "no-cache",
            "Content-Language": self._language,
        }
        if headers["ETag"] in self._request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=media_type, headers=headers)
