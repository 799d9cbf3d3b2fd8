"""What the ingester makes of batches, on both databases."""

import json

import msgspec
import pytest
from sqlalchemy import Engine, func, select

from fovea import messages, wire
from fovea.clock import MINUTE
from fovea.database import accounts, favorite_edits, favorites, follows, posts
from fovea.database.engine import in_transaction, read
from fovea.database.tables import receipts
from fovea.errors import UndecodableMessage
from fovea.messages import AccountRecord, Batch, PostRecord, Receipt
from fovea.wire import Records
from ingester.memory import Memories
from ingester.writing import write
from tests.integration.ingester.arriving import (
    NOON,
    arrive,
    batch,
    contacts,
    favorites_of,
    in_json,
    of_lines,
    photo,
)


class Writer:
    """An ingester without its queues."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.memories = Memories(1_000)

    def __call__(self, *sent: Batch) -> list[Receipt]:
        return write(self.engine, [arrive(one) for one in sent], memories=self.memories)

    def summary(self, account: str = "admirer@N01") -> favorites.Summary:
        with read(self.engine) as connection:
            found = accounts.find(connection, "flickr", account)
            assert found is not None
            summary = favorites.summary_of(connection, found.id)
            assert summary is not None
            return summary

    def account(self, external_id: str) -> accounts.Account:
        with read(self.engine) as connection:
            found = accounts.find(connection, "flickr", external_id)
        assert found is not None
        return found

    def post(self, external_id: str) -> posts.Post:
        with read(self.engine) as connection:
            found = posts.find(connection, "flickr", external_id)
        assert found is not None
        return found

    def followees(self, account: str = "admirer@N01") -> set[str]:
        with read(self.engine) as connection:
            numbers = follows.followees_of(connection, self.account(account).id)
            return {one.external_id for one in accounts.get_many(connection, numbers).values()}


@pytest.fixture(params=["remembering", "forgetful"])
def ingest(engine: Engine, request: pytest.FixtureRequest) -> Writer:
    """What an ingester remembers must not change what it writes."""
    writer = Writer(engine)
    if request.param == "forgetful":
        writer.memories = Memories(0)
    return writer


def rows_in(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())


def test_a_batch_is_stored_with_its_photos_their_owner_and_its_receipt(
    ingest: Writer, engine: Engine
) -> None:
    told = photo("51", title="Harbour 🌅", tags=["sea", "naïve"], posted_at=NOON - 5, taken_at=-1)
    sent = batch([told, "52"], newest_faved_at=NOON - 7)
    assert ingest(sent) == [Receipt(run_id=1, item_id=1, execution=1, number=0, rows=2)]
    assert favorites_of(engine, "admirer@N01") == {"51", "52"}
    stored = ingest.post("51")
    assert (stored.title, stored.tags, stored.posted_at, stored.taken_at) == (
        "Harbour 🌅",
        ["sea", "naïve"],
        NOON - 5,
        -1,
    )
    assert stored.sizes == told.sizes
    owner = ingest.account("12345@N00")
    assert (stored.owner_id, owner.username, owner.state) == (owner.id, "harbours", "active")
    summary = ingest.summary()
    assert (summary.count, summary.pulled_at, summary.full_pulled_at, summary.newest_faved_at) == (
        2,
        NOON,
        NOON,
        NOON - 7,
    )


def test_a_batch_delivered_twice_changes_nothing(ingest: Writer, engine: Engine) -> None:
    first = batch([photo("51", title="Old title")])
    newer = batch([photo("51", title="New title")], execution=2, item_id=2, pulled_at=NOON + 1)
    ingest(first)
    ingest(newer)
    assert ingest(first) == [Receipt(run_id=1, item_id=1, execution=1, number=0, rows=1)]
    assert ingest.post("51").title == "New title"
    assert rows_in(engine, "receipts") == 2


def test_a_batch_that_comes_twice_in_one_receive_is_written_once(ingest: Writer, engine: Engine) -> None:
    assert len(ingest(batch(["51"]), batch(["51"]))) == 1
    assert rows_in(engine, "receipts") == 1


def test_pages_of_one_execution_count_when_all_are_there_in_any_order(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["old"], execution=9, item_id=9, pulled_at=NOON - 1))
    pages = [
        batch(["1", "2"], number=0, last=False, newest_faved_at=NOON - 1),
        batch(["3"], number=1, last=False),
        batch(["4"], number=2, truncated=True),
    ]
    ingest(pages[2])
    ingest(pages[0])
    assert favorites_of(engine, "admirer@N01") == {"old"}
    ingest(pages[1])
    assert favorites_of(engine, "admirer@N01") == {"1", "2", "3", "4"}
    summary = ingest.summary()
    assert (summary.newest_faved_at, summary.truncated) == (NOON - 1, True)


def test_what_was_staged_is_dropped_when_it_has_been_put_in(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1"], number=0, last=False))
    ingest(batch(["2"], number=1))
    with read(engine) as connection:
        staged = connection.scalar(select(func.count(receipts.c.staged)))
    assert staged == 0


def test_pages_that_arrive_together_are_put_in_at_once(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1"], number=1), batch(["2"], number=0, last=False))
    assert favorites_of(engine, "admirer@N01") == {"1", "2"}
    assert ingest.summary().full_pulled_at == NOON


def test_first_pages_can_be_recommended_from_before_the_pull_is_complete(
    ingest: Writer, engine: Engine
) -> None:
    ingest(batch(["1", "2"], number=0, last=False))
    assert favorites_of(engine, "admirer@N01") == {"1", "2"}
    summary = ingest.summary()
    assert (summary.pulled_at, summary.full_pulled_at) == (0, None)


def test_pages_of_an_abandoned_first_execution_do_not_stay(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["unfaved meanwhile"], number=0, last=False, execution=1))
    ingest(batch(["1"], execution=2))
    assert favorites_of(engine, "admirer@N01") == {"1"}


def test_a_whole_pull_notices_what_is_no_longer_faved(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1", "2"]))
    ingest(batch(["2", "3"], execution=2, pulled_at=NOON + 1))
    assert favorites_of(engine, "admirer@N01") == {"2", "3"}


def test_an_incremental_pull_adds_and_takes_nothing_away(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1", "2"], newest_faved_at=NOON - 9))
    ingest(batch(["3"], execution=2, pulled_at=NOON + 1, since=NOON - 9, newest_faved_at=NOON - 2))
    assert favorites_of(engine, "admirer@N01") == {"1", "2", "3"}
    summary = ingest.summary()
    assert (summary.pulled_at, summary.full_pulled_at, summary.newest_faved_at) == (NOON + 1, NOON, NOON - 2)


@pytest.mark.parametrize("since", [None, NOON - 100])
def test_a_pull_that_began_before_the_newest_whole_one_changes_nothing(
    ingest: Writer, engine: Engine, since: int | None
) -> None:
    ingest(batch(["1"], execution=2, pulled_at=NOON))
    ingest(batch(["unfaved meanwhile"], execution=1, pulled_at=NOON - 1, since=since))
    assert favorites_of(engine, "admirer@N01") == {"1"}
    assert ingest.summary().pulled_at == NOON


def test_a_late_whole_pull_keeps_what_a_newer_incremental_one_has_brought(
    ingest: Writer, engine: Engine
) -> None:
    ingest(batch(["1"], execution=1, pulled_at=NOON))
    ingest(batch(["3"], execution=3, pulled_at=NOON + 20, since=NOON))
    ingest(batch(["1", "2"], execution=2, pulled_at=NOON + 10))
    assert favorites_of(engine, "admirer@N01") == {"1", "2", "3"}
    assert ingest.summary().full_pulled_at == NOON + 10


def test_a_short_pull_does_not_shorten_a_long_list(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1", "2", "3"], execution=1))
    ingest(batch(["4"], execution=2, pulled_at=NOON + 1, truncated=True))
    assert favorites_of(engine, "admirer@N01") == {"1", "2", "3", "4"}
    assert not ingest.summary().truncated


def test_an_account_without_favourites_has_an_empty_list(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1"]))
    ingest(batch([], execution=2, pulled_at=NOON + 1))
    assert favorites_of(engine, "admirer@N01") == set()
    assert ingest.summary().count == 0


def test_what_the_user_faved_and_unfaved_here_survives_a_pull_that_began_before(
    ingest: Writer, engine: Engine
) -> None:
    ingest(batch(["1", "2", "3"]))
    me, numbers = ingest.account("admirer@N01").id, {name: ingest.post(name).id for name in "123"}
    in_transaction(
        engine, lambda c: favorite_edits.finish(c, me, numbers["1"], action="remove", at=NOON + 50)
    )
    in_transaction(engine, lambda c: favorite_edits.finish(c, me, numbers["3"], action="add", at=NOON + 50))
    assert favorites_of(engine, "admirer@N01") == {"2", "3"}
    ingest(batch(["1", "2"], execution=2, pulled_at=NOON + 40))
    assert favorites_of(engine, "admirer@N01") == {"2", "3"}
    ingest(batch(["1", "2"], execution=3, pulled_at=NOON + 51 + MINUTE))
    assert favorites_of(engine, "admirer@N01") == {"1", "2"}


def test_an_edit_that_the_source_has_not_taken_yet_is_not_applied(ingest: Writer, engine: Engine) -> None:
    ingest(batch(["1", "2"]))
    me, one = ingest.account("admirer@N01").id, ingest.post("1").id
    in_transaction(engine, lambda c: favorite_edits.begin(c, me, one, action="remove", at=NOON + 50))
    ingest(batch(["1", "2"], execution=2, pulled_at=NOON + 40))
    assert favorites_of(engine, "admirer@N01") == {"1", "2"}


def test_changed_titles_addresses_and_owners_are_noticed(ingest: Writer) -> None:
    ingest(batch([photo("51", title="Old", url="https://old.example.com")]))
    number = ingest.post("51").id
    changed = photo("51", title="New", url="https://new.example.com", owner="6789@N02")
    ingest(batch([changed], execution=2, pulled_at=NOON + 1))
    stored = ingest.post("51")
    assert (stored.id, stored.title, stored.url) == (number, "New", "https://new.example.com")
    assert stored.owner_id == ingest.account("6789@N02").id


def test_a_new_name_is_noticed_and_an_older_one_does_not_come_back(ingest: Writer) -> None:
    def named(name: str | None, execution: int, at: int) -> Batch:
        described = AccountRecord(external_id="12345@N00", username=name)
        return batch(["51"], accounts=[described], execution=execution, pulled_at=at)

    ingest(named("first", 1, NOON))
    ingest(named("second", 2, NOON + 10))
    ingest(named("first, late", 3, NOON + 5))
    ingest(named(None, 4, NOON + 20))
    assert ingest.account("12345@N00").username == "second"


def test_a_name_that_was_changed_and_changed_back_is_right_when_both_are_told_together(
    ingest: Writer,
) -> None:
    def named(name: str, execution: int, at: int) -> Batch:
        described = AccountRecord(external_id="12345@N00", username=name)
        return batch(["51"], accounts=[described], execution=execution, pulled_at=at)

    ingest(named("first", 1, NOON))
    ingest(named("second", 2, NOON + 1), named("first", 3, NOON + 2))
    assert ingest.account("12345@N00").username == "first"
    ingest(named("second", 4, NOON + 3))
    ingest(named("first", 5, NOON + 4))
    assert ingest.account("12345@N00").username == "first"


def test_a_title_that_was_changed_and_changed_back_is_right(ingest: Writer) -> None:
    def titled(title: str, execution: int) -> Batch:
        return batch([photo("51", title=title)], execution=execution, pulled_at=NOON + execution)

    ingest(titled("first", 1))
    ingest(titled("second", 2), titled("first", 3))
    assert ingest.post("51").title == "first"
    ingest(titled("second", 4))
    ingest(titled("first", 5))
    assert ingest.post("51").title == "first"


def test_a_profile_only_describes_its_account(ingest: Writer, engine: Engine) -> None:
    described = AccountRecord(external_id="admirer@N01", username="ad", real_name="Ad Mirer", state="active")
    ingest(batch(kind="profile", accounts=[described]))
    stored = ingest.account("admirer@N01")
    assert (stored.username, stored.real_name, stored.described_at) == ("ad", "Ad Mirer", NOON)
    assert rows_in(engine, "favorite_lists") == 0


def test_contacts_are_replaced_when_all_of_them_are_there(ingest: Writer) -> None:
    ingest(contacts(["a@N1", "b@N1"]))
    assert ingest.followees() == {"a@N1", "b@N1"}
    ingest(contacts(["b@N1"], execution=2, number=0, last=False, pulled_at=NOON + 1))
    assert ingest.followees() == {"a@N1", "b@N1"}
    ingest(contacts(["c@N1"], execution=2, number=1, pulled_at=NOON + 1))
    assert ingest.followees() == {"b@N1", "c@N1"}
    account = ingest.account("admirer@N01")
    assert account.contacts_pulled_at == NOON + 1
    assert ingest.account("c@N1").username == "name of c@N1"


def test_contacts_pulled_earlier_change_nothing(ingest: Writer) -> None:
    ingest(contacts(["new@N1"], execution=2, pulled_at=NOON))
    ingest(contacts(["old@N1"], execution=1, pulled_at=NOON - 1))
    assert ingest.followees() == {"new@N1"}


def test_a_cut_off_pull_of_contacts_ends_no_follow(ingest: Writer) -> None:
    ingest(contacts(["a@N1"]))
    ingest(contacts(["b@N1"], execution=2, pulled_at=NOON + 1, truncated=True))
    assert ingest.followees() == {"a@N1", "b@N1"}


def test_favourites_seen_again_use_up_no_numbers(ingest: Writer, engine: Engine) -> None:
    for execution in range(5):
        ingest(batch(["1", "2", "3"], execution=execution, pulled_at=NOON + execution))
    ingest(batch(["4"], execution=99, pulled_at=NOON + 99, of="other@N01"))
    assert sorted(ingest.post(name).id for name in "1234") == [1, 2, 3, 4]
    assert ingest.account("other@N01").id == 4


def test_what_strangers_write_sinks_no_neighbours(ingest: Writer, engine: Engine) -> None:
    odd = [
        photo("emoji", title="🦩" * 3_000),
        photo("nul", title="a\0b", url="https://example.com/\0", tags=["x\0"]),
        photo("tags", tags=["ein langes Wort " + "ß" * 90] * 2_000),
        photo("address", url="https://example.com/" + "a" * 3_000),
        photo("separator", title="line\u2028separator\ufffe"),
        photo("x" * 65),
        photo("", title="nameless"),
        photo("moments", posted_at=-(2**62), taken_at=2**62),
        PostRecord(external_id="bare", owner="12345@N00"),
        photo("fine"),
    ]
    strange = [
        AccountRecord(external_id="y" * 65, username="z"),
        AccountRecord(external_id="long@N1", username="é" * 999),
    ]
    ingest(batch(odd, accounts=strange), batch(["neighbour"], of="neighbour@N01", execution=2))
    expected = {one.external_id for one in odd if 0 < len(one.external_id) <= 64}
    assert favorites_of(engine, "admirer@N01") == expected
    assert favorites_of(engine, "neighbour@N01") == {"neighbour"}
    assert ingest.post("emoji").title == "🦩" * 1_000
    assert (ingest.post("nul").title, ingest.post("nul").tags) == ("ab", ["x"])
    assert ingest.post("address").url == ""
    assert ingest.account("long@N1").username == "é" * 255
    assert ingest.post("moments").taken_at == 2**62


WRONG = ['"external_id":{"no":"text"}', '"external_id":"2","title":7', '"name":"2"']


@pytest.mark.parametrize("wrong", WRONG)
def test_records_that_make_no_sense_are_left_out_and_their_neighbours_kept(
    engine: Engine, wrong: str
) -> None:
    body = in_json(batch(["1", "2", "3"])).replace('"external_id":"2"', wrong)
    write(engine, [arrive(body)], memories=Memories(10))
    assert favorites_of(engine, "admirer@N01") == {"1", "3"}


@pytest.mark.parametrize("wrong", [*(f"{{{one}}}" for one in WRONG), "", "[]", "{", "[" * 10_000])
def test_lines_that_make_no_sense_are_left_out_and_their_neighbours_kept(engine: Engine, wrong: str) -> None:
    first, third = (messages.describe(photo(name)) for name in "13")
    body = of_lines(batch(["1"]), [first, wrong.encode(), third])
    write(engine, [arrive(body)], memories=Memories(10))
    assert favorites_of(engine, "admirer@N01") == {"1", "3"}


def test_a_batch_that_gives_its_records_the_digests_of_others_does_not_change_those(
    ingest: Writer, engine: Engine
) -> None:
    theirs = batch(["1", "2"], of="other@N01", execution=2, pulled_at=NOON + 1)
    digests = arrive(theirs).posts.digests
    lies = [
        msgspec.structs.replace(arrive(of_lines(batch(), lines)), posts=Records(digests, packed))
        for lines in ([messages.describe(photo("evil")), b"nonsense"],)
        for packed in (wire.records(lines).packed,)
    ]
    write(engine, [*lies, arrive(theirs)], memories=ingest.memories)
    assert favorites_of(engine, "other@N01") == {"1", "2"}
    assert favorites_of(engine, "admirer@N01") == {"evil"}
    ingest(batch(["1", "evil"], of="third@N01", execution=3))
    assert favorites_of(engine, "third@N01") == {"1", "evil"}


def test_fields_may_come_in_any_order_and_with_spaces_between(engine: Engine) -> None:
    whole = json.loads(in_json(batch([photo("1", tags=["},{"]), photo("2\n"), photo("é"), photo("3")])))
    whole["posts"] = [dict(reversed(list(post.items()))) for post in whole["posts"]]
    write(engine, [arrive(json.dumps(whole, indent=1))], memories=Memories(10))
    assert favorites_of(engine, "admirer@N01") == {"1", "é", "3"}


@pytest.mark.parametrize("records", ["5", "null", "{}", '"[]"'])
def test_a_batch_whose_records_are_no_list_empties_none(records: str) -> None:
    body = in_json(batch(["1"]))
    start, end = body.index('"posts":') + 8, body.rindex("}")
    with pytest.raises(UndecodableMessage):
        arrive(body[:start] + records + body[end:])


def test_an_account_deleted_behind_our_back_is_made_again(ingest: Writer, engine: Engine) -> None:
    ingest(batch(kind="profile", accounts=[AccountRecord(external_id="12345@N00")], of="12345@N00"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM accounts WHERE external_id = '12345@N00'")
    ingest(batch(["51"], execution=2))
    assert favorites_of(engine, "admirer@N01") == {"51"}
