"""Whose rights a wave would touch on a day: read only, for the night and for its dry run."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from habilitations.models import Equipement, Habilitation, LigneRevue, Sommeil, Vague
from habilitations.models.droits import HabilitationQuerySet
from habilitations.regles.couverture import Tenu
from habilitations.regles.reglages import Reglages, il_y_a_des_mois
from habilitations.regles.suspensions import motif_de_suspension
from habilitations.revues.regles.vagues import DroitVu, epargnes
from habilitations.revues.voisinage import equipements_en_campagne
from habilitations.verification import droits_verifies

Genre = Vague.Genre


@dataclass(frozen=True)
class Prevue:
    """A wave as it would be: ids of rights to be touched, of those spared, and all in force.

    ``motif`` is what each would bear.
    """

    genre: str
    droits: tuple[int, ...]
    epargnes: tuple[int, ...]
    total: int
    motif: str


def prevoir(caf_id: int, jour: date, reglages: Reglages) -> list[Prevue]:
    """The waves of a Caf on a day, those that touch nothing left out; a fixed number of queries."""
    total = Habilitation.objects.actives(jour).filter(caf=caf_id).count()
    prevues = [
        _faute_de_reponse(caf_id, jour, total),
        _retraits(caf_id, jour, total),
        _en_sommeil(caf_id, jour, reglages, total),
    ]
    return [p for p in prevues if p and (p.droits or p.epargnes)]


def gens_sans_connexion(caf_id: int, jour: date, reglages: Reglages) -> HabilitationQuerySet:
    """Rights in force of people who have not come for months, nor been granted any since."""
    depuis = il_y_a_des_mois(jour, reglages.sommeil_mois)
    limite = timezone.make_aware(datetime.combine(depuis, time.min))
    recents = Habilitation.objects.filter(
        utilisateur=OuterRef("utilisateur"), caf=caf_id, du__gte=depuis
    )
    jamais = Q(utilisateur__last_login__isnull=True, utilisateur__cree_le__lt=limite)
    return Habilitation.objects.actives(jour).filter(
        Q(utilisateur__last_login__lt=limite) | jamais, ~Exists(recents), caf=caf_id
    )


def _faute_de_reponse(caf_id: int, jour: date, total: int) -> Prevue | None:
    """Rights in force of people of whom nothing was said, once the days of grace are over.

    Who was suspended already is left alone, unless something was spared them: what the Caf gives
    back by hand stays given back.
    """
    a_suspendre = Q(suspendue_le__isnull=True) | Q(epargnee=True)
    lignes = lignes_sans_reponse(caf_id).filter(
        a_suspendre, partenaire__revue__suspension_le__lte=jour
    )
    vises = list(
        lignes.values_list("partenaire__gestionnaire", "utilisateur", "partenaire__revue__annee")
    )
    if not vises:
        return None
    return _composer(
        Genre.REVUE_SUSPENSION,
        caf_id,
        jour,
        total,
        {(chez, qui) for chez, qui, _ in vises},
        motif_de_suspension(vises[0][2]),
    )


def _retraits(caf_id: int, jour: date, total: int) -> Prevue | None:
    """Rights that the review suspended, of people of whom nothing was said since."""
    lignes = lignes_sans_reponse(caf_id).filter(
        partenaire__revue__retrait_le__lte=jour, suspendue_le__isnull=False
    )
    vises = list(
        lignes.values_list("partenaire__gestionnaire", "utilisateur", "partenaire__revue__annee")
    )
    if not vises:
        return None
    annee = vises[0][2]
    suspendus = Habilitation.objects.filter(
        caf=caf_id,
        gestionnaire__in={chez for chez, _, _ in vises},
        utilisateur__in={qui for _, qui, _ in vises},
        suspendue_motif=motif_de_suspension(annee),
        retiree_le__isnull=True,
    )
    voulus = {(chez, qui) for chez, qui, _ in vises}
    triples = suspendus.order_by("pk").values_list("pk", "gestionnaire", "utilisateur")
    ids = tuple(pk for pk, chez, qui in triples if (chez, qui) in voulus)
    # Suspended, they are no more among those in force: the share is of all of them.
    motif = f"Revue des droits {annee} : aucune réponse avant le retrait."
    return Prevue(Genre.REVUE_RETRAIT, ids, (), total + len(ids), motif)


def _en_sommeil(caf_id: int, jour: date, reglages: Reglages, total: int) -> Prevue | None:
    """Rights of people announced as dormant long enough ago, who have not come since."""
    annonces = Sommeil.objects.filter(
        caf=caf_id, suspendu_le__isnull=True, annonce_le__lt=_debut(jour, reglages.sommeil_preavis)
    )
    dormants = gens_sans_connexion(caf_id, jour, reglages).filter(
        utilisateur__in=annonces.values("utilisateur")
    )
    vises = set(dormants.values_list("gestionnaire", "utilisateur"))
    if not vises:
        return None
    motif = f"Compte sans connexion depuis {reglages.sommeil_mois} mois."
    return _composer(Genre.SOMMEIL, caf_id, jour, total, vises, motif)


def _debut(jour: date, preavis: int) -> datetime:
    """What was announced before this moment was so for ``preavis`` whole days."""
    fin = timezone.make_aware(datetime.combine(jour, time.min))
    return fin - timedelta(days=preavis - 1)


def lignes_sans_reponse(caf_id: int) -> QuerySet[LigneRevue]:
    """Those of the open review of a Caf that the portal has not withdrawn either."""
    return LigneRevue.objects.filter(
        partenaire__caf=caf_id,
        partenaire__revue__close_le__isnull=True,
        reponse="",
        retiree_le__isnull=True,
    )


def _composer(
    genre: str,
    caf_id: int,
    jour: date,
    total: int,
    vises: set[tuple[int, int]],
    motif: str,
) -> Prevue:
    """Rights in force of people (gestionnaire, person), but for those that are spared."""
    chez = {gestionnaire for gestionnaire, _ in vises}
    en_vigueur = droits_verifies(
        Habilitation.objects.filter(caf=caf_id, gestionnaire__in=chez).order_by("pk"), jour
    )
    gardes = _epargner(caf_id, jour, en_vigueur, vises)
    siens = [d.pk for d in en_vigueur if (d.gestionnaire_id, d.utilisateur_id) in vises]
    return Prevue(
        genre,
        tuple(pk for pk in siens if pk not in gardes),
        tuple(pk for pk in siens if pk in gardes),
        max(total, len(siens)),
        motif,
    )


def _epargner(
    caf_id: int, jour: date, en_vigueur: Sequence[Habilitation], vises: set[tuple[int, int]]
) -> set[int]:
    """Partner by partner, what the rule leaves to its holders; one query for the équipements."""
    par_partenaire: dict[int, list[Habilitation]] = defaultdict(list)
    for droit in en_vigueur:
        par_partenaire[droit.gestionnaire_id].append(droit)
    equipements: dict[int, list[int]] = defaultdict(list)
    siens = Equipement.objects.filter(caf=caf_id, gestionnaire__in=par_partenaire)
    for pk, gestionnaire in siens.values_list("pk", "gestionnaire"):
        equipements[gestionnaire].append(pk)
    ouverts = equipements_en_campagne(caf_id, jour)
    gardes: set[int] = set()
    for gestionnaire, droits in par_partenaire.items():
        gardes |= epargnes(
            _vus(d for d in droits if (gestionnaire, d.utilisateur_id) in vises),
            _vus(droits),
            equipements[gestionnaire],
            ouverts,
        )
    return gardes


def _vus(droits: Iterable[Habilitation]) -> list[DroitVu]:
    return [
        DroitVu(
            d.pk,
            Tenu(str(d.role), d.tous_equipements, frozenset(e.pk for e in d.equipements.all())),
        )
        for d in droits
    ]
