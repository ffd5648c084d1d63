"""The state of a bilan in words, for each side."""

from bilans.regles.etats import LIBELLES_ETAT, Etat

# Tones of the badge where the Caf does not look at a state as the partner does.
_TONS_CAF = {
    Etat.A_REMPLIR: "neutre",
    Etat.EN_COURS: "neutre",
    Etat.TRANSMIS: "attention",
    Etat.A_COMPLETER: "info",
}


def libelle_etat(etat: str, cote_caf: bool) -> str:
    """What a state is called, on each side."""
    return LIBELLES_ETAT[etat].caf if cote_caf else LIBELLES_ETAT[etat].partenaire


def ton_etat(etat: str, cote_caf: bool) -> str:
    """Tone of the badge: what calls for action stands out, for whom it does."""
    ton = LIBELLES_ETAT[etat].ton
    return _TONS_CAF.get(Etat(etat), ton) if cote_caf else ton
