"""Who resolves a link is said by its address. The older system got the first ones wrong."""

import pytest

from puller.links.addresses import beside, real
from puller.links.imgur_forms import ImgurForm, imgur_form
from puller.links.kinds import classify
from puller.links.reddit_forms import RedditForm, reddit_form

SIMULATED = "http://127.0.0.1:8410/-/"


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://imgur.com/a/abc#3", ImgurForm(kind="album", ids=("abc",))),
        ("https://imgur.com/gallery/some-title-Id", ImgurForm(kind="gallery", ids=("Id",))),
        ("https://imgur.com/r/pics/Id", ImgurForm(kind="community", ids=("Id",), name="pics")),
        ("https://imgur.com/t/cats/Id", ImgurForm(kind="gallery", ids=("Id",))),
        ("https://www.imgur.com/AbCdE", ImgurForm(kind="images", ids=("AbCdE",))),
        ("https://m.imgur.com/AbCdE", ImgurForm(kind="images", ids=("AbCdE",))),
        ("https://imgurXcom/AbCdE", None),
        (
            "https://imgur.com/AbCdE,FgHiJ,KlMnO",
            ImgurForm(kind="images", ids=("AbCdE", "FgHiJ", "KlMnO")),
        ),
        ("https://imgur.com/AbCdE,AbCdE", ImgurForm(kind="images", ids=("AbCdE",))),
        ("https://imgur.com/AbCdEfG?1", ImgurForm(kind="images", ids=("AbCdEfG",))),
        ("https://imgur.com/AbCdEfG.jpg", ImgurForm(kind="images", ids=("AbCdEfG",))),
        ("http://i.imgur.com/AbCdEfG", ImgurForm(kind="images", ids=("AbCdEfG",))),
        ("https://i.imgur.com/AbCdEfG.gifv", ImgurForm(kind="images", ids=("AbCdEfG",))),
        ("https://imgur.com/a/some-title-AbCdEfG", ImgurForm(kind="album", ids=("AbCdEfG",))),
        ("https://imgur.com/topic/Funny/AbCdEfG", ImgurForm(kind="gallery", ids=("AbCdEfG",))),
        ("https://imgur.com/gallery/AbCdEfG", ImgurForm(kind="gallery", ids=("AbCdEfG",))),
        ("https://imgur.com/t/cats", ImgurForm(kind="tag", name="cats")),
        ("https://imgur.com/r/pics", ImgurForm(kind="subreddit", name="pics")),
        ("https://imgur.com/upload", None),
        ("https://imgur.com/", None),
        ("https://imgur.com/user/someone", None),
        ("https://imgur.com/AbCdE/x/y", None),
        (f"{SIMULATED}imgur.com/a/AbCdE", ImgurForm(kind="album", ids=("AbCdE",))),
    ],
)
def test_every_form_of_imgurs_addresses_names_what_it_names(url: str, form: ImgurForm | None) -> None:
    assert imgur_form(url) == form


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://reddit.com/gallery/1AbCd", RedditForm(kind="post", id="1abcd")),
        ("https://www.reddit.com/gallery/1abcd", RedditForm(kind="post", id="1abcd")),
        ("https://old.reddit.com/gallery/1abcd/", RedditForm(kind="post", id="1abcd")),
        ("https://old.reddit.com/r/pics/comments/1abcd/title/", RedditForm(kind="post", id="1abcd")),
        ("https://www.reddit.com/comments/1abcd", RedditForm(kind="post", id="1abcd")),
        ("https://www.reddit.com/user/me/comments/1abcd/t", RedditForm(kind="post", id="1abcd")),
        ("https://redd.it/1abcd", RedditForm(kind="post", id="1abcd")),
        ("https://v.redd.it/abc123xyz", RedditForm(kind="video", id="abc123xyz")),
        (
            "https://v.redd.it/abc123xyz/DASH_720.mp4",
            RedditForm(kind="video", id="abc123xyz"),
        ),
        ("https://www.reddit.com/video/abc123xyz", RedditForm(kind="video", id="abc123xyz")),
        (
            "https://preview.redd.it/title-v0-abc12.png?s=2",
            RedditForm(kind="preview", id="abc12.png"),
        ),
        (
            "https://preview.redd.it/my-2nd-title-v0-abc12.JPG?s=2",
            RedditForm(kind="preview", id="abc12.jpg"),
        ),
        ("https://preview.redd.it/abc12.webp", RedditForm(kind="preview", id="abc12.webp")),
        ("https://i.redd.it/abc12.png", RedditForm(kind="file", id="abc12.png")),
        ("https://external-preview.redd.it/Ab_c-1.jpg?s=1", RedditForm(kind="file", id="Ab_c-1.jpg")),
        ("https://www.reddit.com/r/pics/s/AbCdEfGh12", RedditForm(kind="share", id="AbCdEfGh12")),
        (
            "https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2Fabc12.png",
            RedditForm(kind="wrapped", id="https://i.redd.it/abc12.png"),
        ),
        ("https://www.reddit.com/media?url=javascript:alert(1)", None),
        ("https://www.reddit.com/r/pics", None),
        ("https://redd.it/", None),
        ("https://i.redd.it/", None),
        ("https://notreddit.com/gallery/1abcd", None),
        ("https://v.redd.it.example.com/abc123xyz", None),
        (f"{SIMULATED}www.reddit.com/gallery/1abcd", RedditForm(kind="post", id="1abcd")),
    ],
)
def test_every_form_of_reddits_addresses_names_what_it_names(url: str, form: RedditForm | None) -> None:
    assert reddit_form(url) == form


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://example.com/x.jpg", "image"),
        ("https://example.com/x.JPG", "image"),
        ("https://example.com/x.webp", "image"),
        ("https://example.com/x.gif", "image"),
        ("https://example.com/x.jpeg?size=large", "image"),
        ("https://example.com/x.png#top", "image"),
        ("https://example.com/a%20b.PNG", "image"),
        ("https://example.com/x.jpg.html", "page"),
        ("https://example.com/x.jpg/view", "page"),
        ("https://example.com/?file=x.jpg", "page"),
        ("https://example.com/jpg", "page"),
        ("https://example.com", "page"),
        ("https://example.com/story", "page"),
        ("https://en.wikipedia.org/wiki/Some_picture.jpg", "page"),
        ("https://wiki.example.org/wiki/File:Some_picture.jpg", "page"),
        ("https://commons.wikimedia.org/wiki/File:Some_picture.jpg", "post"),
        ("https://openverse.org/image/4bc43a04-ef46-4544-a0c1-63c63f56e276", "post"),
        ("https://www.google.com/search?tbm=isch&q=sunset", "page"),
        ("https://pbs.twimg.com/media/AbC?format=jpg&name=orig", "image"),
        ("https://i.imgur.com/AbCdEfG.png", "image"),
        ("https://i.imgur.com/AbCdEfG.JPEG?1", "image"),
        ("https://i.imgur.com/AbCdEfG.gifv", "imgur"),
        ("https://i.imgur.com/AbCdEfG.mp4", "imgur"),
        ("https://imgur.com/AbCdEfG.png", "imgur"),
        ("https://imgur.com/a/AbCdE", "imgur"),
        ("https://imgur.com/t/cats/AbCdEfG", "imgur"),
        ("https://imgurXcom.example/AbCdE", "page"),
        ("https://imgur.com/", "unknown"),
        ("https://i.redd.it/abc12.png", "image"),
        ("https://external-preview.redd.it/abc.png?s=1", "image"),
        ("https://preview.redd.it/title-v0-abc12.png?s=1", "reddit"),
        ("https://v.redd.it/abc123xyz", "reddit"),
        ("https://reddit.com/gallery/1abcd", "reddit"),
        ("https://old.reddit.com/r/pics/comments/1abcd/", "reddit"),
        ("https://www.reddit.com/r/pics", "unknown"),
        ("https://danbooru.donmai.us/posts/5", "post"),
        ("https://gelbooru.com/index.php?page=post&s=view&id=5", "post"),
        ("https://yande.re/post/show/5", "post"),
        ("https://e621.net/posts/5", "post"),
        ("https://derpibooru.org/images/5", "post"),
        ("https://www.pixiv.net/artworks/5", "post"),
        ("https://www.deviantart.com/somebody/art/A-Title-5", "post"),
        # Each answer of X costs: nobody spends money on what others link to.
        ("https://x.com/somebody/status/5", "page"),
        ("https://twitter.com/somebody/status/5/photo/1", "page"),
        ("https://danbooru.donmai.us/wiki_pages/cat", "page"),
        (f"{SIMULATED}i.redd.it/abc12.png", "image"),
        (f"{SIMULATED}danbooru.donmai.us/posts/5", "post"),
        (f"{SIMULATED}example.com/story", "page"),
        ("", "unknown"),
        ("story", "unknown"),
        ("/r/pics/comments/1abcd/", "unknown"),
        ("ftp://example.com/x.jpg", "unknown"),
        ("javascript:alert(1)", "unknown"),
        ("mailto:me@example.com", "unknown"),
        ("magnet:?xt=urn:btih:abc", "unknown"),
        ("https://[broken/x.jpg", "unknown"),
        ("https://localhost/x.jpg", "unknown"),
        ("https://example.com/x\n.jpg", "unknown"),
        (f"https://example.com/{'x' * 5_000}", "unknown"),
    ],
)
def test_a_link_is_of_a_kind_by_its_address(url: str, kind: str) -> None:
    assert classify(url) == kind


def test_addresses_stand_beside_others_as_those_were_reached() -> None:
    there = f"{SIMULATED}oauth.reddit.com/r/pics/new?limit=100"
    assert beside(there, "https://i.redd.it/a.png") == f"{SIMULATED}i.redd.it/a.png"
    assert beside("https://oauth.reddit.com/r/pics", "https://i.redd.it/a.png") == "https://i.redd.it/a.png"
    assert real(f"{SIMULATED}i.redd.it/a.png") == "https://i.redd.it/a.png"
    assert real("https://gitlab.com/group/project/-/tree/main.md") == (
        "https://gitlab.com/group/project/-/tree/main.md"
    )
