"""`fovea recommend --why`: every part of every score, also where there is little room."""

import json
import math
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from fovea_cli.explanations import decimals_for, summing
from fovea_cli.main import main
from tests.unit.cli.test_recommend import ACCOUNT, API, POST, answer_of, answers, run_of


def part(kind: str, amount: float, text: str, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"account": None, "shared_favorites": None, "shared": [], "count": None}
    return {"kind": kind, "amount": amount, "text": text, **empty, **more}


def explained(**more: Any) -> dict[str, Any]:
    shared = [{**POST, "title": title} for title in ("Dunes [old]", "")]
    parts = [
        part(
            "photographer", 1.53333, "Ann faved it; you share 5 favourites", shared=shared, shared_favorites=5
        ),
        part("others", 0.93333, "3 more photographers faved it", count=3),
        part("likeness", -0.06666, "you dismissed 1 photo by the same photographer", count=1),
    ]
    known = answer_of()
    photo, person = known["photos"][0], known["people"][0]
    why = {"summary": "Faved by Ann and 3 others, whose work you fave or follow.", "parts": parts}
    they = {
        "summary": "Bea faved 12 photos that you faved too.",
        "parts": [
            part("shared", 0.012, "12 favourites that you share"),
            part("owned", 0.003, "2 photos of theirs"),
        ],
    }
    return {
        **known,
        "photos": [
            {**photo, "score": 2.4, "why": why},
            {**photo, "score": 2.4, "why": {**why, "summary": ""}},
        ],
        "people": [{**person, "score": 0.015, "why": they}],
        **more,
    }


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Any:
    import responses

    from fovea_cli import recommend as command

    monkeypatch.setattr(command, "POLL_SECONDS", 0)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(f"{API}/api/accounts/lookup", json=ACCOUNT)
        yield mock


def recommend(*arguments: str, columns: int = 100) -> Result:
    command = ["recommend", "mara", "--url", API, *arguments]
    return CliRunner().invoke(main, command, env={"COLUMNS": str(columns)})


def test_every_photo_is_explained_in_parts_that_sum_to_its_score(api: Any) -> None:
    answers(api, [run_of("done")], explained())
    result = recommend("--why")
    assert result.exit_code == 0, result.output
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "For Mara [Lind], from 1,200 favourites and those of 39 of their 40 photographers",
        "",
        "Photos",
        "",
        " 1. Fog by Ole",
        "    https://www.flickr.com/photos/x/1",
        "    Faved by Ann and 3 others, whose work you fave or follow.",
        "    +1.533  Ann faved it; you share 5 favourites (“Dunes [old]”, “Untitled”, ...)",
        "    +0.933  3 more photographers faved it",
        "    -0.066  you dismissed 1 photo by the same photographer",
        "     2.400  the score",
        "",
        " 2. Fog by Ole",
        "    https://www.flickr.com/photos/x/1",
        "    +1.533  Ann faved it; you share 5 favourites (“Dunes [old]”, “Untitled”, ...)",
        "    +0.933  3 more photographers faved it",
        "    -0.066  you dismissed 1 photo by the same photographer",
        "     2.400  the score",
        "",
        "People to follow",
        "",
        " 1. Bea",
        "    https://www.flickr.com/photos/mara",
        "    Bea faved 12 photos that you faved too.",
        "    +0.01200  12 favourites that you share",
        "    +0.00300  2 photos of theirs",
        "     0.01500  the score",
    ]


@pytest.mark.parametrize("columns", [28, 40, 60])
def test_nothing_is_lost_in_a_narrow_terminal(api: Any, columns: int) -> None:
    answers(api, [run_of("done")], explained())
    lines = recommend("--why", columns=columns).stdout.splitlines()
    assert max(map(len, lines)) <= columns
    words = re.sub(r"\s+", "", "".join(lines))
    for text in (
        "https://www.flickr.com/photos/x/1",
        "+1.533Annfavedit;youshare5favourites(“Dunes[old]”,“Untitled”,...)",
        "-0.066youdismissed1photobythesamephotographer",
        "2.400thescore",
    ):
        assert text in words
    amounts = [line for line in lines if re.match(r"\s+[-+]\d", line)]
    assert len({re.match(r"\s+[-+]\d\.", line).end() for line in amounts[:6]}) == 1  # type: ignore[union-attr]


def test_with_json_the_explanation_is_asked_for_and_passed_on(api: Any) -> None:
    answers(api, [run_of("done")], explained())
    result = recommend("--why", "--json", "--method", "flexplore", "--photos", "2")
    assert json.loads(result.stdout) == explained()
    asked = api.calls[-1].request.params
    assert asked == {"photos": "2", "people": "5", "method": "flexplore", "explain": "true"}


def test_nothing_to_explain_is_no_failure_of_its_own(api: Any) -> None:
    answers(api, [run_of("done")], explained(photos=[], people=[]))
    result = recommend("--why")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


def test_too_few_favourites_are_told_with_why_too(api: Any) -> None:
    answers(api, [run_of("done")], explained(enough=False, photos=[], people=[]))
    result = recommend("--why")
    assert result.exit_code == 1
    assert "Recommendations need at least 5 by 3." in result.stderr


@pytest.mark.parametrize(
    ("scores", "decimals"),
    [([], 2), ([0.0], 2), ([2.4], 3), ([0.015, 0.001], 5), ([123.4], 1), ([54_321.0], 0), ([1e-12], 8)],
)
def test_scores_of_any_size_have_four_digits(scores: list[float], decimals: int) -> None:
    assert decimals_for(scores) == decimals


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12), st.integers(0, 6))
def test_rounded_parts_sum_to_the_rounded_score(amounts: list[float], decimals: int) -> None:
    total = math.fsum(amounts)
    rounded = summing(amounts, total, decimals=decimals)
    assert round(math.fsum(rounded) - round(total, decimals), 9) == 0
    assert all(abs(one - other) < 1.001 * 10**-decimals for one, other in zip(amounts, rounded, strict=True))
