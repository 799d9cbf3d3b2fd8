"""Fovea at the simulated Flickr and at other simulated sources: its keys, which are no secrets, since they
open nothing else, and who of the people there is an administrator.
"""

API_KEY = "f0fea0000000000000000000000000de"
API_SECRET = "f0fea000000000de"  # noqa: S105
CALLS_PER_HOUR = 360_000  # the simulated Flickr asks for no patience
ADMINISTRATOR = "26101998@N00"  # Ada Lindqvist, the first of the people of the demo
# As the pullers' settings are named. They lead to the real sources when they are a person's own.
SOURCE_KEYS = {
    "DANBOORU_LOGIN": "fovea",
    "DANBOORU_API_KEY": "demo-danbooru",
    "GELBOORU_USER_ID": "8400",
    "GELBOORU_API_KEY": "demo-gelbooru",
    "RULE34_USER_ID": "8401",
    "RULE34_API_KEY": "demo-rule34",
    "E621_LOGIN": "fovea",
    "E621_API_KEY": "demo-e621",
    "DERPIBOORU_API_KEY": "demo-derpibooru",
    "FURBOORU_API_KEY": "demo-furbooru",
    "PONYBOORU_API_KEY": "demo-ponybooru",
    "TUMBLR_API_KEY": "demo-tumblr",
    "REDDIT_CLIENT_ID": "demo-reddit",
    "REDDIT_CLIENT_SECRET": "demo-reddit-secret",
    "IMGUR_CLIENT_ID": "demo-imgur",
    "PIXIV_SESSION": "8403_demo-pixiv",
    "FURAFFINITY_COOKIE_A": "demo-furaffinity-a",
    "FURAFFINITY_COOKIE_B": "demo-furaffinity-b",
    "DEVIANTART_CLIENT_ID": "8402",
    "DEVIANTART_CLIENT_SECRET": "demo-deviantart",
    "X_BEARER_TOKEN": "demo-x",
    "GOOGLE_SEARCH_KEY": "demo-google",
    "GOOGLE_SEARCH_ENGINE": "8404demo",
    "BRAVE_SEARCH_KEY": "demo-brave",
    "OPENVERSE_CLIENT_ID": "8405",
    "OPENVERSE_CLIENT_SECRET": "demo-openverse",
}
POSTS_PER_MINUTE = 2  # new ones, on all simulated sites together
