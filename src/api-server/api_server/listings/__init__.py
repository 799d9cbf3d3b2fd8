"""Subscriptions to what sites list, the checks that come before them, and readings without one."""
