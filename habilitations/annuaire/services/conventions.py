"""Conventions d'objectifs et de financement: which exercices are called hangs on their dates."""

from datetime import date
from typing import Any

from django.db import transaction

from habilitations.annuaire.services.dependances import (
    dire,
    exiger,
    modifier,
    ouvrir,
    ouvrir_tenu,
    retenue_sans_dossier,
)
from habilitations.annuaire.services.ecriture import remplir
from habilitations.models import Convention
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide

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
    dire("convention.creee", convention, acteur, changements=changements)
    return convention


@transaction.atomic
def modifier_convention(
    convention_id: int, *, acteur: Acteur, depuis: str = "", **voulu: Any
) -> Convention:
    """Change a COF; files already called stay. The same again changes nothing.

    Raises ActionRefusee, DemandeInvalide, Convention.DoesNotExist.
    """
    convention = ouvrir(Convention, convention_id, acteur)
    action = "convention.modifiee"
    return modifier(convention, voulu, CHAMPS, action=action, depuis=depuis, acteur=acteur)


def retenue_de_la_convention(convention: Convention) -> str:
    """Why a COF is not deleted; empty when it may be."""
    return retenue_sans_dossier(
        convention,
        "Une convention qui a servi prend fin à une date.",
        "Des déclarations ont été appelées pour cet équipement.",
    )


@transaction.atomic
def supprimer_convention(convention_id: int, *, acteur: Acteur) -> None:
    """Delete a COF typed by mistake: no post on it, no file called on its équipement.

    Raises ActionRefusee, Convention.DoesNotExist.
    """
    convention = ouvrir(Convention, convention_id, acteur)
    exiger(retenue_de_la_convention(convention))
    dire("convention.supprimee", convention, acteur)
    convention.delete()
