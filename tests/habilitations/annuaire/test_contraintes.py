"""The database refuses what must not be, of a list sent to the annuaire and of its lines."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from habilitations.models import ImportAnnuaire, LigneImport
from tests.monde import MAINTENANT, Monde

pytestmark = pytest.mark.django_db
Acte = Callable[[Monde], models.Model]


def depot(monde: Monde, **champs: object) -> ImportAnnuaire:
    return ImportAnnuaire(
        **{
            "caf": monde.caf,
            "depose_par": monde.responsable,
            "depose_le": MAINTENANT,
            "fichier_nom": "liste.xlsx",
            "contenu": [{}],
            "total": 1,
            **champs,
        }
    )


def ligne(monde: Monde, **champs: object) -> LigneImport:
    garde = depot(monde)
    garde.save()
    valeurs = {"depot": garde, "rang": 0, "feuille": "lieux", "numero": 2, "issue": "cree"}
    return LigneImport(**{**valeurs, **champs})


def meme_rang(monde: Monde) -> LigneImport:
    premiere = ligne(monde)
    premiere.save()
    premiere.pk = None
    return premiere


CAS: dict[str, tuple[Acte, str]] = {
    "import_annuaire_avancement_borne": (
        lambda m: depot(m, faites=2),
        "Plus de lignes examinées que de lignes à examiner.",
    ),
    "import_annuaire_contenu_jusqu_a_la_fin": (
        lambda m: depot(m, etat="fait"),
        "Un import garde ses lignes jusqu’à ce qu’il soit fait, puis sa date.",
    ),
    "ligne_import_rang_unique": (meme_rang, "Cette ligne est déjà dans le plan."),
    "ligne_import_refus_motive": (
        lambda m: ligne(m, issue="refuse"),
        "Une ligne refusée dit pourquoi, et elle seule.",
    ),
}


def test_chaque_contrainte_a_son_cas() -> None:
    declarees = {c.name for m in (ImportAnnuaire, LigneImport) for c in m._meta.constraints}
    assert declarees == set(CAS)


@pytest.mark.parametrize("nom", CAS)
def test_la_base_refuse_et_le_dit_en_francais(monde: Monde, nom: str) -> None:
    fabrique, message = CAS[nom]
    objet = fabrique(monde)
    with pytest.raises(ValidationError) as refus:
        objet.validate_constraints()
    assert message in refus.value.messages
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        objet.save(force_insert=True)
