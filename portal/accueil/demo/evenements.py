"""What happens to équipements besides their declarations: notifications, ELAN, a new SIRET."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from declarations.elan.services.saisie import reprendre_elan
from declarations.regles.grille import ACTIVITE, FINANCES, PREVISIONNELLE, LigneGrille
from habilitations.regles.exercices import libelle_exercice
from habilitations.services.notifications import inscrire_notification
from portal.accueil.demo.parcours import ecrire
from portal.accueil.demo.reperes import Reperes, instant
from portal.accueil.demo.terrain import Depart, Terrain
from portal.dossiers.services.transferts import transferer

Acte = Callable[[datetime], None]
# The letter comes in the spring before the exercice; what ELAN holds is taken up in its autumn.
NOTIFICATION, ELAN = (5, 6), (10, 14)


def evenements(terrain: Terrain, reperes: Reperes) -> Iterator[tuple[datetime, Acte]]:
    """Acts with their moments; what is still to come is left out."""
    dates: list[tuple[date, Acte]] = [
        (date(annee, *NOTIFICATION), partial(_notifier, terrain, annee))
        for annee in terrain.notifies
    ]
    if terrain.elan is not None:
        dates.append((date(terrain.elan, *ELAN), partial(_reprendre_elan, terrain, terrain.elan)))
    if terrain.depart is not None:
        dates.append((terrain.depart.le, partial(_transferer, terrain, terrain.depart)))
    return ((instant(jour, 8), acte) for jour, acte in dates if jour < reperes.jour)


def _notifier(terrain: Terrain, annee: int, quand: datetime) -> None:
    inscrire_notification(
        terrain.equipement.pk,
        annee,
        collectifs=terrain.notifies[annee],
        reference=f"NOTIF-{libelle_exercice('clas', annee)}-{terrain.equipement.pk:04d}",
        notifiee_le=date(annee, 4, 24),
        acteur=terrain.acteur(terrain.conseiller, quand),
    )


def _reprendre_elan(terrain: Terrain, annee: int, quand: datetime) -> None:
    """The adviser types the prévisionnelle filed in ELAN."""
    recit = terrain.recit
    dites = recit.valeurs(annee, PREVISIONNELLE, ACTIVITE) | recit.valeurs(
        annee, PREVISIONNELLE, FINANCES
    )
    reprendre_elan(
        terrain.equipement.pk,
        annee,
        acteur=terrain.acteur(terrain.conseiller, quand),
        revision=0,
        lignes=[LigneGrille(cle, nom) for cle, nom in recit.lignes(annee).items()],
        brut={chemin: ecrire(dit) for chemin, dit in dites.items()},
    )


def _transferer(terrain: Terrain, depart: Depart, quand: datetime) -> None:
    """Another partner answers for the équipement, with its own people."""
    transferer(
        terrain.equipement.pk,
        vers_id=depart.vers.pk,
        le=depart.le,
        motif=depart.motif,
        acteur=terrain.acteur(depart.par, quand),
    )
    terrain.equipement.refresh_from_db()
    terrain.equipe = depart.equipe
