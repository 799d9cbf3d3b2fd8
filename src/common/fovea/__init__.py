"""The kernel that every Fovea service shares: settings, messages, queues, database, cache, metrics."""

__version__ = "0.1.0"
