"""What a reminder says: what is missing on a person's part, and the subject of the e-mail."""

from collections.abc import Sequence

from declarations.regles import etats
from declarations.regles.etats import Action
from portal.dossiers.regles.transitions import Tache

LONGUEUR_OBJET = 150


def manque(
    taches: Sequence[Tache],
    *,
    correction: bool = False,
    renvoi: bool = False,
    commence: bool = False,
) -> str:
    """Say what is expected, as an infinitive: « Saisir et signer les données d’activité ».

    ``correction``: the Caf asked again; ``renvoi``: the approbateur sent the volet back;
    ``commence``: something is typed already. Raises ValueError when nothing is expected.
    """
    if not taches:
        raise ValueError("rien n’est attendu")
    if taches[0].action == Action.TRANSMETTRE:
        return "Relire, approuver et transmettre à la Caf"
    volets = " et les ".join(etats.LIBELLES_VOLET[t.partie] for t in taches)
    if correction:
        verbe = "Corriger et signer"
    elif renvoi:
        verbe = "Revoir et signer"
    else:
        verbe = "Compléter et signer" if commence else "Saisir et signer"
    return f"{verbe} les {volets}"


def objet_du_courriel(libelles: Sequence[str], delai: str, en_retard: bool) -> str:
    """Subject of the e-mail, most pressing file first, short enough for a telephone.

    ``libelles`` names the files, most pressing first; ``delai`` is that of the first.
    """
    premier = libelles[0]
    if len(libelles) == 1:
        return _court(f"{premier} : {delai}")
    debut = "En retard" if en_retard else "À faire"
    return _court(f"{debut} : {len(libelles)} déclarations, dont {premier} ({delai})")


def _court(texte: str) -> str:
    return texte if len(texte) <= LONGUEUR_OBJET else texte[: LONGUEUR_OBJET - 1] + "…"
