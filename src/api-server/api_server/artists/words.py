"""The words of the artist finder: states of searches and of scans, and why a search gives no answer."""

STATES = ("waiting", "resolving", "finding_accounts", "scanning", "searching", "verifying", "done", "failed")
KINDS = ("artwork", "picture", "account", "scan")
ENDED = frozenset({"done", "failed"})
SCAN_STATES = ("none", "not_listable", "waiting", "reading", "pictures", "done", "failed", "fresh")
LONGEST_ACCOUNT = 300

# What is told for each code, where nothing more exact is known.
ERRORS = {
    "url_too_long": "The address is too long.",
    "not_an_url": "This is no address that begins with http:// or https://.",
    "unsupported_website": "Artworks of this website cannot be read.",
    "not_an_artwork_page": "This page shows no artwork that can be read: it may be gone, or of another kind.",
    "no_account_found": "No account of the artist was found.",
    "no_valid_account_found": "The accounts that were found are gone, private, or not the artist's.",
    "blocked_by_account": "The artist's account does not let itself be read.",
    "cannot_get_image": "The picture could not be fetched.",
    "query_image_too_big": "The picture is too large; a smaller copy finds the same.",
    "not_a_picture": "This is no picture that can be read.",
    "reverse_search_failed": "The picture cannot be compared.",
    "processing_error": "Something went wrong on our side.",
    "account_not_found": "There is no such account.",
    "account_not_indexed": "The posts of this account were never read here.",
    "too_many_searches": "Too many of your searches are under way.",
}
