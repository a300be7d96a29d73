"""Metrics for Prometheus, read from the database at each scrape: every API process tells the same."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client.core import CollectorRegistry, CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from backend.api.documentation import problems
from backend.api.parameters import Connection
from backend.queries.following import Following, following
from backend.queries.measures import Measures, measures

router = APIRouter(tags=["status"])

_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "In Prometheus' text format, or OpenMetrics for who asks for it.",
        "content": {
            "text/plain": {
                "schema": {"type": "string"},
                "example": "# HELP coprod_lag_blocks Blocks told of and not mirrored yet.\n"
                "# TYPE coprod_lag_blocks gauge\ncoprod_lag_blocks 0.0\n",
            }
        },
    }
}


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Metrics for Prometheus",
    response_class=Response,
    responses=_ANSWER | problems(),
)
async def get_metrics(request: Request, connection: Connection) -> Response:
    """Also before the first block: what is not known yet is left out."""
    registry = CollectorRegistry()
    registry.register(Families(await following(connection), await measures(connection)))
    encode, media_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), headers={"Content-Type": media_type})


class Families(Collector):
    """What one snapshot of the database says, as metrics."""

    def __init__(self, found: Following, counted: Measures) -> None:
        self._found = found
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        yield from _tell_blocks(self._found)
        yield from _tell_past(self._found)
        yield from _tell_endpoints(self._found)
        yield from _tell_work(self._counted)


def _gauge(name: str, words: str, value: int | Decimal | None) -> Iterator[Metric]:
    if value is not None:
        # Typed for floats only, which the format's writer makes of it.
        exact: Any = value
        yield GaugeMetricFamily(f"coprod_{name}", words, exact)


def _tell_blocks(found: Following) -> Iterator[Metric]:
    yield from _gauge("head_block", "Newest block that any node told of.", found.head)
    if at := found.as_of:
        yield from _gauge("safe_block", "Newest safe block that a node told of.", at.safe_number)
        yield from _gauge("final_block", "Newest final block that a node told of.", at.final_number)
        yield from _gauge("mirrored_block", "Block that the mirror is at.", at.number)
        yield from _gauge("mirrored_block_timestamp_seconds", "Time of that block.", at.time)
        yield from _gauge("lag_blocks", "Blocks told of and not mirrored yet.", found.lag_blocks)
        yield from _gauge(
            "lag_seconds", "Age of the mirrored block while it is behind; 0 at the head.", found.lag_seconds
        )


def _tell_past(found: Following) -> Iterator[Metric]:
    yield CounterMetricFamily("coprod_reorgs", "Reorgs that the mirror lived through.", found.reorgs)
    yield CounterMetricFamily("coprod_retracted_rows", "Rows that reorgs took back.", found.retracted)
    if last := found.last_reorg:
        yield from _gauge("last_reorg_depth_blocks", "Blocks that the last reorg took back.", last.depth)
        yield from _gauge("last_reorg_timestamp_seconds", "When it was noticed.", last.noticed_at)
    if compared := found.last_reconciliation:
        started = "When the last reconciliation began."
        yield from _gauge("reconciliation_timestamp_seconds", started, compared.started_at)
        yield from _gauge("reconciliation_duration_seconds", "How long it took.", compared.seconds)
        yield from _gauge("reconciliation_block", "Block that it compared.", compared.block_number)
        yield from _gauge("reconciliation_values", "Values that it compared.", compared.compared)
        yield from _gauge("reconciliation_differences", "Differences it found.", compared.differences)


def _tell_endpoints(found: Following) -> Iterator[Metric]:
    label = ["endpoint"]
    up = GaugeMetricFamily("coprod_endpoint_up", "1 while the node answers.", labels=label)
    failures = GaugeMetricFamily("coprod_endpoint_failures", "Failures in a row.", labels=label)
    head = GaugeMetricFamily("coprod_endpoint_head_block", "Newest block it told of.", labels=label)
    heard = GaugeMetricFamily(
        "coprod_endpoint_heard_timestamp_seconds", "When it last answered.", labels=label
    )
    for each in found.endpoints:
        up.add_metric([each.name], int(each.is_healthy))
        failures.add_metric([each.name], each.failures)
        if each.head_number is not None:
            head.add_metric([each.name], each.head_number)
        if each.heard_at is not None:
            heard.add_metric([each.name], each.heard_at)
    yield from (up, failures, head, heard)


def _tell_work(counted: Measures) -> Iterator[Metric]:
    for name, words, label, values in (
        ("ledger_rows", "Rows of the mirror's tables, as PostgreSQL estimates them.", "table", counted.rows),
        ("transactions", "The payer's and reporters' transactions.", "status", counted.transactions),
        ("statements", "Statements that were imported.", "status", counted.statements),
    ):
        family = GaugeMetricFamily(f"coprod_{name}", words, labels=[label])
        for each, value in sorted(values.items()):
            family.add_metric([each], value)
        yield family
    yield from _gauge("open_payout_rounds", "Payouts under way.", counted.open_rounds)
    owed = GaugeMetricFamily(
        "coprod_owed_units",
        "Released to holders and not paid to them, in the currency's smallest unit.",
        labels=["currency", "symbol"],
    )
    for debt in counted.owed:
        owed.add_metric([debt.currency, debt.symbol], debt.units)
    yield owed
