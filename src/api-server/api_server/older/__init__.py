"""Paktum's REST routes, in its shapes."""
