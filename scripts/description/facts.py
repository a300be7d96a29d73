"""What a chain says about a description of a project, for inspection.py, which asks none."""

from scripts import chain
from scripts.description.inspection import Facts
from scripts.money import Currency
from scripts.records import Records, current_records


def ask_facts(records: Records | None = None) -> Facts:
    """Of the connected chain and the factory recorded for it. Raises Refused when there is none."""
    record = (records or current_records()).factory()
    factory = chain.contract_at("ProjectFactory", record["address"])
    return Facts(
        currencies={
            symbol: Currency(each["address"], symbol, each["decimals"])
            for symbol, each in record["currencies"].items()
        },
        fee_bps=int(factory.feeBps()),
        now=chain.clock(),
        stand_ins=chain.is_development(),
        chain_id=chain.chain_id(),
    )
