"""Networks where everybody posts, their own and others' pictures."""

from fovea.artists.network import Network, named, network, paths

_NUMBER = r"[0-9]{1,20}"
_DID = r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]+)"

NETWORKS: tuple[Network, ...] = (
    network(
        "x",
        "X",
        "x.com twitter.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com twittpr.com "
        "stupidpenisx.com girlcockx.com "
        "nitter.net nitter.poast.org nitter.privacydev.net nitter.it nitter.42l.fr "
        "nitter.snopyta.org xcancel.com "
        "nitter.tiekoetter.com nitter.space lightbrd.com d.fxtwitter.com d.fixupx.com pro.x.com",
        "https://x.com/{}",
        r"[a-z0-9_]{1,15}",
        accounts=paths(
            r"/{}(?:/(?:media|with_replies|likes|highlights|articles|photo|header_photo|"
            r"following|followers|lists|moments|favorites"
            r"|verified_followers|about|superfollows/subscribe))?",
            r"/i/user/#",
        ),
        queries=(
            *named("screen_name", r"/intent/(?:user|follow)", r"/(?:share/)?follow"),
            *named("user_id", r"/intent/(?:user|follow)", is_number=True),
        ),
        posts=paths(
            rf"/{{}}/status(?:es)?/(?P<post>{_NUMBER})(?:[/.].*)?",
            rf"/i/(?:web/)?status/(?P<post>{_NUMBER})(?:/.*)?",
            rf"/statuses/(?P<post>{_NUMBER})",
        ),
        called="twitter twt x twitter/x x/twitter tw ツイッター",
        reserved="compose hashtag lists logged_out moments personalization "
        "statuses who_to_follow goodies tweetbutton tweet tweets bookmarks communities grok "
        "verified_followers "
        "following followers favorites tweetdeck safety transparency ads_transparency_center "
        "hashtags photo pic imgres",
        page_of_number="https://x.com/i/user/{}",
        lists_posts=True,
        readable=True,
    ),
    network(
        "bluesky",
        "Bluesky",
        "bsky.app main.bsky.dev fxbsky.app bskx.app bskyx.app vxbsky.app bsyy.app xbsky.app "
        "deer.social "
        "blacksky.community zeppelin.social",
        "https://bsky.app/profile/{}",
        r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?",
        accounts=paths(
            rf"/profile/(?:(?P<id>{_DID})|@?(?P<handle>[^/]+))(?:/(?:media|followers|"
            rf"follows))?"
        ),
        posts=paths(rf"/profile/(?:{_DID}|@?(?P<handle>[^/]+))/post/(?P<post>[a-z0-9]{{1,20}})"),
        called="bluesky bsky bs",
        page_of_number="https://bsky.app/profile/{}",
        lists_posts=True,
        readable=True,
    ),
    network(
        "tumblr",
        "Tumblr",
        "tumblr.com at.tumblr.com",
        "https://www.tumblr.com/{}",
        r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?",
        accounts=paths(
            r"/(?:blog/view/|blog/|dashboard/blog/)?{}(?:/(?:archive|about|ask|submit|faq|"
            r"tagged(?:/.*)?))?"
        ),
        posts=paths(rf"/(?:blog/view/|blog/|dashboard/blog/)?{{}}/(?P<post>{_NUMBER})(?:/.*)?"),
        under="tumblr.com",
        posts_under=paths(rf"/(?:post|image|video)/(?P<post>{_NUMBER})(?:/.*)?"),
        called="tumblr tumbler",
        reserved="activity assets at blog changes communities customize docs drafts embed "
        "engineering following "
        "inbox likes liked live mega-editor new queue reblog recommended safe-mode staticassets "
        "t tagged themes theme "
        "txmblr 64 66 va",
        lists_posts=True,
        readable=True,
    ),
    network(
        "instagram",
        "Instagram",
        "instagram.com instagr.am ddinstagram.com kkinstagram.com g.ddinstagram.com",
        "https://www.instagram.com/{}/",
        r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?",
        accounts=paths(
            r"/{}(?:/(?:reels|tagged|feed|channel|guides|saved))?", r"/_u/{}", r"/stories/{}(?:/.*)?"
        ),
        posts=paths(r"/(?:{}/)?(?:p|reel|tv)/(?P<post>[A-Za-z0-9_-]+)(?:/.*)?"),
        called="instagram insta ig インスタ",
        reserved="p reel reels tv stories direct directory challenge guide ar topics threads "
        "lite nametag highlights",
    ),
    network(
        "threads",
        "Threads",
        "threads.net threads.com",
        "https://www.threads.com/@{}",
        r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?",
        accounts=paths(r"/@(?P<handle>[^/]+)(?:/(?:media|replies|reposts))?"),
        posts=paths(r"/@(?P<handle>[^/]+)/post/(?P<post>[A-Za-z0-9_-]+)"),
        called="threads",
    ),
    network(
        "misskey",
        "Misskey",
        "misskey.io misskey.design misskey.art misskey.gg sushi.ski nijimiss.moe voskey.icalo.net",
        "https://{host}/@{user}",
        r"[a-z0-9_]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,}",
        called="misskey",
    ),
    network(
        "reddit",
        "Reddit",
        "reddit.com np.reddit.com",
        "https://www.reddit.com/user/{}/",
        r"[a-z0-9_-]{2,20}",
        accounts=paths(r"/(?:u|user)/{}(?:/(?:submitted|posts|comments|overview|gallery))?"),
        posts=paths(
            r"/r/[^/]+/comments/(?P<post>[a-z0-9]+)(?:/.*)?",
            r"/(?:u|user)/{}/comments/(?P<post>[a-z0-9]+)(?:/.*)?",
        ),
        called="reddit",
    ),
    network(
        "youtube",
        "YouTube",
        "youtube.com",
        "https://www.youtube.com/@{}",
        r"[^\s/?#@]{1,100}",
        accounts=paths(
            r"/@(?P<handle>[^/]+)(?:/.*)?",
            r"/(?:c|user)/{}(?:/.*)?",
            r"/channel/(?P<id>UC[A-Za-z0-9_-]{22})(?:/.*)?",
        ),
        called="youtube yt",
        page_of_number="https://www.youtube.com/channel/{}",
    ),
    network(
        "twitch",
        "Twitch",
        "twitch.tv",
        "https://www.twitch.tv/{}",
        r"[a-z0-9_]{3,25}",
        accounts=paths(r"/{}(?:/(?:about|videos|schedule|clips))?"),
        called="twitch",
        reserved="directory downloads p turbo",
    ),
    network(
        "tiktok",
        "TikTok",
        "tiktok.com",
        "https://www.tiktok.com/@{}",
        r"[a-z0-9_.]{2,24}",
        accounts=paths(r"/@(?P<handle>[^/]+)"),
        posts=paths(r"/@(?P<handle>[^/]+)/(?:video|photo)/(?P<post>[0-9]+)"),
        called="tiktok tik-tok",
    ),
    network(
        "facebook",
        "Facebook",
        "facebook.com fb.com",
        "https://www.facebook.com/{}",
        r"[a-z0-9.-]{5,50}",
        accounts=paths(r"/{}(?:/(?:about|photos|posts|videos))?", r"/(?:people|pages)/[^/]+/#"),
        queries=named("id", r"/profile\.php", is_number=True),
        called="facebook fb",
        page_of_number="https://www.facebook.com/profile.php?id={}",
        reserved="groups events pages people photo.php photos profile.php permalink.php sharer "
        "sharer.php story.php "
        "watch marketplace gaming hashtag dialog plugins reel",
    ),
    network(
        "vk",
        "VK",
        "vk.com vk.ru",
        "https://vk.com/{}",
        r"[a-z0-9_.]{3,32}",
        accounts=paths(r"/{}"),
        called="vk vkontakte",
        reserved="away.php feed im wall video audio apps",
    ),
    network(
        "weibo",
        "Weibo",
        "weibo.com weibo.cn",
        "https://weibo.com/{}",
        r"[a-z0-9_-]{2,40}",
        accounts=paths(r"/(?:u/#|(?P<handle>[a-z][^/]*))"),
        posts=paths(r"/#/(?P<post>[A-Za-z0-9]{6,12})", r"/(?:status|detail)/(?P<post>[A-Za-z0-9]+)"),
        called="weibo",
        page_of_number="https://weibo.com/u/{}",
        reserved="u p n ttarticle sinaurl",
    ),
    network(
        "bilibili",
        "bilibili",
        "space.bilibili.com",
        "https://space.bilibili.com/{}",
        _NUMBER,
        accounts=paths(r"/#(?:/.*)?"),
        page_of_number="https://space.bilibili.com/{}",
        number_is_handle=True,
        called="bilibili",
    ),
    network(
        "telegram",
        "Telegram",
        "t.me telegram.me",
        "https://t.me/{}",
        r"[a-z][a-z0-9_]{4,31}",
        accounts=paths(r"(?:/s)?/{}"),
        posts=paths(r"(?:/s)?/{}/(?P<post>[0-9]+)"),
        called="telegram tg",
        reserved="joinchat addstickers proxy socks iv share addlist",
    ),
    network(
        "flickr",
        "Flickr",
        "flickr.com",
        "https://www.flickr.com/photos/{}/",
        r"[a-z0-9_@.-]{1,64}",
        accounts=paths(r"/(?:photos|people)/(?P<handle>[^/]+)(?:/(?:albums|sets)?)?"),
        posts=paths(r"/photos/(?P<handle>[^/]+)/(?P<post>[0-9]+)(?:/.*)?"),
        called="flickr",
        lists_posts=True,
    ),
    network(
        "plurk",
        "Plurk",
        "plurk.com",
        "https://www.plurk.com/{}",
        r"[a-z0-9_]{3,30}",
        accounts=paths(r"/(?:u/)?{}"),
        posts=paths(r"/p/(?P<post>[a-z0-9]+)"),
        called="plurk",
        reserved="p m portal",
    ),
    network(
        "mastodon",
        "Mastodon",
        "mastodon.social",
        "https://{host}/@{user}",
        r"[a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?@(?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}",
        called="mastodon pawoo baraag fediverse",
        lists_posts=True,
        readable=True,
    ),
)
