"""What is a search, how it is understood, and where one is wrong."""

import pytest

from fovea.library_query import QueryInvalid, parse, printed

ACCEPTED = [
    ("", ""),
    ("   ", ""),
    ("Cat  DOG", "cat dog"),
    ("cat -dog", "cat -dog"),
    ("-(-cat)", "cat"),
    ("--cat", "cat"),
    ("a or b", "a or b"),
    ("a OR b", "a or b"),
    ("a | b|c", "a or b or c"),
    ("a b or c d", "(a b) or (c d)"),
    ("a (b or c)", "a (b or c)"),
    ("(a (b c))", "a b c"),
    ("(a or (b or c))", "a or b or c"),
    ("~a ~b c", "(a or b) c"),
    ("c ~a d ~b", "c (a or b) d"),
    ("~a", "a"),
    ("~-a ~b", "-a or b"),
    ("-(a or b)", "-(a or b)"),
    ('"golden   gate"', '"golden gate"'),
    ('-"golden gate"', '-"golden gate"'),
    (r'"say \"hi\""', r'"say \"hi\""'),
    ("saber_(fate)", "saber_(fate)"),
    ("(saber_(fate) or x)", "saber_(fate) or x"),
    (r"\(o", r"\(o"),
    (r"\-_-", r"\-_-"),
    (r"\or", r"\or"),
    (r"a\ b", "a_b"),
    (r"re\:zero", r"re\:zero"),
    (":3", ":3"),
    ("2:3", "2:3"),
    ("cat*", "cat*"),
    ("*cat", "*cat"),
    ("c**t", "c*t"),
    ("c*t*s", "c*t*s"),
    (r"a\*b", r"a\*b"),
    ("日本 ünï 😀", "日本 ünï 😀"),
    ("u\u0308ber", "über"),
    ("a\x00b", "a b"),
    ("rating:S,general", "rating:general,safe"),
    ("RATING:sensitive", "rating:safe"),
    ("tag:re:zero", "tag:re:zero"),
    ('tag:"Blue Sky"', "tag:blue_sky"),
    ("artist:ansel*", "artist:ansel*"),
    ("by:Anna", "account:Anna"),
    ('account:"Anna  K."', 'account:"Anna K."'),
    ("width:1920", "width:1920"),
    ("width:>=1920", "width:>=1920"),
    ("width:100..200", "width:100..200"),
    ("width:100..", "width:>=100"),
    ("width:..100", "width:<=100"),
    ("score:-5..-1", "score:-5..-1"),
    ("size:>1.5mb", "size:>1500000"),
    ("size:2kib", "size:2048"),
    ("pixels:12m..", "pixels:>=12000000"),
    ("ratio:3/2", "ratio:1.5"),
    ("ratio:>16:9", "ratio:>1.7777777777777777"),
    ("date:2024-02-29", "date:2024-02-29"),
    ("date:2024-05-01t12:30", "date:2024-05-01T12:30"),
    ("date:2024..", "date:>=2024"),
    ("date:TODAY", "date:today"),
    ("date:3d..", "date:>=3d"),
    ("date:2w..3d", "date:2w..3d"),
    ("age:3d", "age:<=3d"),
    ("age:>14d", "age:>2w"),
    ("color:#F80", "color:#ff8800"),
    ("colour:orange~20", "color:#ffa500~20"),
    ("color:ff8800~10", "color:#ff8800"),
    ("similar:12", "similar:12"),
    ("similar:89ABCDEF01234567~4", "similar:89abcdef01234567~4"),
    ("md5:D41D8CD98F00B204E9800998ECF8427E", "md5:d41d8cd98f00b204e9800998ecf8427e"),
    ("text:no best:yes animated:no", "text:no best:yes animated:no"),
    ("format:jpg,png", "format:jpeg,png"),
    ("a order:score", "a order:score"),
    ("order:random:x-1 a or b", "(a or b) order:random:x-1"),
    ("sort:oldest", "order:oldest"),
    ("similar:1 order:similar", "similar:1 order:similar"),
]


@pytest.mark.parametrize(("text", "canonical"), ACCEPTED)
def test_a_search_is_understood(text: str, canonical: str) -> None:
    assert printed(parse(text)) == canonical
    assert parse(canonical) == parse(text)


# the text, the column (from 1), the length, and a piece of the hint
REFUSED = [
    ("cat (dog", 5, 1, "Write )"),
    ("cat) dog", 4, 1, "write ( before"),
    ("cat ()", 5, 1, "between them"),
    ("( )", 1, 1, "between them"),
    ('cat "dog', 5, 1, 'another "'),
    ('""', 1, 2, "Write one"),
    ('"!?"', 1, 4, "Write one"),
    ("or cat", 1, 2, r"\or"),
    ("cat or", 5, 2, r"\or"),
    ("a | | b", 5, 1, r"\or"),
    ("(a or) b", 4, 2, r"\or"),
    ("cat -", 5, 1, "directly before"),
    ("- cat", 1, 1, "directly before"),
    ("(cat -)", 6, 1, "directly before"),
    ("~", 1, 1, "directly before"),
    ("*", 1, 1, "Leave it out"),
    ("cat \\ ", 5, 2, "letter or a sign"),
    ("a*", 1, 2, "two letters"),
    ("ratting:safe", 1, 7, "rating:"),
    ("cat xyzzy:5", 5, 5, "tag:xyzzy:5"),
    ("rating:", 1, 7, "rating:general"),
    ("rating:saef", 8, 4, "rating:safe"),
    ("rating:safe,", 8, 5, "knows"),
    ("rating:sa*", 8, 3, "Stars"),
    ("width:abc", 7, 3, "width:>=1920"),
    ("width:5kb", 7, 3, "number"),
    ("width:>", 7, 1, "behind >"),
    ("width:5..2", 7, 4, "smaller one first"),
    ("width:..", 7, 2, "one end"),
    ("ratio:16:0", 7, 4, "16:9"),
    ("date:2024-13", 6, 7, "2024-05"),
    ("date:2023-02-29", 6, 10, "2024-05"),
    ("date:2024..2023", 6, 10, "earlier one first"),
    ("age:3x", 5, 2, "h, d, w"),
    ("color:orang", 7, 5, "color:orange"),
    ("color:red~101", 7, 7, "0 to 100"),
    ("similar:abc", 9, 3, "16 hexadecimal"),
    ("similar:1~65", 9, 4, "0 to 64"),
    ("md5:abc", 5, 3, "32 hexadecimal"),
    ("format:jepg", 8, 4, "format:jpeg"),
    ("order:newst", 7, 5, "order:newest"),
    ("order:score:1", 7, 7, "Only order:random"),
    ("order:random:a.b", 7, 10, "letters"),
    ("order:newest order:score", 14, 11, "one of them"),
    ("(order:score)", 2, 11, "outside of groups"),
    ("-order:score", 2, 11, "outside of groups"),
    ("order:similar", 1, 13, "similar:"),
    ("tag:*", 1, 5, "example"),
    ("x" * 1001, 1001, 1, "Leave something out"),
    ("x" * 192, 1, 192, "191"),
    (" ".join(["a"] * 61), 121, 1, "Leave some out"),
    ("(" * 13 + "a" + ")" * 13, 13, 1, "fewer groups"),
]


@pytest.mark.parametrize(("text", "column", "length", "hint"), REFUSED)
def test_a_wrong_search_is_refused_where_it_is_wrong(text: str, column: int, length: int, hint: str) -> None:
    with pytest.raises(QueryInvalid) as refused:
        parse(text)
    problem = refused.value
    assert (problem.column, problem.length) == (column, length)
    assert hint in problem.hint
    line, carets = problem.detail.split("\n")[-2:]
    assert carets == " " * (column - 1) + "^" * length
    assert len(line) == len(text)
