"""The people and campaigns of the demo."""
