"""A chain of its own, which ends with the command: there a project can be tried out."""

from brownie import network

from scripts import chain
from scripts.deploy import apply_deployment, plan_deployment
from scripts.parameters import development_parameters
from scripts.records import Records

NETWORK = "development"


def move_to_trial() -> None:
    """Leaves the connected chain for a chain of its own."""
    network.disconnect()
    network.connect(NETWORK)


def deploy_for_trial(records: Records) -> None:
    """Factory and test currencies on such a chain, unless it has them."""
    if records.has_factory():
        return
    parameters = development_parameters()
    deployer = chain.signer()
    apply_deployment(
        plan_deployment(parameters, deployer, records), deployer, records, chain.signer(parameters.platform)
    )
