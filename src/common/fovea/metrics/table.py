"""All metrics. The namespace is "Fovea"; the dimensions are Environment, Process, and a few have one more."""

from typing import Literal, NamedTuple

Unit = Literal["Count", "Seconds", "Bytes"]

WORKERS = ("puller", "ingester", "image-ingester", "response-readers")
ALL = ("api-server", "scheduler", *WORKERS)
FLICKR = ("api-server", "puller")
DATABASE = ("api-server", "ingester", "image-ingester")
FETCHING = ("api-server", "puller", "image-ingester")


class Metric(NamedTuple):
    """One metric: its unit, what it tells, which processes send it, and which dimension it has besides."""

    unit: Unit
    meaning: str
    processes: tuple[str, ...] = ALL
    dimension: str | None = None


METRICS: dict[str, Metric] = {
    # Every process
    "unhandled_exceptions": Metric("Count", "Exceptions that nothing caught: each is a fault of ours."),
    "cache_errors": Metric("Count", "Calls to the cache that failed and were done without."),
    "queue_read_errors": Metric("Count", "Receives and counts of a queue that failed.", ALL, "Queue"),
    "queue_write_errors": Metric("Count", "Sends, deletes and extensions that failed.", ALL, "Queue"),
    # Queue consumers
    "messages_handled": Metric("Count", "Messages handled and removed.", WORKERS, "Queue"),
    "messages_failed": Metric(
        "Count", "Messages whose handling failed; they are tried again.", WORKERS, "Queue"
    ),
    "messages_deferred": Metric("Count", "Messages that their handler put off.", WORKERS, "Queue"),
    "messages_buried": Metric(
        "Count", "Messages moved to a dead-letter queue with a reason.", WORKERS, "Queue"
    ),
    "message_handling_seconds": Metric(
        "Seconds", "Time to handle what was received together.", WORKERS, "Queue"
    ),
    "message_age_seconds": Metric("Seconds", "Age of the oldest message of each receive.", WORKERS, "Queue"),
    "worker_held_up_seconds": Metric("Seconds", "Time that a worker waited for what it depends on.", WORKERS),
    # Sources
    "source_calls": Metric("Count", "Calls made to a source.", FLICKR, "Source"),
    "source_call_seconds": Metric("Seconds", "Time that one call to a source took.", FLICKR, "Source"),
    "source_dollars": Metric(
        "Count", "Dollars that answers of a source cost, where they do.", ("puller",), "Source"
    ),
    "source_retries": Metric("Count", "Calls to a source that were tried again.", FLICKR, "Source"),
    "source_errors": Metric("Count", "Error answers of a source, by its code.", FLICKR, "Code"),
    "source_budget_refusals": Metric(
        "Count", "Calls put off because the shared budget was used up.", FLICKR, "Source"
    ),
    "source_budget_left": Metric(
        "Count", "Calls that the shared budget still allows in its window.", FLICKR, "Source"
    ),
    "source_breaks": Metric(
        "Count",
        "Times that a source was left alone because it failed again and again.",
        ("puller",),
        "Source",
    ),
    "posts_pulled": Metric("Count", "Posts of listings that were read and sent on.", ("puller",), "Source"),
    "pull_posts_seconds": Metric("Seconds", "Time to pull one part of a listing.", ("puller",)),
    "pull_check_seconds": Metric("Seconds", "Time to ask a source about one listing.", ("puller",)),
    "pull_page_seconds": Metric("Seconds", "Time to read one page of a walk to an artist.", ("puller",)),
    "pull_links_seconds": Metric("Seconds", "Time to resolve the links of one job.", ("puller",)),
    "links_resolved": Metric("Count", "Links resolved, by what came of them.", ("puller",), "Outcome"),
    "pull_favorites_seconds": Metric("Seconds", "Time to pull one account's favourites.", ("puller",)),
    "pull_contacts_seconds": Metric("Seconds", "Time to pull one account's contacts.", ("puller",)),
    "pull_profile_seconds": Metric("Seconds", "Time to pull one account's profile.", ("puller",)),
    "pull_job_seconds": Metric("Seconds", "Time of one pull job, all pages and sends together.", ("puller",)),
    "pulls_truncated": Metric("Count", "Pulls that reached their cap of pages before the end.", ("puller",)),
    "favorites_pulled": Metric("Count", "Favourites read from a source and sent on.", ("puller",)),
    "posts_dropped": Metric("Count", "Posts without a usable id, owner or picture, left out.", ("puller",)),
    "pages_split": Metric("Count", "Pages too large for one message, sent as several.", ("puller",)),
    "pull_outcomes": Metric("Count", "Pull jobs by how they ended.", ("puller",), "Outcome"),
    # Pictures
    "pictures_asked": Metric("Count", "Pictures that pullers were asked to look at.", ("api-server",)),
    "pictures_not_asked": Metric(
        "Count", "Pictures not asked for because too much was waiting or something was away.", ("api-server",)
    ),
    "pictures": Metric("Count", "Pictures looked at, by what came of it.", ("puller",), "Outcome"),
    "picture_seconds": Metric("Seconds", "Time to fetch one picture and look at it.", ("puller",)),
    "fingerprint_seconds": Metric("Seconds", "Time to make one fingerprint of a file.", ("puller",)),
    "fetches": Metric("Count", "Fetches of strangers' addresses, by how they ended.", FETCHING, "Outcome"),
    "fetch_seconds": Metric("Seconds", "Time of a fetch that succeeded.", FETCHING),
    "fetch_bytes": Metric("Bytes", "Size of what was fetched.", FETCHING),
    "fetch_retries": Metric("Count", "Fetches that were tried again at once.", FETCHING),
    "fingerprints_written": Metric("Count", "Fingerprints written to the database.", ("ingester",)),
    # The library
    "images_ingested": Metric("Count", "New images in the library.", ("image-ingester",)),
    "image_links_done": Metric(
        "Count", "Links whose image is in the library now, new or not.", ("image-ingester",)
    ),
    "image_failures": Metric(
        "Count",
        "Tries of links that brought no image, by why; most are made again.",
        ("image-ingester", "api-server"),
        "Code",
    ),
    "image_texts": Metric(
        "Count",
        "Pictures by whether they show writing: text, nontext, unsure, or unknown where no classifier said.",
        ("image-ingester",),
        "Class",
    ),
    "image_seconds": Metric(
        "Seconds", "Time to fetch one picture, look at it and store its files.", ("image-ingester",)
    ),
    "image_bytes": Metric("Bytes", "Size of a picture's file.", ("image-ingester",)),
    "image_transaction_seconds": Metric(
        "Seconds", "Time of one transaction of many images.", ("image-ingester",)
    ),
    "links_swept": Metric("Count", "Links sent because they were due.", ("api-server",)),
    "links_asked_about": Metric(
        "Count", "Links to albums, pages and posts that pullers were asked about.", ("api-server",)
    ),
    "links_not_resolved": Metric(
        "Count",
        "Tries of such links that led to nothing, by why; those for reasons that may pass are made again.",
        ("api-server",),
        "Code",
    ),
    "link_resolving_seconds": Metric(
        "Seconds", "Time from when a link was found until it was known what it leads to.", ("api-server",)
    ),
    "links_in_state": Metric("Count", "All links, by their state.", ("api-server",), "State"),
    "links_failed_of_kind": Metric(
        "Count", "Links that failed for good, by who followed them.", ("api-server",), "Kind"
    ),
    # The index of images
    "image_index_images": Metric("Count", "Images that the index searches.", ("api-server",)),
    "image_index_changes_beside": Metric(
        "Count", "Changed images that a process keeps beside the index's segment.", ("api-server",)
    ),
    "image_index_bytes": Metric("Bytes", "Size of the index's segment.", ("api-server",)),
    "image_index_refresh_seconds": Metric(
        "Seconds", "Time to see what has changed and take it over.", ("api-server",)
    ),
    "image_index_refresh_errors": Metric(
        "Count", "Times that the index could not be brought up to date.", ("api-server",)
    ),
    "image_index_build_seconds": Metric("Seconds", "Time to make a new segment.", ("api-server",)),
    "image_index_build_errors": Metric("Count", "Segments that could not be made.", ("api-server",)),
    # Database writes
    "ingest_transaction_seconds": Metric(
        "Seconds", "Time of one transaction of many batches.", ("ingester",)
    ),
    "ingest_favorites_seconds": Metric("Seconds", "Time to write favourites and their posts.", ("ingester",)),
    "ingest_contacts_seconds": Metric("Seconds", "Time to write contacts.", ("ingester",)),
    "ingest_rows": Metric("Count", "Records written to the database.", ("ingester",)),
    "ingest_duplicates": Metric("Count", "Batches that were in the database already.", ("ingester",)),
    "ingest_batches_dropped": Metric(
        "Count", "Batches whose run was deleted meanwhile, left out.", ("ingester",)
    ),
    "ingest_texts_cut": Metric("Count", "Texts too long for their column, cut.", DATABASE),
    "ingest_records_refused": Metric(
        "Count", "Records left out because nothing can be made of them.", ("ingester",)
    ),
    "ingest_errors": Metric("Count", "Transactions that failed after all tries.", ("ingester",)),
    "favorite_changes_pending": Metric(
        "Count", "Changes of lists that are not in the counts of favourites yet.", ("api-server",)
    ),
    "favorite_changes_folded": Metric(
        "Count", "Changes of lists that were added to the counts of favourites.", ("api-server", "ingester")
    ),
    "favorite_fold_seconds": Metric(
        "Seconds", "Time to add some changes to the counts of favourites.", ("api-server", "ingester")
    ),
    "favorite_counts_repaired": Metric(
        "Count", "Photos whose count of favourites was wrong and was set right.", ("api-server",)
    ),
    "database_retries": Metric("Count", "Transactions done again after a deadlock.", DATABASE),
    "database_errors": Metric("Count", "Database calls that failed.", DATABASE),
    # Runs
    "runs_started": Metric("Count", "Runs begun.", ("api-server",), "Kind"),
    "runs_finished": Metric("Count", "Runs ended, by state.", ("api-server",), "State"),
    "run_items_failed": Metric(
        "Count", "Items that ended with a reason instead of data.", ("api-server",), "Code"
    ),
    "run_items_swept": Metric(
        "Count", "Items sent again because no answer came by their deadline.", ("api-server",)
    ),
    "listing_posts_new": Metric(
        "Count", "Posts that runs of listings have brought for the first time.", ("api-server",), "Source"
    ),
    "listing_posts_removed": Metric(
        "Count", "Posts removed with the subscription that had brought them.", ("api-server",)
    ),
    "listings_late_seconds": Metric(
        "Seconds", "For how long the subscription that waits longest has been due.", ("api-server",)
    ),
    "subscriptions_paused": Metric(
        "Count",
        "Subscriptions that rest because there is nothing to be read, by why.",
        ("api-server",),
        "Code",
    ),
    "crawls_ended": Metric("Count", "Crawls ended, by state.", ("api-server",), "State"),
    "crawl_seconds": Metric("Seconds", "Time from a crawl's start to its end.", ("api-server",)),
    "crawl_results": Metric(
        "Count", "Results of crawls that ended, by what became of them.", ("api-server",), "Outcome"
    ),
    "crawls_under_way": Metric("Count", "Crawls under way, by state.", ("api-server",), "State"),
    "crawls_late_seconds": Metric(
        "Seconds", "For how long the crawl that waits longest to be carried on has been due.", ("api-server",)
    ),
    "photographers_capped": Metric(
        "Count", "Runs that found more photographers than are pulled.", ("api-server",)
    ),
    "time_to_first_recommendations": Metric(
        "Seconds", "From a run's start to its first results.", ("api-server",)
    ),
    "time_to_all_recommendations": Metric("Seconds", "From a run's start to its end.", ("api-server",)),
    # HTTP
    "http_requests": Metric("Count", "Requests answered, by class of status.", ("api-server",), "Status"),
    "http_request_seconds": Metric("Seconds", "Time to answer a request.", ("api-server",)),
    "http_request_errors": Metric("Count", "Requests that ended in a fault of ours (500).", ("api-server",)),
    "requests_limited": Metric("Count", "Requests refused because of a rate limit.", ("api-server",)),
    "recommendation_seconds": Metric(
        "Seconds", "Time to score one list of recommendations.", ("api-server",)
    ),
    "logins": Metric("Count", "Logins, by how they ended.", ("api-server",), "Outcome"),
    "favorites_made": Metric("Count", "Favourites added or removed for users.", ("api-server",)),
    "photos_shown": Metric("Count", "Photos noted as shown to a user.", ("api-server",)),
    "mutes_made": Metric("Count", "Things that users muted, by kind.", ("api-server",), "Kind"),
    "feed_fetches": Metric("Count", "Feeds read, by outcome.", ("api-server",), "Outcome"),
    "image_searches": Metric("Count", "Pictures that were looked for.", ("api-server",), "Method"),
    "image_search_seconds": Metric(
        "Seconds", "Time to find a picture in the index, without fetching and decoding it.", ("api-server",)
    ),
    "artist_searches": Metric("Count", "Artist searches that began.", ("api-server",), "Kind"),
    "artist_searches_ended": Metric("Count", "Artist searches that ended.", ("api-server",), "Outcome"),
    "artist_search_seconds": Metric("Seconds", "Time from a question to its end.", ("api-server",)),
    "artist_search_stage_seconds": Metric("Seconds", "Time in each stage.", ("api-server",), "Stage"),
    "artist_search_compare_seconds": Metric(
        "Seconds", "Time to fetch an artwork's picture and to compare it.", ("api-server",)
    ),
    "uploads": Metric("Count", "Pictures that people brought, as a file or a url.", ("api-server",), "Kind"),
    "internal_api_errors": Metric(
        "Count", "Calls of the internal API that failed.", ("scheduler", "response-readers")
    ),
    # Scheduler
    "scheduler_turn_seconds": Metric("Seconds", "Time of one turn of the scheduler.", ("scheduler",)),
    "subscriptions_started": Metric("Count", "Runs that the scheduler had started.", ("scheduler",)),
    "scheduler_lock_lost": Metric("Count", "Times that the scheduler found its lock gone.", ("scheduler",)),
    "messages_waiting": Metric("Count", "Messages waiting in a queue.", ("scheduler",), "Queue"),
    "messages_in_flight": Metric(
        "Count", "Messages of a queue that somebody works on.", ("scheduler",), "Queue"
    ),
    "dead_letters": Metric("Count", "Messages in a queue's dead-letter queue.", ("scheduler",), "Queue"),
}
