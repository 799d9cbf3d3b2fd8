"""The kernel that every Fovea service shares: settings, messages, queues, database, cache, storage,
metrics.
"""

__version__ = "0.1.0"
