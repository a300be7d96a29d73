"""What people have on the chain itself, whatever pages say."""

from tests.backend.world import Project
from tests.browser.stage import Stage


def money_of(stage: Stage, person: str) -> int:
    """Units of the currency."""
    had: int = stage.world.call("IERC20Metadata", stage.world.currency, "balanceOf", person)[0]
    return had


def shares_of(stage: Stage, project: Project, person: str) -> int:
    held: int = stage.world.call("ShareToken", project.share_token, "balanceOf", person)[0]
    return held
