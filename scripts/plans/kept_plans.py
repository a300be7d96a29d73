"""Plans that were applied, kept beside the journal until they are finished, so that `resume` finds them."""

from pathlib import Path

from scripts.plans.plan import Plan, write_plan
from scripts.records import Records
from scripts.transactions.journal import FOLDER


def kept_plans(records: Records) -> Path:
    """The folder of plans that were applied and are not finished, beside the journal."""
    return records.folder / FOLDER / "plans"


def keep_plan(plan: Plan, records: Records) -> None:
    """From here on `resume` finds it, whatever happens next."""
    write_plan(plan, kept_plans(records) / f"{plan.project.campaign}.json")


def put_away(plan: Plan, records: Records, where: str) -> None:
    """where: "finished", or "dropped"."""
    kept = kept_plans(records) / f"{plan.project.campaign}.json"
    if kept.exists():
        (kept.parent / where).mkdir(exist_ok=True)
        kept.replace(kept.parent / where / kept.name)
