"""What is said of calls, in French and English: deeds (what is done), notes (before), refusals (why not)."""
