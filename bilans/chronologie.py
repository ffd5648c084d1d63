"""The journal of a bilan told in words, for each side: the partner and the Caf.

Every action the services write has its words (``bilans.actes_en_mots``); one without words is told
neutrally, never refused.
"""

from datetime import date
from typing import Any

from bilans.actes_en_mots import mots_de
from bilans.models import Bilan
from declarations.actes_en_mots import INCONNUE
from habilitations.presentation.successions import Successions
from portal.socle.composants import Evenement
from portal.socle.formats import citer, date_fr
from portal.socle.francais import compter
from portal.socle.models import LigneJournal


def chronologie(bilan: Bilan, cote_caf: bool) -> list[Evenement]:
    """The timeline of a bilan for one side, latest first; two queries."""
    lignes = list(LigneJournal.objects.sur(bilan))
    maisons = Successions.lire(bilan.equipement, bilan.gestionnaire)
    return [_raconter(bilan, ligne, cote_caf, maisons) for ligne in reversed(lignes)]


def _raconter(bilan: Bilan, ligne: LigneJournal, cote_caf: bool, maisons: Successions) -> Evenement:
    mots, details = mots_de(ligne.action), ligne.details
    phrase = (mots.caf if cote_caf else mots.partenaire).format(
        qui=ligne.auteur_libelle,
        ligne=citer(str(details.get("ligne", ""))),
        source=citer(str(details.get("source", ""))),
        combien=compter(max(len(details.get("questions") or ()), 1), "réponse"),
        pour_le=_jour(" pour le", details.get("pour_le")),
        expire_le=_jour(" jusqu’au", details.get("expire_le")),
    )
    par_la_caf = mots.par_la_caf or bool(details.get("par_la_caf"))
    maison = bilan.caf.nom if par_la_caf else maisons.nom_le(ligne.le)
    return Evenement(
        quand=ligne.le,
        texte=phrase,
        qui="" if mots is INCONNUE else maison,
        detail=citer(ligne.motif) if ligne.motif and (mots.motif_caf or not cote_caf) else "",
        ton=mots.ton,
    )


def _jour(mot: str, texte: Any) -> str:
    try:
        return f"{mot} {date_fr(date.fromisoformat(str(texte)))}"
    except ValueError:
        return ""
