"""Whether an artwork's page itself says that an account is its artist's."""

from fovea.artists.evidence import LEAST_CONFIDENCE, weight
from fovea.artists.leads_of_artworks import of_artwork
from fovea.artists.records import AccountAddress, Artwork


def designates(artwork: Artwork, account: AccountAddress) -> bool:
    """Whether a page designates an account as the artist's: its gallery, the field for the artist, or words
    such as "art by". Who passed on somebody else's post, who paid for it, who is thanked, and who posted what
    the text says another one drew are no artists; neither are the accounts of platforms and companies, nor
    whoever posted what a board names as its source.
    """
    leads = of_artwork(artwork, first=True, names=())
    return any(
        lead.to == account.key
        and lead.evidence.kind != "source_of_post"
        and weight(lead.evidence) >= LEAST_CONFIDENCE
        for lead in leads
    )
