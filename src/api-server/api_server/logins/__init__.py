"""Logins with a name and a password, and the programs that are logged in."""
