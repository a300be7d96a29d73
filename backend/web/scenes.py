"""What templates/project/actions.html needs."""

from typing import Any

from backend.queries.actions import decide
from backend.queries.scene import Scene, bound_shares


def describe_scene(scene: Scene) -> dict[str, Any]:
    card = scene.project.card
    return {
        "as_of": scene.project.as_of,
        "project": scene.project,
        "card": card,
        "currency": card.currency,
        "backing": scene.financing,
        "production": scene.production,
        "scene": scene,
        "actions": decide(scene),
        "bounds": bound_shares(scene),
    }
