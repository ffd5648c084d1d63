"""Is a receipt genuine, and the latest? Told to anybody, without what it says."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from portal.dossiers.recepisses import Verdict, adresse_de_verification, verifier_recepisse
from tests.declarations.remplir import demander_correction, jusqu_a, signer, transmettre
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def transmise(monde: Monde) -> Declaration:
    return jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)


def verdict(declaration: Declaration, numero: int = 1) -> Verdict:
    version = declaration.versions.get(numero=numero)
    return verifier_recepisse(declaration.reference, version.empreinte).verdict


def test_le_dernier_recepisse(transmise: Declaration) -> None:
    assert verdict(transmise) == Verdict.DERNIER


def test_un_recepisse_remplace(monde: Monde, transmise: Declaration) -> None:
    demander_correction(transmise, monde)
    assert verdict(transmise) == Verdict.DERNIER  # a correction asked for is not sent
    signer(transmise, monde)
    transmettre(transmise, monde)

    assert verdict(transmise) == Verdict.REMPLACE
    assert verdict(transmise, 2) == Verdict.DERNIER


def test_une_empreinte_recopiee_a_la_main(transmise: Declaration) -> None:
    empreinte = transmise.versions.get().empreinte.upper()
    espacee = " ".join(empreinte[i : i + 8] for i in range(0, 64, 8))

    resultat = verifier_recepisse(f" {transmise.reference.lower()} ", f"\n{espacee}")

    assert resultat.verdict == Verdict.DERNIER


@pytest.mark.parametrize("faux", ["", "0" * 64, "zz", "é" * 64, "0" * 10_000])
def test_une_empreinte_fausse(transmise: Declaration, faux: str) -> None:
    assert verifier_recepisse(transmise.reference, faux).verdict == Verdict.INCONNU


def test_la_reference_d_une_autre_declaration_ne_suffit_pas(
    monde: Monde, transmise: Declaration
) -> None:
    autre = jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE)
    empreinte = transmise.versions.get().empreinte

    assert verifier_recepisse(autre.reference, empreinte).verdict == Verdict.INCONNU


def test_des_donnees_changees_par_sql_sont_vues(transmise: Declaration) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("ALTER TABLE declarations_volet DISABLE TRIGGER USER")
        curseur.execute(
            'UPDATE declarations_volet SET donnees = donnees || \'{"comptes.60": "1"}\''
        )
        curseur.execute("ALTER TABLE declarations_volet ENABLE TRIGGER USER")

    assert verdict(transmise) == Verdict.ALTERE


class TestPage:
    def test_ouverte_a_tous_sans_rien_montrer(self, client: Client, transmise: Declaration) -> None:
        empreinte = transmise.versions.get().empreinte
        reponse = client.get(adresse_de_verification(transmise.reference, empreinte))

        page = reponse.content.decode()
        assert reponse.status_code == 200
        assert "authentique et c’est le dernier" in page
        assert transmise.gestionnaire.nom not in page
        assert transmise.equipement.nom not in page
        assert reponse["Referrer-Policy"] == "no-referrer"

    def test_vide_puis_incomplete(self, client: Client, db: None) -> None:
        adresse = reverse("verification_recepisse")

        assert "Recopiez" not in client.get(adresse).content.decode()
        assert "Recopiez l’empreinte" in client.get(adresse, {"reference": "x"}).content.decode()

    def test_introuvable(self, client: Client, db: None) -> None:
        reponse = client.get(
            reverse("verification_recepisse"), {"reference": "ER-1", "empreinte": "0" * 64}
        )

        assert "Aucun récépissé ne correspond" in reponse.content.decode()
