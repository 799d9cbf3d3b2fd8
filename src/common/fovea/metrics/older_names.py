"""What the metrics of the system before ours are called here. The page about metrics shows it."""

OLDER_NAMES = {
    "duration_to_get_favorites_from_flickr": "pull_favorites_seconds",
    "duration_to_get_contacts_from_flickr": "pull_contacts_seconds",
    "duration_to_process_user": "pull_job_seconds",
    "MaxBatchSizeExceeded": "pulls_truncated",
    "MaxNeighborsExceeded": "photographers_capped",
    "flickr_api_retries": "source_retries",
    "FlickrApiException": "source_errors",
    "database_favorites_write_duration": "ingest_favorites_seconds",
    "database_contacts_write_duration": "ingest_contacts_seconds",
    "DatabaseBatchWriterException": "ingest_errors",
    "time_to_get_all_data": "time_to_all_recommendations",
    "UsersStoreException": "internal_api_errors",
    "FavoritesStoreException": "database_errors",
    "Exception": "http_request_errors",
    "QueueReaderError": "queue_read_errors",
    "QueueWriterError": "queue_write_errors",
    "UnhandledException": "unhandled_exceptions",
}
