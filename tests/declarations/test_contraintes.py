"""The database refuses what must not be: each constraint of the declarations, by its name."""

import pytest
from django.db import IntegrityError, models, transaction

from declarations import models as modeles
from declarations.models import Declaration
from declarations.models.declencheurs import DE_LA_DECLARATION, DU_DOSSIER
from tests.declarations.contraintes import CAS
from tests.monde import Monde


def contraintes() -> dict[str, models.BaseConstraint]:
    """Every constraint that the models of the application declare."""
    classes = [getattr(modeles, nom) for nom in modeles.__all__]
    return {c.name: c for classe in classes for c in classe._meta.constraints}


def declencheurs() -> set[str]:
    """Rules over the two tables of a declaration, which no constraint can hold."""
    return {d.name for d in (*DU_DOSSIER, *DE_LA_DECLARATION)}


def test_chaque_contrainte_a_son_cas() -> None:
    assert set(contraintes()) | declencheurs() == set(CAS)


@pytest.mark.parametrize("nom", sorted(CAS))
def test_la_base_refuse(monde: Monde, nom: str) -> None:
    declaration = monde.declaration()

    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        CAS[nom](monde, declaration)


def test_une_declaration_envoyee_ne_perd_pas_sa_version(monde: Monde) -> None:
    declaration = monde.declaration()
    Declaration.objects.update(version_en_vigueur=declaration.version_courante)
    Declaration.objects.update(etat="transmise")

    with (
        pytest.raises(IntegrityError, match="declaration_envoyee_a_une_version"),
        transaction.atomic(),
    ):
        Declaration.objects.update(version_en_vigueur=None)
    declaration.pk = declaration.id = declaration.version_courante = None
    declaration.annee, declaration.etat = 2031, "transmise"
    with pytest.raises(IntegrityError, match="declaration_envoyee_a_une_version"):
        declaration.save(force_insert=True)


def test_les_contraintes_se_disent_en_francais() -> None:
    """Unique constraints on plain fields use Django's own sentence, which is French too."""
    muettes = {
        nom
        for nom, contrainte in contraintes().items()
        if contrainte.violation_error_message == contrainte.default_violation_error_message
    }

    assert muettes == {
        "version_numero_unique",
        "volet_unique",
        "demande_correction_unique",
        "justification_unique",
        "chiffre_partage_unique",
    }
