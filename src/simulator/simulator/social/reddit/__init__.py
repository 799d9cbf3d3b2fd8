"""Reddit: its API, its feeds, its files, and the archive that others keep of it."""

from simulator.gallery import Gallery
from simulator.hosts.calls import Handler
from simulator.settings import SimulatorSettings
from simulator.social.reddit.api import Api
from simulator.social.reddit.archive import Archive
from simulator.social.reddit.desk import Reddit
from simulator.social.reddit.pages import Pages, old


def hosts(gallery: Gallery, settings: SimulatorSettings) -> dict[str, Handler]:
    """Reddit's hosts."""
    keys = settings.source_keys
    reddit = Reddit(
        gallery,
        {keys["REDDIT_CLIENT_ID"]: keys["REDDIT_CLIENT_SECRET"]},
        limited=settings.source_limits,
    )
    pages = Pages(reddit)
    files, previews = pages.files(), pages.previews()
    return {
        "oauth.reddit.com": Api(reddit).handler(),
        "www.reddit.com": pages.main(),
        "old.reddit.com": old,
        "redd.it": pages.short(),
        "i.redd.it": files,
        "preview.redd.it": files,
        "external-preview.redd.it": previews,
        "b.thumbs.redditmedia.com": previews,
        "v.redd.it": pages.videos(),
        "arctic-shift.photon-reddit.com": Archive(reddit).handler(),
    }
