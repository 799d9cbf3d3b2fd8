"""HTML as people write it."""

from html.parser import HTMLParser


class TagSoup(HTMLParser):
    """A reader that takes whatever comes: that of the standard library raises `AssertionError` at `<![x`."""

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """As browsers do (https://html.spec.whatwg.org, "incorrectly opened comment")."""
        del report
        return self.parse_bogus_comment(i)
