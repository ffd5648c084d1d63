"""The nightly check of all that was sent: by lots, the same faults as one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations.models import Declaration, Version
from declarations.regles.etats import Etat
from declarations.services.integrite import AUTRE_EMPREINTE, CALCUL, CONTENU, SANS_LIGNE
from declarations.services.verification import versions_alterees
from tests.declarations.falsifications import FALSIFICATIONS, forcer
from tests.declarations.integrite import declaration, version
from tests.declarations.remplir import demander_correction, jusqu_a, remplir, signer, transmettre
from tests.monde import Monde

__all__ = ["declaration", "version"]
pytestmark = pytest.mark.usefixtures("fige")


def dites() -> set[tuple[str, str]]:
    return {(faute.objet, faute.raison) for faute in versions_alterees()}


def test_rien_n_est_dit_de_ce_qui_est_intact(monde: Monde, declaration: Declaration) -> None:
    """Two versions of a file, of which one has a paper withdrawn since, and another file."""
    demander_correction(declaration, monde)
    remplir(declaration, monde, {"comptes.64": "93 800", "comptes.741": "21 000"})
    signer(declaration, monde)
    transmettre(declaration, monde)
    assert Version.objects.filter(envoyee_le__isnull=False).count() == 3
    assert dites() == set()


def test_chaque_faute_est_dite_de_sa_version(monde: Monde, version: Version) -> None:
    autre = Version.objects.filter(envoyee_le__isnull=False).exclude(pk=version.pk).get()
    FALSIFICATIONS["le montant"](version)
    forcer(
        "DELETE FROM socle_lignejournal WHERE action = 'declaration.transmise' AND objet_id = %s",
        [autre.declaration_id],
    )
    nom = f"{version.declaration.reference}, version 1"
    celle_d_a_cote = f"{autre.declaration.reference}, version 1"
    assert dites() == {(nom, CONTENU), (nom, CALCUL), (celle_d_a_cote, SANS_LIGNE)}


def test_une_piece_passee_a_un_autre_dossier_est_vue(version: Version) -> None:
    """A file that has no paper left is not asked for any: its hash tells that there was one."""
    autre = Version.objects.exclude(declaration=version.declaration_id).first()
    forcer("UPDATE dossiers_piecejointe SET dossier_id = %s", [autre.declaration_id])
    trouvees = {raison for _, raison in dites()}
    assert CONTENU in trouvees
    assert AUTRE_EMPREINTE not in trouvees


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_versions(monde: Monde) -> None:
    def compter() -> int:
        with CaptureQueriesContext(
            connection,
        ) as lues:
            assert dites() == set()
        return len(lues)

    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    une = compter()
    jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE)
    jusqu_a(monde.declaration("previsionnelle", 2026), monde, Etat.TRANSMISE)
    assert compter() == une
