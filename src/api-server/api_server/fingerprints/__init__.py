"""Fingerprints: what images look like, in numbers."""
