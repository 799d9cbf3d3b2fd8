"""Fovea at the simulated Flickr: its key as an app, which is no secret, since it opens nothing else, and who
of the people there is an administrator.
"""

API_KEY = "f0fea0000000000000000000000000de"
API_SECRET = "f0fea000000000de"  # noqa: S105
CALLS_PER_HOUR = 360_000  # the simulated Flickr asks for no patience
ADMINISTRATOR = "26101998@N00"  # Ada Lindqvist, the first of the people of the demo
