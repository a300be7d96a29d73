"""A project's whole life, tried out on a copy of the chain before anything is sent."""
