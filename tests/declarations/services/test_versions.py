"""A sent version stays as it was: a correction or a rectificative makes another one."""

import pytest
from django.db import ProgrammingError, connection, transaction

from declarations.services.instruction import valider
from declarations.services.saisie import enregistrer
from tests.declarations.remplir import demander_correction, jusqu_a, signer
from tests.declarations.remplir import transmettre as tout_transmettre
from tests.monde import MAINTENANT, Monde, acteur


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE declarations_volet SET donnees = '{}' WHERE version_id = %s",
        "DELETE FROM declarations_volet WHERE version_id = %s",
        "UPDATE declarations_version SET empreinte = 'x' WHERE id = %s",
        "UPDATE declarations_version SET envoyee_le = NULL WHERE id = %s",
    ],
)
def test_la_base_refuse_de_changer_ce_qui_est_envoye(monde: Monde, ordre: str) -> None:
    version = jusqu_a(monde.declaration(), monde, "transmise").version_courante

    with (
        pytest.raises(ProgrammingError, match="ne peut plus"),
        transaction.atomic(),
        connection.cursor() as curseur,
    ):
        curseur.execute(ordre, [version.pk])


@pytest.mark.parametrize(
    "champ", ["validee_par_id = NULL, validee_le = NULL", "validee_par_id = validee_par_id + 1"]
)
def test_la_base_refuse_de_changer_une_validation(monde: Monde, champ: str) -> None:
    version = jusqu_a(monde.declaration(), monde, "validee").version_courante

    with (
        pytest.raises(ProgrammingError, match="ne peut plus"),
        transaction.atomic(),
        connection.cursor() as curseur,
    ):
        curseur.execute(f"UPDATE declarations_version SET {champ} WHERE id = %s", [version.pk])


def test_une_correction_fait_une_version_et_garde_l_ancienne(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    ancienne = declaration.version_courante
    demander_correction(declaration, monde)
    assert declaration.version_courante.numero == 2
    assert declaration.version_courante.volets.get(nature="activite").signe_le is not None
    assert declaration.version_courante.volets.get(nature="finances").signe_le is None
    volet = declaration.version_courante.volets.get(nature="finances")
    enregistrer(
        declaration.pk,
        "finances",
        acteur=acteur(monde.passerelles.finances),
        revision=volet.revision,
        brut={"comptes.60": "8 401", "comptes.741": "20 001"},
    )

    signer(declaration, monde)
    tout_transmettre(declaration, monde)

    declaration.refresh_from_db()
    assert declaration.version_en_vigueur.numero == 2
    assert ancienne.volets.get(nature="finances").donnees["comptes.60"] == "8400"


def test_la_version_validee_compte_jusqu_a_la_validation_de_la_rectificative(monde: Monde) -> None:
    from declarations.services.instruction import ouvrir_rectificative, prendre_en_charge

    declaration = jusqu_a(monde.declaration(), monde, "validee")
    conseiller = acteur(monde.conseiller)
    ouvrir_rectificative(
        declaration.pk,
        acteur=conseiller,
        motif="Oubli du compte 64 et du 61",
        pour_le=MAINTENANT.date(),
    )
    signer(declaration, monde)
    tout_transmettre(declaration, monde)
    declaration.refresh_from_db()
    assert declaration.version_en_vigueur.numero == 1

    prendre_en_charge(declaration.pk, acteur=conseiller)
    valider(declaration.pk, acteur=conseiller)

    declaration.refresh_from_db()
    assert declaration.version_en_vigueur.numero == 2
