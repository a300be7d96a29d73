"""A project's description: written by a producer, read into terms, and all that is wrong with it."""
