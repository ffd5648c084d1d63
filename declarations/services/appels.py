"""Calling declarations: « à saisir », first version, two empty volets, told in the journal."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from declarations.grilles import grille_pour
from declarations.models import Campagne, Declaration, Version, Volet
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.etats import Etat
from declarations.regles.grille import VOLETS
from declarations.services.lignes import lignes_initiales
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from portal.socle import journal


@transaction.atomic
def appeler_lot(
    campagne: Campagne,
    equipements: Sequence[Equipement],
    maintenant: datetime,
    acteur: Acteur | None = None,
) -> list[Declaration]:
    """Call the declarations of several équipements with a fixed number of queries.

    Returns those it called: not the ones called before. Two at once wait for one another on the
    row of the window, so that each declaration is called once.
    """
    Campagne.objects.select_for_update(no_key=True).get(pk=campagne.pk)
    deja = set(
        appelees(campagne).filter(equipement__in=equipements).values_list("equipement", flat=True)
    )
    nouveaux = {e.pk: e for e in equipements if e.pk not in deja}
    declarations = [_declaration(campagne, e, maintenant) for e in nouveaux.values()]
    Declaration.objects.inscrire(declarations)
    _poser_les_versions(declarations, maintenant)
    journal.ecrire_plusieurs([_fait(d, campagne, maintenant, acteur) for d in declarations])
    return declarations


def appelees(campagne: Campagne) -> DeclarationQuerySet:
    """The declarations a window has called, and those another one called in its place."""
    return Declaration.objects.filter(
        annee=campagne.annee, nature=campagne.nature, numero=campagne.numero
    )


def _declaration(campagne: Campagne, equipement: Equipement, maintenant: datetime) -> Declaration:
    return Declaration(
        equipement=equipement,
        annee=campagne.annee,
        nature=campagne.nature,
        numero=campagne.numero,
        campagne=campagne,
        caf_id=equipement.caf_id,
        gestionnaire_id=equipement.gestionnaire_id,
        dispositif=equipement.dispositif,
        etat=Etat.A_SAISIR,
        appelee_le=maintenant,
        etat_depuis=maintenant,
    )


def _poser_les_versions(declarations: Sequence[Declaration], maintenant: datetime) -> None:
    """Their first versions, with the grid of the exercice, the rows known and two empty volets."""
    lignes = lignes_initiales(declarations)
    versions = Version.objects.bulk_create(
        Version(
            declaration=declaration,
            grille=grille_pour(declaration.dispositif, declaration.annee).reference,
            lignes=lignes.get(declaration.pk, []),
            cree_le=maintenant,
        )
        for declaration in declarations
    )
    Volet.objects.bulk_create(
        Volet(version=version, nature=nature) for version in versions for nature in VOLETS
    )
    for declaration, version in zip(declarations, versions, strict=True):
        declaration.version_courante = version
    Declaration.objects.bulk_update(declarations, ["version_courante"])


def _fait(
    declaration: Declaration, campagne: Campagne, maintenant: datetime, acteur: Acteur | None
) -> journal.Fait:
    return journal.Fait(
        "declaration.appelee",
        auteur=acteur.utilisateur if acteur else None,
        objet=declaration,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        details={"campagne": campagne.pk, "version": 1},
        le=maintenant,
    )
