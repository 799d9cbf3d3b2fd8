"""Searching the library, and completing what is being written."""
