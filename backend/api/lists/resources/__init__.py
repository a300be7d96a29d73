"""The lists that there are."""

from backend.api.lists.listing import Listing
from backend.api.lists.resources.production import OBJECTIONS, RELEASES
from backend.api.lists.resources.projects import CAMPAIGNS, PROJECTS
from backend.api.lists.resources.raising import CONTRIBUTIONS
from backend.api.lists.resources.receipts import DEPOSITS, STATEMENTS
from backend.api.lists.resources.royalties import PAYMENTS, ROYALTIES
from backend.api.lists.resources.shares import HOLDERS, HOLDINGS, TRANSFERS

LISTINGS: tuple[Listing, ...] = (
    PROJECTS,
    CAMPAIGNS,
    CONTRIBUTIONS,
    HOLDERS,
    HOLDINGS,
    TRANSFERS,
    STATEMENTS,
    DEPOSITS,
    ROYALTIES,
    PAYMENTS,
    RELEASES,
    OBJECTIONS,
)
