"""The index of images on OpenSearch: for libraries that outgrow the memory of one machine.

    cluster = connect("https://vpc-fovea-....us-west-2.es.amazonaws.com")
    store = Store(cluster, name="fovea-images-1")
    index = OpenSearchIndex(store, version=store.present().version, size=store.count())

Needs opensearch-py (`pip install "fovea[opensearch]"`). It was written by the documentation of OpenSearch and
of its k-NN plugin, and tested against a stand-in that keeps to that documentation; it has not been run
against a real cluster.
"""

from fovea.image_index.opensearch.cluster import Cluster, connect
from fovea.image_index.opensearch.errors import Conflict, IndexRefused, IndexUnavailable
from fovea.image_index.opensearch.index import OpenSearchIndex
from fovea.image_index.opensearch.store import Present, Store

__all__ = [
    "Cluster",
    "Conflict",
    "IndexRefused",
    "IndexUnavailable",
    "OpenSearchIndex",
    "Present",
    "Store",
    "connect",
]
