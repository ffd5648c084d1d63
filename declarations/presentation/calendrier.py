"""Windows of entry as people read them, and the rules they come from (DOMAINE §3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from declarations.models import Campagne, Declaration, RegleCalendrier
from declarations.models.calendrier import CampagneQuerySet, Nature
from declarations.regles.calendrier import Fenetre
from declarations.services.campagnes import fenetre_de
from habilitations.models import Dispositif, Equipement, Fonction
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice

# Label and tone of a window, seen on one day.
A_VENIR = ("À venir", "neutre")
OUVERTE = ("Ouverte", "succes")
ECHEANCE_PASSEE = ("Échéance passée", "attention")
CLOSE = ("Close", "neutre")


@dataclass(frozen=True)
class Ligne:
    """A window: what is declared, the three dates, where we are, and the next date in a word."""

    campagne: Campagne
    libelle: str
    etat: tuple[str, str]
    prochaine: tuple[str, date] | None = None
    # Opened out of the rules, and nothing called: it may be taken away.
    retirable: bool = False

    @property
    def est_appelee_par_la_caf(self) -> bool:
        """An actualisée is called only for the équipements the adviser selects (S)."""
        return self.campagne.nature == Nature.ACTUALISEE


@dataclass
class Exercice:
    """Windows of one exercice."""

    libelle: str
    lignes: list[Ligne] = field(default_factory=list)

    @property
    def est_clos(self) -> bool:
        return all(ligne.etat == CLOSE for ligne in self.lignes)


@dataclass(frozen=True)
class LigneRegle:
    """A rule, and the dates it gives for one exercice."""

    regle: RegleCalendrier
    libelle: str
    fenetre: Fenetre
    saisie: str
    saisie_a_confirmer: bool


def campagnes_de(acteur: Acteur) -> CampagneQuerySet:
    """Windows of one's Caf for an agent; those of one's équipements for a partner's person."""
    siens = Q(caf__in=acteur.cafs_comme(Fonction.values))
    appelables = Equipement.objects.ouverts_a(acteur).order_by().values_list("caf", "dispositif")
    for caf, dispositif in appelables.distinct():
        siens |= Q(caf=caf, dispositif=dispositif)
    return Campagne.objects.filter(siens).select_related("caf")


def libelle_campagne(campagne: Campagne) -> str:
    """« Réelle 2025 », « Actualisée n° 1 2026 », « Prévisionnelle 2025-2026 »."""
    numero = f" n°\u00a0{campagne.numero}" if campagne.numero else ""
    exercice = libelle_exercice(campagne.dispositif, campagne.annee)
    return f"{campagne.get_nature_display()}{numero} {exercice}"


def etat_campagne(campagne: Campagne, jour: date) -> tuple[str, str]:
    """Label and tone: to come, open, deadline past but entry still possible, closed."""
    if jour < campagne.ouvre_le:
        return A_VENIR
    if jour <= campagne.echeance_le:
        return OUVERTE
    return ECHEANCE_PASSEE if jour <= campagne.ferme_le else CLOSE


def calendrier(acteur: Acteur) -> list[Exercice]:
    """Windows that concern this person, by exercice, latest first; one query."""
    servie = Exists(Declaration.objects.filter(campagne=OuterRef("pk")))
    campagnes: Iterable[Any] = (
        campagnes_de(acteur)
        .annotate(servie=servie)
        .order_by("-annee", "ouvre_le", "echeance_le", "dispositif", "caf__code")
    )
    exercices: dict[int, Exercice] = {}
    for campagne in campagnes:
        exercice = exercices.setdefault(campagne.annee, Exercice(str(campagne.annee)))
        exercice.lignes.append(
            Ligne(
                campagne,
                libelle_campagne(campagne),
                etat_campagne(campagne, acteur.jour),
                retirable=campagne.exceptionnelle and not campagne.servie,
            )
        )
    for annee, exercice in exercices.items():
        dispositifs = {ligne.campagne.dispositif for ligne in exercice.lignes}
        libelles = {libelle_exercice(d, annee) for d in dispositifs}
        exercice.libelle = " et ".join(sorted(libelles, key=len))
    return list(exercices.values())


def prochaine_date(campagne: Campagne, jour: date) -> tuple[str, date]:
    """The next of its three dates: the opening, the deadline, then the end of entry."""
    if campagne.ouvre_le > jour:
        return "ouverture", campagne.ouvre_le
    if campagne.echeance_le >= jour:
        return "échéance", campagne.echeance_le
    return "fin de saisie", campagne.ferme_le


def prochaines_dates(acteur: Acteur, combien: int) -> list[Ligne]:
    """The windows open or to come whose next date is nearest; one query.

    Actualisées are left aside: nobody knows who will be called.
    """
    jour = acteur.jour
    campagnes = campagnes_de(acteur).filter(ferme_le__gte=jour).exclude(nature=Nature.ACTUALISEE)
    proches = sorted(campagnes, key=lambda c: (prochaine_date(c, jour)[1], c.dispositif, c.pk))
    return [
        Ligne(c, libelle_campagne(c), etat_campagne(c, jour), prochaine_date(c, jour))
        for c in proches[:combien]
    ]


def regles_du_calendrier(annee: int) -> list[LigneRegle]:
    """National rules and those of a Caf, with the dates they give for one exercice; one query."""
    ordre = list(Dispositif.values)
    regles = sorted(
        RegleCalendrier.objects.select_related("caf"),
        key=lambda r: (ordre.index(r.dispositif), r.nature, r.numero, r.caf.code if r.caf else ""),
    )
    return [ligne_de_regle(regle, annee) for regle in regles]


def ligne_de_regle(regle: RegleCalendrier, annee: int) -> LigneRegle:
    """A rule with the dates that it gives for one exercice."""
    numero = f" n°\u00a0{regle.numero}" if regle.numero else ""
    exercice = libelle_exercice(regle.dispositif, annee)
    delai = regle.delai_saisie
    saisie = f"{delai} jour{'s' if delai > 1 else ''} après l’échéance" if delai else ""
    return LigneRegle(
        regle,
        f"{regle.get_nature_display()}{numero} {exercice}",
        fenetre_de(regle, annee),
        saisie or "le jour de l’échéance",
        # Entry after the national deadline is a hypothesis, whatever the mark of the dates (H).
        saisie_a_confirmer=delai > 0 and regle.caf_id is None,
    )
