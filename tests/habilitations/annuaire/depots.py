"""A list sent to the annuaire, then confirmed."""

from django.core.files.uploadedfile import SimpleUploadedFile

from habilitations.annuaire.services.imports import application, depot
from habilitations.models import ImportAnnuaire
from tests.monde import Monde, acteur


def deposer(monde: Monde, contenu: bytes, nom: str = "liste.xlsx", qui: str = "responsable"):
    fichier = SimpleUploadedFile(nom, contenu)
    return depot.deposer(fichier, caf_id=monde.caf.pk, acteur=acteur(getattr(monde, qui)))


def confirmer(monde: Monde, depose: ImportAnnuaire, *, justes: bool = False) -> ImportAnnuaire:
    fait = application.confirmer(
        depose.pk, vu=depose.vu, justes=justes, acteur=acteur(monde.responsable)
    )
    fait.refresh_from_db()
    return fait
