"""What the other services tell and ask: on a port of its own, with the service token."""
