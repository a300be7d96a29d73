"""The statuses of a campaign, as ICampaign numbers them, and how to bring a project to each."""

from collections.abc import Callable
from typing import Any

from tests.contracts.project import Project, wait_until

PROPOSED, RAISING, SUCCEEDED, FAILED, CANCELLED, WOUND_DOWN, LAPSED = range(7)


def open_early(project: Project) -> None:
    project.prepare()
    project.campaign.open({"from": project.producer})


def fund(project: Project, fan: Any, second_fan: Any) -> None:
    """Reach the goal of 80 shares: 60 and 37, a prime number together, so that little divides evenly."""
    project.open()
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)


def fund_too_little(project: Project, fan: Any, second_fan: Any) -> None:
    """Miss the goal of 80 shares by one."""
    project.open()
    project.contribute(fan, 60)
    project.contribute(second_fan, 19)


def succeed(project: Project, fan: Any, second_fan: Any) -> None:
    fund(project, fan, second_fan)
    project.close()


def fail(project: Project, fan: Any, second_fan: Any) -> None:
    fund_too_little(project, fan, second_fan)
    project.close()


def cancel(project: Project, fan: Any, second_fan: Any) -> None:
    fund(project, fan, second_fan)
    project.campaign.cancel({"from": project.producer})


def wind_down(project: Project, fan: Any, second_fan: Any) -> None:
    """After the first of two milestones, silence."""
    succeed(project, fan, second_fan)
    project.release(0)
    project.wind_down(fan, 1)


def then_close(stage: Callable[..., None]) -> Callable[..., None]:
    """The stage, and the closing passed without anybody finalising."""

    def reach(project: Project, fan: Any, second_fan: Any) -> None:
        stage(project, fan, second_fan)
        wait_until(project.terms.campaign.closes_at)

    return reach
