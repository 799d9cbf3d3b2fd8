"""A stand-in for OpenSearch: the few requests that Fovea makes, as OpenSearch's documentation has them.

It refuses what the documentation says is refused. It is no OpenSearch: nothing that the documentation leaves
open, or gets wrong, is found with it.
"""

from tests.harness.opensearch.server import FakeOpenSearch, opensearch_server

__all__ = ["FakeOpenSearch", "opensearch_server"]
