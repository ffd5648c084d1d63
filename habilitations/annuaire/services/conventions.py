"""Conventions d'objectifs et de financement: which exercices are called hangs on their dates."""

from datetime import date
from typing import Any

from django.db import transaction

from habilitations.annuaire.services.ecriture import exiger_a_jour, raconter, remplir
from habilitations.annuaire.services.lieux import SANS_DOSSIER, ouvrir_tenu
from habilitations.annuaire.services.usages import exiger_inutilise, usages
from habilitations.models import Convention
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide, impossible

CHAMPS = ("reference", "du", "au")


@transaction.atomic
def ajouter_convention(
    equipement_id: int, *, reference: str, du: date, au: date, acteur: Acteur
) -> Convention:
    """Add a COF to an équipement; a second click adds nothing.

    Raises ActionRefusee (neither its adviser nor who keeps the annuaire), DemandeInvalide.
    """
    equipement = ouvrir_tenu(equipement_id, acteur)
    if deja := equipement.conventions.filter(reference=reference.strip()).first():
        if (deja.du, deja.au) == (du, au):
            return deja
        raise DemandeInvalide("reference", "Cet équipement a déjà une convention de ce nom.")
    convention = Convention(equipement=equipement)
    changements = remplir(convention, {"reference": reference.strip(), "du": du, "au": au})
    convention.save(force_insert=True)
    _raconter("convention.creee", convention, acteur, changements=changements)
    return convention


@transaction.atomic
def modifier_convention(
    convention_id: int, *, acteur: Acteur, depuis: str = "", **voulu: Any
) -> Convention:
    """Change a COF; files already called stay. The same again changes nothing.

    Raises ActionRefusee, DemandeInvalide, Convention.DoesNotExist.
    """
    convention = _ouvrir(convention_id, acteur)
    exiger_a_jour(convention, CHAMPS, depuis)
    changements = remplir(convention, {champ: voulu[champ] for champ in CHAMPS})
    if changements:
        convention.save(update_fields=list(changements))
        _raconter("convention.modifiee", convention, acteur, changements=changements)
    return convention


@transaction.atomic
def supprimer_convention(convention_id: int, *, acteur: Acteur) -> None:
    """Delete a COF typed by mistake: no post on it, no file called on its équipement.

    Raises ActionRefusee, Convention.DoesNotExist.
    """
    convention = _ouvrir(convention_id, acteur)
    comment = "Une convention qui a servi prend fin à une date."
    exiger_inutilise(convention, comment)
    if usages(convention.equipement, sauf=SANS_DOSSIER):
        raise impossible(f"Des déclarations ont été appelées pour cet équipement. {comment}")
    _raconter("convention.supprimee", convention, acteur)
    convention.delete()


def _ouvrir(convention_id: int, acteur: Acteur) -> Convention:
    """Lock the équipement of a convention, then read the convention again."""
    equipement_id = Convention.objects.values_list("equipement", flat=True).get(pk=convention_id)
    equipement = ouvrir_tenu(equipement_id, acteur)
    convention = Convention.objects.get(pk=convention_id)
    convention.equipement = equipement
    return convention


def _raconter(action: str, convention: Convention, acteur: Acteur, **details: Any) -> None:
    equipement = convention.equipement
    raconter(
        action,
        convention,
        acteur,
        gestionnaire_id=equipement.gestionnaire_id,
        caf_id=equipement.caf_id,
        equipement=equipement.pk,
        **details,
    )
