"""The mirror made anew: from what was said alone (rebuild), or from the chain (reading, swap)."""
