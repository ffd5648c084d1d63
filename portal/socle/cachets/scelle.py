"""What sealing gives, for those who keep or tell it: nothing here loads what reads a PDF.

Every process of the portal imports it; forty megabytes of libraries are for the few that seal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scelle:
    """A PDF sealed, and the serial number of its certificate, as ``nom_de_serie`` writes it."""

    octets: bytes
    serie: str


class CachetImpossible(Exception):
    """Nothing can be sealed for now; the message says why, in French, for the operator."""
