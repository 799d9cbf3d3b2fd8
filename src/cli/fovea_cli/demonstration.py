"""What the simulated Flickr is known to take: its key is no secret, everybody's simulator has the same."""

API_KEY = "f0e1d2c3b4a5968778695a4b3c2d1e0f"
API_SECRET = "0123456789abcdef"  # noqa: S105
GROUPS: tuple[str, ...] = ()
CALLS_PER_HOUR = 360_000  # the simulated Flickr asks for no patience
