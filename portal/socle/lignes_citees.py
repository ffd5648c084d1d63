"""Is one line of the journal to be believed? Answered from what surrounds it, for a page.

The whole chain is walked each night (``verification``). A page cannot: it reads the line, the one
before it, and those up to the first seal that covers it – a day's worth – or to the head.
"""

from collections.abc import Iterable

from portal.socle.journal import calculer_empreinte
from portal.socle.models import LigneJournal, SceauJournal
from portal.socle.sceaux import cles_connues, est_signe

# Lines read at most: a chain not sealed for long is the matter of the nightly walk.
PORTEE = 1000

CONTENU = "son contenu ne correspond plus à son empreinte"
RUPTURE = "la chaîne du journal est rompue autour d’elle"
SCEAU = "le sceau qui la couvre porte une autre empreinte"
SIGNATURE = "la signature du sceau qui la couvre n’est pas valable"


def defaut_de_ligne(ligne: LigneJournal) -> str:
    """Why a line is not to be believed, in French; empty when nothing belies it.

    Three queries. The signature of the seal is looked at by a process that knows a key.
    """
    if calculer_empreinte(ligne) != ligne.empreinte:
        return CONTENU
    sceau = ligne.chaine.sceaux.filter(numero__gte=ligne.numero).order_by("numero").first()
    # The head was read with the line: what is written meanwhile stands after it.
    fin = sceau.numero if sceau else ligne.chaine.numero
    voisines = ligne.chaine.lignes.filter(
        numero__gte=ligne.numero - 1, numero__lte=min(fin, ligne.numero + PORTEE)
    ).order_by("numero")
    derniere = _suivre(ligne, voisines)
    if derniere is None:
        return RUPTURE
    if derniere.numero < fin:
        return "" if derniere.numero == ligne.numero + PORTEE else RUPTURE
    if sceau is not None:
        return _defaut_du_sceau(sceau, derniere)
    return "" if derniere.empreinte == ligne.chaine.empreinte else RUPTURE


def _suivre(ligne: LigneJournal, voisines: Iterable[LigneJournal]) -> LigneJournal | None:
    """Walk from the line before to the last one given; return it, or None where a link breaks."""
    precedente: LigneJournal | None = None
    for voisine in voisines:
        if precedente is None:
            avant = max(ligne.numero - 1, 1)
            attendu = ("" if avant == 1 else voisine.precedente, avant)
        else:
            attendu = (precedente.empreinte, precedente.numero + 1)
        if (voisine.precedente, voisine.numero) != attendu:
            return None
        # The line before stands on what precedes it, which is not read here.
        if voisine.numero >= ligne.numero and calculer_empreinte(voisine) != voisine.empreinte:
            return None
        precedente = voisine
    return precedente


def _defaut_du_sceau(sceau: SceauJournal, ligne: LigneJournal) -> str:
    if sceau.empreinte != ligne.empreinte:
        return SCEAU
    cles = cles_connues()
    if not cles:
        return ""
    try:
        return "" if est_signe(sceau, cles) else SIGNATURE
    except KeyError:
        return SIGNATURE
