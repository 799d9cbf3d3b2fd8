"""The key of Fovea as an app of the simulated Flickr: no secret, since it opens nothing else."""

API_KEY = "f0fea0000000000000000000000000de"
API_SECRET = "f0fea000000000de"  # noqa: S105
CALLS_PER_HOUR = 360_000  # the simulated Flickr asks for no patience
