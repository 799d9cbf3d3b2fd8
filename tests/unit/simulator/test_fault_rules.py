"""Faults: which calls a rule concerns, and what becomes of them."""

import msgspec
import pytest

from simulator.control.faults import Fault, Faults, Verdict


def _judge(faults: Faults, *, method: str = "flickr.test.echo", user_id: str = "", key: str = "k") -> Verdict:
    return faults.judge(where="rest", method=method, user_id=user_id, api_key=key)


def test_without_rules_nothing_happens() -> None:
    assert _judge(Faults()) == Verdict()


def test_a_rule_concerns_the_methods_that_its_patterns_name() -> None:
    faults = Faults((Fault(methods=("flickr.favorites.*",), http_status=503),))
    assert _judge(faults, method="flickr.favorites.add").fault is not None
    assert _judge(faults).fault is None


def test_a_rule_may_concern_one_user_only() -> None:
    faults = Faults((Fault(user_id="1@N00", flickr_code=105),))
    assert _judge(faults, user_id="1@N00").fault is not None
    assert _judge(faults, user_id="2@N00").fault is None


def test_a_rule_is_used_up_after_so_many_calls() -> None:
    faults = Faults((Fault(http_status=502, times=2),))
    assert [_judge(faults).fault is not None for _ in range(4)] == [True, True, False, False]


def test_an_error_rate_breaks_about_that_share() -> None:
    faults = Faults((Fault(http_status=502, error_rate=0.3),))
    assert 0.24 <= sum(_judge(faults).fault is not None for _ in range(2_000)) / 2_000 <= 0.36


def test_latencies_add_up() -> None:
    faults = Faults((Fault(latency_milliseconds=30), Fault(latency_milliseconds=10, jitter_milliseconds=10)))
    assert 0.040 <= _judge(faults).delay_seconds <= 0.050


def test_the_rate_limit_counts_by_key() -> None:
    faults = Faults((Fault(rate_limit_per_hour=2),))
    assert [_judge(faults).limited is not None for _ in range(3)] == [False, False, True]
    assert _judge(faults, key="another").limited is None


def test_reset_goes_back_to_the_settings() -> None:
    initial = (Fault(latency_milliseconds=5),)
    faults = Faults(initial)
    faults.set((Fault(http_status=503),))
    faults.reset()
    assert faults.now() == initial


def test_a_misspelled_rule_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="htp_status"):
        msgspec.convert({"htp_status": 503}, Fault)
