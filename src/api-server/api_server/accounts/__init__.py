"""Accounts at sources: finding them and what is known of them."""
