"""The producer's room: behind the one door of the site, opened with a wallet. No key of anybody is here."""

from fastapi import APIRouter

from backend.web.room import doors, news, progress, receipts, releases, statements
from backend.web.room.entry import explain

__all__ = ["explain", "router"]

router = APIRouter()
for part in (doors, progress, news, releases, receipts, statements):
    router.include_router(part.router)
