"""An index on a cluster gives the answers of the one that looks at everything: the tests of all indexes run
over it, and those of what only a cluster does.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count as counting
from pathlib import Path

import numpy as np
import pytest

from fovea.fingerprints.histograms import TOTAL
from fovea.image_index import Among, ImageIndex, Rows, SimpleIndex
from fovea.image_index.opensearch import (
    Cluster,
    Conflict,
    IndexRefused,
    IndexUnavailable,
    OpenSearchIndex,
    Present,
    Store,
    connect,
)
from fovea.image_index.opensearch import index as searching
from fovea.image_index.opensearch.cluster import region_of
from fovea.image_matches import as_it_is, best
from tests.harness.opensearch import FakeOpenSearch, opensearch_server
from tests.unit.image_index import test_searching as contract
from tests.unit.image_index.worlds import all_methods, rows_of, seen_near

Backend = Callable[[Rows, Path], ImageIndex]
_names = counting()


@pytest.fixture(scope="module")
def _server() -> Iterator[FakeOpenSearch]:
    with opensearch_server() as cluster:
        yield cluster


@pytest.fixture
def server(_server: FakeOpenSearch) -> FakeOpenSearch:
    _server.forget()
    return _server


@pytest.fixture
def store(server: FakeOpenSearch) -> Store:
    made = Store(Cluster(connect(server.url).client, first_wait_seconds=0.001), name="fovea-images")
    made.make()
    return made


@pytest.fixture
def on_cluster(server: FakeOpenSearch) -> Backend:
    """Makes an index of rows."""

    def made(rows: Rows, _folder: Path) -> ImageIndex:
        store = Store(connect(server.url), name=f"fovea-images-{next(_names)}")
        store.make()
        store.bring(rows, version=1)
        store.show()
        return OpenSearchIndex(store, version=1, size=store.count())

    return made


@pytest.mark.parametrize("count", [0, 1, 7, 300])
def test_answers_are_those_of_looking_at_everything(on_cluster: Backend, count: int, tmp_path: Path) -> None:
    contract.test_answers_are_those_of_looking_at_everything(on_cluster, count, tmp_path)


def test_distances_are_sums_over_channels_and_bins(on_cluster: Backend, tmp_path: Path) -> None:
    contract.test_distances_are_sums_over_channels_and_bins(on_cluster, tmp_path)


def test_facts_are_what_was_put_in_and_strangers_have_none(on_cluster: Backend, tmp_path: Path) -> None:
    contract.test_facts_are_what_was_put_in_and_strangers_have_none(on_cluster, tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_crowds_and_ties_are_told_apart_exactly(on_cluster: Backend, tmp_path: Path, seed: int) -> None:
    rows = rows_of(400, seed=seed, crowds=3 + 20 * seed)
    simple, index = SimpleIndex(rows), on_cluster(rows, tmp_path)
    for method, fingerprint in all_methods(seen_near(rows, 7 * seed, flips=seed, seed=seed)):
        for most in (1, 9, 100):
            assert contract.same(
                index.nearest(method, fingerprint, most), simple.nearest(method, fingerprint, most)
            )


def test_histograms_whose_scores_are_the_same_though_their_distances_are_not_are_told_apart(
    on_cluster: Backend, tmp_path: Path
) -> None:
    rows = rows_of(300, seed=1)
    rows.histogram[:] = TOTAL
    rows.histogram[:, 0] = np.random.default_rng(1).permutation(300)  # beside squares of 2**36
    simple, index = SimpleIndex(rows), on_cluster(rows, tmp_path)
    asked = (0,) * 12
    scores = {hit.score for page in index._pages(_all_by_l2(asked), most=300) for hit in page}  # type: ignore[attr-defined]
    assert len(scores) < 290, "the scores alone tell all of them apart: nothing is tested"
    for most in (1, 5, 40, 299):
        found = index.nearest("histogram-l2", asked, most)
        assert contract.same(found, simple.nearest("histogram-l2", asked, most))


def _all_by_l2(asked: tuple[int, ...]) -> dict[str, object]:
    return searching._question("histogram-l2", [float(one) for one in asked], [], None)


def test_more_numbers_than_a_question_may_have_are_asked_in_parts(
    on_cluster: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(90, seed=2)
    simple, index = SimpleIndex(rows), on_cluster(rows, tmp_path)
    monkeypatch.setattr(searching, "_TERMS", 7)
    among = Among(ids=rows.ids[::2], ratings={0, 1, 3})
    for method, fingerprint in all_methods(seen_near(rows, 4, flips=2)):
        found = index.nearest(method, fingerprint, 20, None, among)
        assert contract.same(found, simple.nearest(method, fingerprint, 20, None, among))
        assert index.nearest(method, fingerprint, 20, None, Among(ids=rows.ids[:0])).ids.tolist() == []


def test_more_images_than_an_answer_may_have_are_fetched_page_by_page(
    on_cluster: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(90, seed=3)
    simple, index = SimpleIndex(rows), on_cluster(rows, tmp_path)
    monkeypatch.setattr(searching, "_PAGE", 11)
    for method, fingerprint in all_methods(seen_near(rows, 4, flips=2)):
        found = index.nearest(method, fingerprint, 80)
        assert contract.same(found, simple.nearest(method, fingerprint, 80))


def test_who_is_busy_is_asked_again(store: Store, server: FakeOpenSearch) -> None:
    rows = rows_of(50, seed=4)
    server.busy_items = 20
    server.faults = [429, 0, 503]
    store.bring(rows, version=1)
    store.show()
    assert store.count() == 50


def test_only_what_was_put_off_is_brought_again(store: Store, server: FakeOpenSearch) -> None:
    server.busy_items = 2
    store.bring(rows_of(50, seed=4), version=1)
    index = server.indices["fovea-images-images"]
    assert index._numbers == 50  # each was written once
    assert len([one for one in server.asked if "/_bulk" in one[1]]) == 2


def test_who_stays_busy_is_told_of_in_words(store: Store, server: FakeOpenSearch) -> None:
    server.faults = [429] * 10
    with pytest.raises(IndexUnavailable, match="too much to do"):
        store.count()
    server.faults = []
    server.busy_items = 1_000
    with pytest.raises(IndexUnavailable, match="too much to do"):
        store.bring(rows_of(3), version=1)


def test_an_answer_without_some_shards_is_none(
    on_cluster: Backend, server: FakeOpenSearch, tmp_path: Path
) -> None:
    index = on_cluster(rows_of(20), tmp_path)
    server.failed_shards = 1
    with pytest.raises(IndexUnavailable, match="part of the index"):
        index.nearest("phash", 1, 5)


def test_nobody_there_is_told_of_in_words() -> None:
    with opensearch_server() as server:
        url = server.url
    store = Store(Cluster(connect(url, timeout_seconds=1).client, first_wait_seconds=0.001), name="x")
    with pytest.raises(IndexUnavailable, match="FOVEA_OPENSEARCH_URL"):
        store.count()


def test_permissions_that_lack_are_told_of_in_words(store: Store, server: FakeOpenSearch) -> None:
    server.faults = [403]
    with pytest.raises(IndexRefused, match="access policy"):
        store.count()
    with pytest.raises(IndexRefused, match="no such index"):
        Store(store.cluster, name="other").count()


def test_what_is_older_than_what_is_there_changes_nothing(store: Store) -> None:
    old, new = rows_of(5, seed=1), rows_of(5, seed=1)
    new.rating[:] = (old.rating + 1) % 4
    store.bring(new, version=9)
    store.remove(new.ids[:1], version=10)
    store.bring(old, version=8)
    store.remove(old.ids[1:2], version=8)
    store.show()
    there = OpenSearchIndex(store, version=9, size=4).facts(new.ids.tolist())
    assert {number: facts.rating for number, facts in there.items()} == dict(
        zip(new.ids[1:].tolist(), new.rating[1:].tolist(), strict=True)
    )


def test_how_far_it_is_is_changed_only_by_who_knows_it(store: Store) -> None:
    first = store.present()
    second = store.advance(first, Present(3))
    assert store.present() == second
    for stale in (first, second._replace(mark=(99, 1))):
        with pytest.raises(Conflict):
            store.advance(stale, Present(4))
    assert store.advance(second, Present(5)) == store.present()


def test_questions_to_a_domain_of_amazon_are_signed_with_the_role_of_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    url = "https://vpc-fovea-dev-abc123.us-west-2.es.amazonaws.com"
    assert region_of(url) == "us-west-2"
    assert region_of("https://es.amazonaws.com.example.com") is None
    connection = connect(url).client.transport.get_connection()
    signed = connection.session if hasattr(connection, "session") else connection.http_auth
    headers = signed("POST", f"{url}:443/fovea-images/_search", "{}")
    assert "Credential=AKIATEST/" in headers["Authorization"]
    assert "/us-west-2/es/aws4_request" in headers["Authorization"]


def test_a_name_and_a_password_come_from_the_address(server: FakeOpenSearch) -> None:
    store = Store(connect(server.url.replace("//", "//fovea:p%40ss@")), name="fovea-images")
    store.make()
    assert {headers["authorization"] for _, _, headers in server.asked} == {"Basic Zm92ZWE6cEBzcw=="}


@pytest.mark.parametrize("url", ["localhost:9200", "ftp://host", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address of OpenSearch"):
        connect(url)


def test_several_at_once_are_found_as_one_after_the_other(on_cluster: Backend, tmp_path: Path) -> None:
    rows = rows_of(60, seed=11)
    simple, index = SimpleIndex(rows), on_cluster(rows, tmp_path)
    asked = [seen_near(rows, at, flips=at // 10, seed=at).phash for at in range(0, 60, 9)]
    together = index.nearest_to_each("phash", asked, 9, 20)
    assert [found.ids.tolist() for found in together] == [
        simple.nearest("phash", one, 9, 20).ids.tolist() for one in asked
    ]


def test_who_has_not_seen_the_index_go_makes_no_other_one(store: Store, server: FakeOpenSearch) -> None:
    del server.indices["fovea-images-images"]
    with pytest.raises(IndexRefused, match="no such index"):
        store.bring(rows_of(3), version=1)
    assert list(server.indices) == ["fovea-images-present"]
    assert store.present() == Present()


def test_the_stand_in_refuses_what_opensearch_refuses(server: FakeOpenSearch) -> None:
    cluster = connect(server.url)
    client, ask = cluster.client, cluster.ask
    for field, why in (
        ({"type": "hash"}, "No handler for type"),
        ({"type": "knn_vector"}, "Dimension"),
        ({"type": "binary", "dimension": 8}, "unknown parameter"),
    ):
        body = {"mappings": {"properties": {"a": field}}}
        with pytest.raises(IndexRefused, match=why):
            ask(partial(client.indices.create, index="x", body=body))
    store = Store(cluster, name="x")
    store.make()
    good = {"id": 1, "rating": 0, "quality": -1, "fed": 1, "histogram": [1.0] * 12}
    for bad, why in (
        ({"histogram": [1.0] * 11}, "dimension mismatch"),
        ({"phash": "not base64"}, "failed to parse"),
        ({"rating": 2**31}, "out of range"),
        ({"other": 1}, "strict"),
    ):
        with pytest.raises(IndexRefused, match=why):
            ask(partial(client.index, index="x", id="1", body=good | bad))
    store.bring(rows_of(3), version=1)
    store.show()
    script = {"lang": "knn", "source": "knn_score"}
    for params, why in (
        ({"field": "phash", "query_value": 1, "space_type": "hammingbit"}, "Incompatible"),
        ({"field": "phash", "query_value": [1.0], "space_type": "l1"}, "Incompatible"),
        ({"field": "histogram", "query_value": [1.0] * 11, "space_type": "l1"}, "does not match"),
        ({"field": "histogram", "query_value": [1] * 12, "space_type": "l1"}, "cast"),
        ({"field": "histogram", "query_value": [1.0] * 12}, "Missing"),
    ):
        scored = {"query": {"match_all": {}}, "script": script | {"params": params}}
        with pytest.raises(IndexRefused, match=why):
            ask(partial(client.search, index="x", body={"query": {"script_score": scored}}))
    with pytest.raises(IndexRefused, match="too large"):
        ask(lambda: client.search(index="x", body={"size": 10_001}))
    with pytest.raises(IndexRefused, match="exceeded"):
        ask(lambda: client.search(index="x", body={"query": {"terms": {"id": list(range(65_537))}}}))


def test_a_picture_is_found_as_in_memory(on_cluster: Backend, tmp_path: Path) -> None:
    rows = rows_of(200, seed=12)
    simple, index = SimpleIndex(rows), on_cluster(rows, tmp_path)
    found = 0
    for at in (3, 90, 150):
        seen = as_it_is(seen_near(rows, at, flips=4, seed=at))
        told = best(index, seen, limit=20)
        assert told == best(simple, seen, limit=20)
        found += len(told)
    assert found
