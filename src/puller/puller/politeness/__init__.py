"""How we behave towards sources, the same for all pullers because it is kept in the cache: a budget of calls
a site, pauses that a site asked for, a breaker for a site that is not well, and what is known of its health.

    asker = Asker(site, politeness, web, background=job.background)
    answer = asker.get("https://danbooru.donmai.us/posts.json", {"tags": "cat", "limit": 200})
    posts = answer.json()
"""

from puller.politeness.asking import Answer, Asker
from puller.politeness.health import Health
from puller.politeness.sharing import Politeness
from puller.politeness.web import Web

__all__ = ["Answer", "Asker", "Health", "Politeness", "Web"]
