"""A distributor's file becomes a statement that people approve and anybody can verify."""
