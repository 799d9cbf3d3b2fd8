"""XML of strangers."""

from xml.etree import ElementTree as ET

from fovea.errors import SourceUnavailable

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def xml_of(body: bytes, title: str) -> ET.Element:
    """The root of a document. Raises `SourceUnavailable` (source code `nonsense`) for what is none, and for
    one that declares entities, of which a few bytes may become gigabytes.
    """
    if any(declaration in body.upper() for declaration in _DECLARATIONS):
        raise SourceUnavailable(f"{title} answered with a page instead of a feed", source_code="nonsense")
    try:
        return ET.fromstring(body)  # noqa: S314 - without entities
    except ET.ParseError as error:
        raise SourceUnavailable(
            f"{title} answered with something that is no XML; try again later", source_code="nonsense"
        ) from error
