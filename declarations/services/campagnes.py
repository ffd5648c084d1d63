"""Campaigns: windows generated from the rules, declarations called when one opens."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from declarations.models import Campagne, Declaration, RegleCalendrier
from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre, JourRelatif, fenetre
from declarations.services.appels import appelees, appeler_lot
from habilitations.models import Caf, Convention, Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import bornes_exercice
from habilitations.services.equipements import cafs_suivies, equipements_conventionnes

# Windows inserted by one statement.
LOT_FENETRES = 1000
# Declarations called in one transaction, which holds the journals of their gestionnaires.
LOT_APPELS = 200


def fenetre_de(regle: RegleCalendrier, annee: int) -> Fenetre:
    """Return the dates a rule gives for one exercice."""
    return fenetre(
        JourRelatif(regle.ouverture_jour, regle.ouverture_mois, regle.ouverture_decalage),
        JourRelatif(regle.echeance_jour, regle.echeance_mois, regle.echeance_decalage),
        regle.delai_saisie,
        annee,
    )


def generer_campagnes(caf: Caf, annee: int) -> list[Campagne]:
    """Create the missing windows of one Caf for one exercice; return those created."""
    return generer_fenetres([caf.pk], [annee])


@transaction.atomic
def generer_fenetres(cafs: Collection[int], annees: Collection[int]) -> list[Campagne]:
    """Create the missing windows of these Cafs (ids), from their rules or the national ones.

    Windows that exist are left as they are: people may have changed their dates. Three queries
    when nothing is missing, whatever the number of Cafs; two runs at once create each window once.
    """
    cles = ("caf_id", "dispositif", "nature", "numero", "annee")
    campagnes = Campagne.objects.filter(caf__in=cafs, annee__in=annees)
    connues = set(campagnes.values_list(*cles))
    manquantes = [c for c in _fenetres(cafs, annees) if _cle(c) not in connues]
    if not manquantes:
        return []
    Campagne.objects.bulk_create(manquantes, ignore_conflicts=True, batch_size=LOT_FENETRES)
    return [c for c in campagnes.order_by("pk") if _cle(c) not in connues]


def _fenetres(cafs: Collection[int], annees: Collection[int]) -> Iterator[Campagne]:
    """What the rules give, not saved; a Caf's own rule wins over the national one."""
    regles: dict[int | None, dict[tuple[str, str, int], RegleCalendrier]] = defaultdict(dict)
    for regle in RegleCalendrier.objects.filter(Q(caf=None) | Q(caf__in=cafs)):
        regles[regle.caf_id][regle.dispositif, regle.nature, regle.numero] = regle
    for caf_id in cafs:
        for (dispositif, nature, numero), regle in (regles[None] | regles[caf_id]).items():
            for annee in annees:
                yield Campagne(
                    caf_id=caf_id,
                    dispositif=dispositif,
                    nature=nature,
                    numero=numero,
                    annee=annee,
                    **vars(fenetre_de(regle, annee)),
                )


def _cle(campagne: Campagne) -> tuple[int, str, str, int, int]:
    """What the database holds unique."""
    c = campagne
    return (c.caf_id, c.dispositif, c.nature, c.numero, c.annee)


def generer_les_fenetres_du_jour(jour: date) -> int:
    """The windows of the years around, for every Caf with équipements; return how many are new."""
    cafs = cafs_suivies()
    annees = range(jour.year - 2, jour.year + 2)
    return len(generer_fenetres(list(cafs.values_list("pk", flat=True)), annees))


def lancer_la_caf(caf_id: int, jour: date) -> int:
    """Call the declarations of the windows of one Caf open on a day; return how many were.

    By lots, each committed: killed, it is taken up where it was.
    """
    campagnes = Campagne.objects.a_lancer(jour).filter(caf=caf_id)
    return sum(len(lancer_campagne(campagne, jour)) for campagne in campagnes)


def generer_et_lancer(jour: date) -> int:
    """Generate the windows of the years around, call what is open, Caf by Caf; idempotent.

    Returns how many declarations were called.
    """
    generer_les_fenetres_du_jour(jour)
    return sum(lancer_la_caf(pk, jour) for pk in Caf.objects.values_list("pk", flat=True))


def equipements_a_appeler(campagne: Campagne, jour: date) -> "list[Equipement]":
    """Équipements of a window that must declare and were not called yet.

    No prévisionnelle of a CLAS project for the first exercice of a COF: it was filed in ELAN (S).
    """
    equipements = equipements_conventionnes(campagne.caf, campagne.dispositif, campagne.annee, jour)
    if campagne.nature == Nature.PREVISIONNELLE and campagne.dispositif == Dispositif.CLAS:
        debutantes = conventions_commencant(campagne.dispositif, campagne.annee)
        equipements = equipements.exclude(pk__in=debutantes.values("equipement"))
    return list(equipements.exclude(pk__in=appelees(campagne).values("equipement")))


def conventions_commencant(dispositif: str, annee: int) -> QuerySet[Convention]:
    """COF that begin during an exercice: it is the first one of each of them."""
    return Convention.objects.filter(du__range=bornes_exercice(dispositif, annee))


def lancer_campagne(
    campagne: Campagne, jour: date, maintenant: datetime | None = None
) -> list[Declaration]:
    """Call the declarations of a window, by lots, each in its transaction; replayed: no effect."""
    a_appeler = equipements_a_appeler(campagne, jour)
    nouvelles: list[Declaration] = []
    for debut in range(0, len(a_appeler), LOT_APPELS):
        lot = a_appeler[debut : debut + LOT_APPELS]
        nouvelles += appeler_lot(campagne, lot, maintenant or timezone.now())
    return nouvelles


@transaction.atomic
def appeler(
    campagne: Campagne,
    equipement: Equipement,
    maintenant: datetime | None = None,
    acteur: Acteur | None = None,
) -> Declaration:
    """Call one declaration, or return the one called already.

    ``acteur`` is the adviser who asks for it; None when the portal does, as the window opens.
    """
    maintenant = maintenant or (acteur.maintenant if acteur else timezone.now())
    nouvelles = appeler_lot(campagne, [equipement], maintenant, acteur)
    return nouvelles[0] if nouvelles else appelees(campagne).get(equipement=equipement)
