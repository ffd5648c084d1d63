"""The database refuses what must not be: each constraint of the declarations, by its name."""

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from declarations import models as modeles
from declarations.models import Declaration, PieceJointe
from declarations.models.declencheurs import DE_LA_DECLARATION, DU_DOSSIER
from tests.declarations.contraintes import CAS
from tests.declarations.contraintes.echanges import piece as joindre
from tests.monde import MAINTENANT, Monde


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
    }


def test_une_piece_se_retire_une_fois_et_ne_s_efface_pas(monde: Monde) -> None:
    declaration = monde.declaration()
    joindre(monde, declaration)
    pieces = PieceJointe.objects.all()
    retrait = {
        "retiree_le": MAINTENANT,
        "retiree_par": monde.conseiller,
        "retiree_version": declaration.version_courante,
        "retrait_motif": "Doublon",
    }
    for acte in (pieces.delete, lambda: pieces.update(libelle="Autre")):
        with pytest.raises(DatabaseError, match="pièce jointe"), transaction.atomic():
            acte()
    pieces.update(**retrait)
    with pytest.raises(DatabaseError, match="pièce jointe"), transaction.atomic():
        pieces.update(retrait_motif="Autre motif")
