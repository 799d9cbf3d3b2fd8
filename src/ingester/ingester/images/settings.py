"""Settings of the image ingester."""

from typing import Literal

from pydantic import Field

from fovea.settings import DatabaseSettings, FetchSettings, LinkSettings, StorageSettings, WorkerSettings


class ImageIngesterSettings(WorkerSettings, DatabaseSettings, StorageSettings, FetchSettings, LinkSettings):
    """What an image ingester needs: its queue, the database, the storage, and how to fetch from strangers."""

    image_jobs: int = Field(
        3,
        ge=1,
        le=20,
        description="Jobs of up to ten links each that are written in one transaction at most.",
    )
    image_bulks: int = Field(
        2,
        ge=1,
        le=8,
        description="How many such bulks are in hand: while one is written, another is fetched.",
    )
    image_threads: int = Field(
        8,
        ge=1,
        le=64,
        description="Pictures fetched at once. Each may take FOVEA_FETCH_MOST_BYTES of memory, twice over.",
    )
    image_decoders: int = Field(
        2, ge=1, le=16, description="Limited child processes that decode pictures and make thumbnails."
    )
    image_most_pixels: int = Field(
        120_000_000, ge=1, description="Largest picture that is looked at, in pixels of all its area."
    )
    image_decoding_seconds: float = Field(
        20.0, gt=0, description="Longest time that one picture may take to be decoded."
    )
    image_text_classifier: Literal["best", "detector", "classical", "none"] = Field(
        "best",
        description="What tells whether pictures show writing: the detector (a model, of the packages "
        "rapidocr and onnxruntime), the classical way (quicker, and much oftener wrong), none, or the best "
        "that there is. Images that came before are told of, too.",
    )
    image_text_models: str = Field(
        "",
        description="Folder of the detector's models, if they are not to be those of the package rapidocr.",
    )
    image_host_requests_per_second: int = Field(
        50, ge=1, description="Pictures that all image ingesters together fetch from one host a second."
    )
    flickr_base_url: str = Field(
        "https://www.flickr.com", description="Flickr's address, or the simulator's."
    )
