from fastapi import APIRouter

from backend.api import parameters
from backend.api.documentation import ADDRESSED, MIRRORED, problems
from backend.api.parameters import AtBlock, Connection
from backend.api.schemas.wallets import Wallet
from backend.queries.portfolio import portfolio

router = APIRouter(tags=["wallets"])


@router.get(
    "/v1/wallets/{address}",
    operation_id="getWallet",
    summary="A wallet in all projects: shares, cost, royalties, payments",
    responses=problems(*MIRRORED, *ADDRESSED),
)
async def get_wallet(address: parameters.Wallet, connection: Connection, at_block: AtBlock) -> Wallet:
    return Wallet.of(await portfolio(connection, address, at_block))
