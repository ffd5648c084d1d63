"""Campaigns: windows generated from the rules, declarations called when one opens."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from declarations.grilles import grille_pour
from declarations.models import Campagne, Declaration, RegleCalendrier, Version, Volet
from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre, JourRelatif, fenetre
from declarations.regles.grille import VOLETS
from declarations.services.lignes import lignes_initiales
from habilitations.models import Adhesion, Caf, Convention, Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import bornes_exercice
from portal.socle import journal


def fenetre_de(regle: RegleCalendrier, annee: int) -> Fenetre:
    """Return the dates a rule gives for one exercice."""
    return fenetre(
        JourRelatif(regle.ouverture_jour, regle.ouverture_mois, regle.ouverture_decalage),
        JourRelatif(regle.echeance_jour, regle.echeance_mois, regle.echeance_decalage),
        regle.delai_saisie,
        annee,
    )


@transaction.atomic
def generer_campagnes(caf: Caf, annee: int) -> list[Campagne]:
    """Create the missing windows of one Caf for one exercice, from its rules or the national ones.

    Windows that exist are left as they are: people may have changed their dates.
    """
    regles: dict[tuple[str, str, int], RegleCalendrier] = {}
    candidates = RegleCalendrier.objects.filter(caf=None) | RegleCalendrier.objects.filter(caf=caf)
    for regle in candidates:
        cle = (regle.dispositif, regle.nature, regle.numero)
        if regle.caf_id or cle not in regles:
            regles[cle] = regle
    creees = []
    for (dispositif, nature, numero), regle in regles.items():
        dates = fenetre_de(regle, annee)
        campagne, nouvelle = Campagne.objects.get_or_create(
            caf=caf,
            dispositif=dispositif,
            nature=nature,
            numero=numero,
            annee=annee,
            defaults=vars(dates),
        )
        if nouvelle:
            creees.append(campagne)
    return creees


def generer_et_lancer(jour: date) -> int:
    """Daily work: generate the windows of the years around, call what is open; idempotent.

    Returns how many declarations were called.
    """
    appelees = 0
    for caf in Caf.objects.filter(equipements__isnull=False).distinct():
        for annee in range(jour.year - 2, jour.year + 2):
            generer_campagnes(caf, annee)
        for campagne in Campagne.objects.a_lancer(jour).filter(caf=caf):
            appelees += len(lancer_campagne(campagne, jour))
    return appelees


def equipements_a_appeler(campagne: Campagne, jour: date) -> "list[Equipement]":
    """Équipements of a window that must declare and were not called yet.

    Open during the exercice, covered by a COF for it, and whose gestionnaire has a complete
    adhesion: a partner who joins during the campaign is called that day (DOMAINE §2). No
    prévisionnelle of a CLAS project for the first exercice of a COF: it was filed in ELAN (S).
    """
    debut, fin = bornes_exercice(campagne.dispositif, campagne.annee)
    appeles = Declaration.objects.filter(
        annee=campagne.annee, nature=campagne.nature, numero=campagne.numero
    ).values("equipement")
    adherents = Adhesion.objects.actives(jour).filter(caf=campagne.caf).values("gestionnaire")
    equipements = Equipement.objects.ouverts(debut, fin)
    if campagne.nature == Nature.PREVISIONNELLE and campagne.dispositif == Dispositif.CLAS:
        debutantes = conventions_commencant(campagne.dispositif, campagne.annee)
        equipements = equipements.exclude(pk__in=debutantes.values("equipement"))
    return list(
        equipements.filter(
            caf=campagne.caf,
            dispositif=campagne.dispositif,
            gestionnaire__in=adherents,
            pk__in=Convention.objects.couvrant(debut, fin).values("equipement"),
        ).exclude(pk__in=appeles)
    )


def conventions_commencant(dispositif: str, annee: int) -> QuerySet[Convention]:
    """COF that begin during an exercice: it is the first one of each of them."""
    return Convention.objects.filter(du__range=bornes_exercice(dispositif, annee))


def lancer_campagne(
    campagne: Campagne, jour: date, maintenant: datetime | None = None
) -> list[Declaration]:
    """Call the declarations of a window; each in its own transaction, replayed without effect."""
    return [appeler(campagne, e, maintenant) for e in equipements_a_appeler(campagne, jour)]


@transaction.atomic
def appeler(
    campagne: Campagne,
    equipement: Equipement,
    maintenant: datetime | None = None,
    acteur: Acteur | None = None,
) -> Declaration:
    """Call one declaration: « à saisir », first version, two empty volets. Replays return it.

    ``acteur`` is the adviser who asks for it; None when the portal does, as the window opens.
    """
    maintenant = maintenant or (acteur.maintenant if acteur else timezone.now())
    declaration, nouvelle = Declaration.objects.get_or_create(
        equipement=equipement,
        annee=campagne.annee,
        nature=campagne.nature,
        numero=campagne.numero,
        defaults={
            "campagne": campagne,
            "caf": equipement.caf,
            "gestionnaire": equipement.gestionnaire,
            "dispositif": equipement.dispositif,
            "appelee_le": maintenant,
            "etat_depuis": maintenant,
        },
    )
    if not nouvelle:
        return declaration
    _poser_version(declaration, maintenant)
    journal.ecrire(
        "declaration.appelee",
        auteur=acteur.utilisateur if acteur else None,
        objet=declaration,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        details={"campagne": campagne.pk, "version": 1},
        le=maintenant,
    )
    return declaration


def _poser_version(declaration: Declaration, maintenant: datetime) -> None:
    """The first version, with the grid of the exercice, the rows known and two empty volets."""
    version = Version.objects.create(
        declaration=declaration,
        grille=grille_pour(declaration.dispositif, declaration.annee).reference,
        lignes=lignes_initiales(declaration),
        cree_le=maintenant,
    )
    Volet.objects.bulk_create([Volet(version=version, nature=v) for v in VOLETS])
    declaration.version_courante = version
    declaration.save(update_fields=["version_courante"])
