"""Runs: pieces of background work that a person can watch."""
