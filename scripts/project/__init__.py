"""What is done with a project that has been proposed, and where it stands."""
