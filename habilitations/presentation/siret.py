"""How a SIRET is written for people."""

from portal.socle.formats import ESPACE_INSECABLE


def ecrire_siret(siret: str) -> str:
    """Return the 14 digits by groups: « 981 234 008 00010 »."""
    groupes = (siret[:3], siret[3:6], siret[6:9], siret[9:])
    return ESPACE_INSECABLE.join(groupe for groupe in groupes if groupe)
