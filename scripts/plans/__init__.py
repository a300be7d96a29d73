"""What will be sent to open a project: planned, compared with the chain, applied exactly, recorded."""
