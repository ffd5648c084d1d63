"""Payments and indus foreseen of a projection: the schedule of each file, read by lots."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

from django.db.models import FilteredRelation, Q

from habilitations.regles.exercices import bornes_exercice
from subventions.droits.regles.decisions import EtatDecision, retenu
from subventions.models import Droit, NatureDroit, Projection
from subventions.paiements.models import EcartAccepte, ProfilCaf, Versement
from subventions.paiements.regles.echeances import REEL
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.regles.situation import Situation, VersementConnu
from subventions.paiements.services.profils import retenu_par
from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.profils import Profil
from subventions.simulateur.regles.prevision import CONNUS, Prevision
from subventions.simulateur.services.essais import Essais

# Files whose payments are read at once.
LOT = 500


@dataclass
class _Dossier:
    """The rights of a file, in euros, by the names of the engine, and what was paid of it."""

    equipement: int
    ouvert_le: date | None
    droits: dict[str, Decimal] = field(default_factory=dict)
    versements: list[Versement] = field(default_factory=list)
    suspendu: bool = False


def prevoir(projection: Projection, dispositif: str) -> Prevision:
    """The payments of the exercice, month by month, file by file; two queries for each lot.

    Rights of the exercice are those tried, réels of the two before as they were frozen; a decision
    in force counts in place of either. What was paid, or put in a lot, stands as it is; nothing
    more is foreseen of what is suspended.
    """
    prevision = Prevision()
    profil_pour = _profil_pour(projection, dispositif)
    premier = bornes_exercice(dispositif, projection.annee)[0]
    dossiers = _dossiers(projection, dispositif)
    while lot := list(islice(dossiers, LOT)):
        acceptes = _lire_les_versements(projection, lot)
        for dossier in lot:
            connus = [
                VersementConnu(v.nature, v.rang, v.montant, v.etat) for v in dossier.versements
            ]
            situation = Situation(
                _profil_garde(dossier.versements) or profil_pour(dossier.ouvert_le),
                dossier.droits,
                ecart_accepte=dossier.equipement in acceptes,
                suspendu=dossier.suspendu,
                versements=tuple(connus),
            )
            prevision.ajouter(situation, _mois(dossier.versements, premier))
    return prevision


def _dossiers(projection: Projection, dispositif: str) -> Iterator[_Dossier]:
    """Files that have a right of the exercice; one query, read as it comes."""
    annees = range(projection.annee - 2, projection.annee + 1)
    droits = Droit.objects.en_vigueur().filter(
        caf=projection.caf_id, dispositif=dispositif, annee__in=annees
    )
    if projection.portefeuille_id is not None:
        droits = droits.filter(equipement__portefeuille=projection.portefeuille_id)
    decidee = Q(decisions__etat=EtatDecision.EN_VIGUEUR)
    avec_decision = droits.annotate(decidee=FilteredRelation("decisions", condition=decidee))
    lus = (
        avec_decision.avec_suspension()
        .order_by("equipement_id", "annee", "numero", "pk")
        .values_list(
            *("equipement_id", "equipement__ouvert_le", "annee", "nature", "est_suspendu"),
            *("calcul__montant", "calcul__bareme", "calcul__donnees", "decidee__montant_accepte"),
        )
    )
    essais = Essais(projection)
    for (pk, ouvert_le), siens in groupby(lus.iterator(chunk_size=LOT), lambda lu: lu[:2]):
        dossier = _Dossier(pk, ouvert_le)
        for _, _, annee, nature, est_suspendu, montant, *reste in siens:
            dossier.suspendu |= est_suspendu and annee == projection.annee
            _ajouter(dossier, projection.annee - annee, nature, montant, reste, essais, dispositif)
        if dossier.droits.keys() & set(CONNUS):
            yield dossier


def _ajouter(
    dossier: _Dossier,
    recul: int,
    nature: str,
    montant: Decimal | None,
    reste: Sequence[Any],
    essais: Essais,
    dispositif: str,
) -> None:
    """``reste``: barème, data, and the amount that a decision accepts."""
    fige, donnees, accepte = reste
    if recul and nature != NatureDroit.REEL:
        return
    calcule = montant if recul else essais.montant(dispositif, fige, donnees)
    compte = retenu(calcule, accepte)
    if compte is not None:
        dossier.droits[f"{REEL}_n{recul}" if recul else nature] = compte


def _lire_les_versements(projection: Projection, lot: Sequence[_Dossier]) -> set[int]:
    """Lay what was paid beside each file; return those whose gap an adviser accepted."""
    par_pk = {dossier.equipement: dossier for dossier in lot}
    communs = {"equipement__in": par_pk, "annee": projection.annee}
    for versement in Versement.objects.filter(**communs).order_by("pk"):
        par_pk[versement.equipement_id].versements.append(versement)
    return set(EcartAccepte.objects.filter(**communs).values_list("equipement", flat=True))


def _profil_garde(versements: Sequence[Versement]) -> Profil | None:
    """A file keeps the profile of its first payment."""
    for versement in versements:
        if versement.etat in (EtatVersement.PROPOSE, EtatVersement.ORDONNE, EtatVersement.PAYE):
            return profils_acomptes().get(versement.profil)
    return None


def _mois(versements: Sequence[Versement], premier: date) -> dict[tuple[str, int], int]:
    """When each payment left, in months from the first of the exercice."""
    return {
        (v.nature, v.rang): (v.paye_le.year - premier.year) * 12 + v.paye_le.month - premier.month
        for v in versements
        if v.etat == EtatVersement.PAYE and v.paye_le is not None
    }


def _profil_pour(projection: Projection, dispositif: str) -> Callable[[date | None], Profil | None]:
    """The profile of a file by the day its équipement opened; one query for them all."""
    siens = ProfilCaf.objects.filter(caf=projection.caf_id, dispositif=dispositif)
    ligne = siens.applicables(projection.annee).first()

    def profil(ouvert_le: date | None) -> Profil | None:
        if ligne is None:
            return None
        return profils_acomptes()[retenu_par(ligne, ouvert_le, projection.annee).code]

    return profil


def previsions_de(projection: Projection) -> dict[str, Prevision]:
    """The payments foreseen of a projection that is computed, by dispositif."""
    return {code: Prevision.depuis_json(brut) for code, brut in projection.prevision.items()}
