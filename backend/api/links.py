"""Where an answer leads: OpenAPI links from operations to those that take what they tell."""

from collections.abc import Iterator
from typing import Any

OF_PROJECT = (
    "getProject",
    "getFinancing",
    "getProduction",
    "getWaterfall",
    "listContributions",
    "listHolders",
    "listTransfers",
    "listStatements",
    "listDeposits",
    "listRoyalties",
    "listPayments",
    "listReleases",
    "listObjections",
    "listNews",
)
OF_WALLET = ("getWallet", "listHoldings", "listWalletTransactions")
OF_WEBHOOK = (
    "getWebhook",
    "listDeliveries",
    "rotateWebhook",
    "testWebhook",
    "pauseWebhook",
    "resumeWebhook",
    "redeliverWebhook",
    "deleteWebhook",
)
OF_TRANSACTION = ("getTransaction", "answerTransaction")

# From an operation: to which ones, with which parameter, and where in the answer its value stands.
_LEADS = (
    ("listProjects", OF_PROJECT, "campaign", "projects/0/campaign"),
    ("listCampaigns", OF_PROJECT, "campaign", "campaigns/0/campaign"),
    ("listHolders", OF_WALLET, "address", "holders/0/holder"),
    ("listAllContributions", OF_WALLET, "address", "contributions/0/fan"),
    ("listHoldings", ("getProject",), "campaign", "holdings/0/campaign"),
    ("listStatements", ("getStatementDocument",), "document_hash", "statements/0/document_hash"),
    ("listAllStatements", ("getStatementDocument",), "document_hash", "statements/0/document_hash"),
    ("registerTransaction", OF_TRANSACTION, "id", "id"),
    ("answerTransaction", ("getTransaction",), "id", "id"),
    ("createWebhook", OF_WEBHOOK, "id", "id"),
    ("listWebhooks", OF_WEBHOOK, "id", "webhooks/0/id"),
    ("makeKey", ("revokeKey",), "id", "id"),
    ("listKeys", ("revokeKey",), "id", "keys/0/id"),
    ("listEvents", ("listEvents", "streamEvents"), "after", "next"),
    ("listReorgs", ("listReorgs",), "before", "next"),
    ("listRetracted", ("listRetracted",), "before", "next"),
)


def add_links(openapi: dict[str, Any]) -> None:
    """To the answers of a document that are no errors."""
    operations = {each["operationId"]: each for path in openapi["paths"].values() for each in path.values()}
    for source, link in _list_links(operations):
        (success,) = (each for status, each in operations[source]["responses"].items() if status[0] == "2")
        success.setdefault("links", {})[link["operationId"]] = link


def _list_links(operations: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """From which operation, and the link."""
    for source, targets, parameter, place in _LEADS:
        for target in targets:
            yield source, {"operationId": target, "parameters": {parameter: f"$response.body#/{place}"}}
    for name, operation in operations.items():
        if any(each["name"] == "cursor" for each in operation.get("parameters", ())):
            yield (
                name,
                {
                    "operationId": name,
                    "description": "The page that follows, with the same filters and order.",
                    "parameters": {"cursor": "$response.body#/next"},
                },
            )
    message = {"message": "$response.body#/message"}
    signed = {"operationId": "signIn", "description": "With the wallet's signature.", "requestBody": message}
    yield "askToSignIn", signed
