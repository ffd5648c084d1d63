"""Actualisées: asked for by an adviser, for the équipements chosen, as often as needed (S).

Each one bears the number of its window. An adviser calls the équipements of the portfolios they
follow, in a window of the calendar or on dates of their own under the next number.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from declarations.models import Campagne, Declaration
from declarations.models.calendrier import Nature
from declarations.regles.actualisees import refus_dates, refus_exercice, refus_fenetre
from declarations.regles.calendrier import Fenetre
from declarations.services.campagnes import appeler
from declarations.services.fenetres import fixer_fenetre
from declarations.services.nouvelles import annoncer_appel
from habilitations.models import Adhesion, Caf, Convention, Equipement, Fonction
from habilitations.permissions import Acteur
from habilitations.regles.exercices import bornes_exercice, libelle_exercice
from portal.socle.formats import date_fr
from portal.socle.francais import cle_de_tri
from portal.socle.refus import (
    DemandeInvalide,
    impossible,
    interdit,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

APPELEE = "appelee"
DEJA_APPELEE = "deja_appelee"
REFUSEE = "refusee"


@dataclass(frozen=True)
class Cible:
    """Which actualisée is asked for: its Caf, dispositif, exercice and number."""

    caf: Caf
    dispositif: str
    annee: int
    numero: int

    @property
    def cle(self) -> dict[str, object]:
        """What tells its window and its declarations from all others."""
        return {
            "dispositif": self.dispositif,
            "annee": self.annee,
            "nature": Nature.ACTUALISEE,
            "numero": self.numero,
        }

    @property
    def campagne(self) -> Campagne | None:
        return Campagne.objects.filter(caf=self.caf, **self.cle).first()


@dataclass(frozen=True)
class Candidat:
    """An équipement of the portfolio; ``empechement`` says why it cannot be called."""

    equipement: Equipement
    empechement: str = ""
    declaration_id: int | None = None

    @property
    def peut_etre_appele(self) -> bool:
        return not self.empechement and self.declaration_id is None


@dataclass(frozen=True)
class LigneRapport:
    """What became of one équipement chosen."""

    libelle: str
    issue: str
    motif: str = ""
    declaration_id: int | None = None


def cafs_conseillees(acteur: Acteur) -> list[Caf]:
    """Cafs where this person is gestionnaire conseil."""
    conseil = {
        a.caf for a in acteur.affectations if a.caf and a.fonction == Fonction.GESTIONNAIRE_CONSEIL
    }
    return sorted(conseil, key=lambda caf: caf.code)


def prochain_numero(caf: Caf, dispositif: str, annee: int) -> int:
    """Number of an actualisée that the calendar does not foresee yet."""
    existantes = Campagne.objects.filter(
        caf=caf, dispositif=dispositif, annee=annee, nature=Nature.ACTUALISEE
    )
    return (existantes.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1


def candidats(cible: Cible, acteur: Acteur) -> list[Candidat]:
    """Équipements of the portfolios this person follows, each with what prevents its call.

    Two queries, whatever their number. In French order of the partner, then of the équipement.
    """
    debut, fin = bornes_exercice(cible.dispositif, cible.annee)
    adhesions = Adhesion.objects.actives(acteur.jour).filter(
        caf=cible.caf, gestionnaire=OuterRef("gestionnaire")
    )
    conventions = Convention.objects.couvrant(debut, fin).filter(equipement=OuterRef("pk"))
    appelees = Declaration.objects.filter(equipement=OuterRef("pk"), **cible.cle)
    suivis = (
        Equipement.objects.filter(
            caf=cible.caf, dispositif=cible.dispositif, portefeuille__in=acteur.portefeuilles
        )
        .select_related("gestionnaire")
        .annotate(
            adherent=Exists(adhesions),
            couvert=Exists(conventions),
            appelee=Subquery(appelees.values("pk")[:1]),
        )
    )
    tous = [
        Candidat(e, _empechement(e, cible, debut, fin), e.appelee)
        for e in cast("QuerySet[WithAnnotations[Equipement, _Trouve]]", suivis)
    ]
    return sorted(
        tous,
        key=lambda c: (cle_de_tri(c.equipement.gestionnaire.nom), cle_de_tri(c.equipement.nom)),
    )


class _Trouve(TypedDict):
    """What the query of the candidates adds to an équipement."""

    adherent: bool
    couvert: bool
    appelee: int | None


def _empechement(
    equipement: "WithAnnotations[Equipement, _Trouve]", cible: Cible, debut: date, fin: date
) -> str:
    exercice = libelle_exercice(cible.dispositif, cible.annee)
    if equipement.appelee:
        return "Déjà appelée"
    if equipement.ferme_le and equipement.ferme_le < debut:
        return f"Fermé le {date_fr(equipement.ferme_le)}"
    if equipement.ouvert_le and equipement.ouvert_le > fin:
        return f"N’ouvre que le {date_fr(equipement.ouvert_le)}"
    if not equipement.couvert:
        return f"Aucune convention ne couvre l’exercice {exercice}"
    if not equipement.adherent:
        return "L’adhésion du partenaire n’est pas complète, ou elle est suspendue"
    return ""


@transaction.atomic
def appeler_actualisees(
    cible: Cible,
    equipements: Collection[int],
    *,
    acteur: Acteur,
    dates: Fenetre | None = None,
) -> list[LigneRapport]:
    """Ask for an actualisée of each équipement chosen; told one by one, replayed without effect.

    ``dates`` opens a window of one's own under the next number. Two simultaneous calls wait for
    one another on the row of the Caf. Raises ActionRefusee (not an adviser of this Caf, exercice
    not begun or over, window closed) and DemandeInvalide (nothing chosen, dates, number).
    """
    if cible.caf not in cafs_conseillees(acteur):
        raise interdit("Une actualisée est demandée par un gestionnaire conseil de cette Caf.")
    if refus := refus_exercice(cible.dispositif, cible.annee, acteur.jour):
        raise impossible(refus)
    if not equipements:
        raise DemandeInvalide("equipements", "Choisissez au moins un équipement.")
    Caf.objects.select_for_update(no_key=True).get(pk=cible.caf.pk)
    fenetre = _verifier_fenetre(cible, dates, acteur.jour)
    connus = {c.equipement.pk: c for c in candidats(cible, acteur)}
    choisis = [connus.get(pk) for pk in dict.fromkeys(equipements)]
    if not any(c and c.peut_etre_appele for c in choisis):
        return [_sans_appel(c) for c in choisis]
    campagne = fenetre if isinstance(fenetre, Campagne) else _ouvrir(cible, fenetre, acteur)
    return [
        _appeler(campagne, c, acteur) if c and c.peut_etre_appele else _sans_appel(c)
        for c in choisis
    ]


def _verifier_fenetre(cible: Cible, dates: Fenetre | None, jour: date) -> Campagne | Fenetre:
    """Return the window when it exists; otherwise the dates of the one to open, checked."""
    campagne = cible.campagne
    if campagne is None:
        if cible.numero != prochain_numero(cible.caf, cible.dispositif, cible.annee):
            raise DemandeInvalide(
                "", "Ce numéro d’actualisée n’existe pas et n’est pas le suivant."
            )
        if dates is None:
            raise DemandeInvalide("ouvre_le", "Indiquez les dates de cette actualisée.")
        if faute := refus_dates(dates, cible.dispositif, cible.annee, jour):
            raise DemandeInvalide(*faute)
        return dates
    if dates is not None and dates != campagne.fenetre:
        raise DemandeInvalide(
            "",
            f"L’actualisée n°\u00a0{cible.numero} existe déjà, avec une échéance au "
            f"{date_fr(campagne.echeance_le)} : choisissez-la, ou prenez le numéro suivant.",
        )
    if refus := refus_fenetre(campagne.fenetre, jour):
        raise impossible(refus)
    return campagne


def _ouvrir(cible: Cible, dates: Fenetre, acteur: Acteur) -> Campagne:
    return fixer_fenetre(
        cible.caf,
        cible.dispositif,
        Nature.ACTUALISEE,
        cible.annee,
        dates,
        numero=cible.numero,
        auteur=acteur.utilisateur,
        maintenant=acteur.maintenant,
    )


def _appeler(campagne: Campagne, candidat: Candidat, acteur: Acteur) -> LigneRapport:
    declaration = appeler(campagne, candidat.equipement, acteur=acteur)
    annoncer_appel(declaration, acteur)
    return LigneRapport(str(candidat.equipement), APPELEE, declaration_id=declaration.pk)


def _sans_appel(candidat: Candidat | None) -> LigneRapport:
    """Already called, refused with its reason, or not one's own: then nothing is said of it."""
    if candidat is None:
        motif = "Cet équipement n’est pas dans un portefeuille que vous suivez pour ce dispositif."
        return LigneRapport("Équipement inconnu", REFUSEE, motif)
    if candidat.declaration_id:
        libelle = str(candidat.equipement)
        return LigneRapport(libelle, DEJA_APPELEE, declaration_id=candidat.declaration_id)
    return LigneRapport(str(candidat.equipement), REFUSEE, candidat.empechement)
