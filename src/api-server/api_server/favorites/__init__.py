"""Faving and un-faving at the source and here."""
