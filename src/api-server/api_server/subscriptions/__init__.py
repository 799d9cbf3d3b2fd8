"""Accounts that are kept up to date while somebody looks at them."""
