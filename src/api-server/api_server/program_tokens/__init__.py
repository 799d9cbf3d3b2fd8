"""Tokens for programs that log in with a name and a password."""
