"""The response readers: what pullers and ingesters answer becomes the progress of runs."""
