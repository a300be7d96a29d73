"""Whether the code on the chain is what was compiled."""
