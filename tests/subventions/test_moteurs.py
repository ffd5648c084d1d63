"""A version of the engine never changes: what it gave once, it gives for good."""

import hashlib
import json
from pathlib import Path

import pytest

from subventions.referentiels import plan_comptable
from subventions.regles import moteur
from subventions.regles.bareme import lire_bareme
from subventions.regles.moteurs import MOTEUR, MOTEURS
from tests.subventions.outils import BAREMES, donnees_valides

CAS = json.loads((Path(__file__).parent.parent / "cas" / "estimations.json").read_text())
# SHA-256 of all that a version gives for the public cases: words, entries and amounts.
# A result that must change is a new version in ``subventions.regles.moteurs``, with its line here.
EMPREINTES = {1: "890e6bdbd15e6a99977e31d8811aea60cd9064f4ed60776b20d7e5800822e942"}


def resultats(version):
    for cas in CAS:
        bareme, erreurs = lire_bareme(
            cas["dispositif"], cas.get("bareme", BAREMES[cas["dispositif"]])
        )
        assert not erreurs
        exercice = int(cas["exercice"][:4])
        yield MOTEURS[version](
            cas["dispositif"], cas["donnees"], bareme, plan_comptable(), exercice
        ).en_json()


@pytest.mark.parametrize("version", sorted(MOTEURS))
def test_une_version_du_moteur_ne_change_plus(version):
    texte = json.dumps(list(resultats(version)), ensure_ascii=False, sort_keys=True)
    assert hashlib.sha256(texte.encode()).hexdigest() == EMPREINTES[version]


def test_le_moteur_du_jour_est_la_derniere_version():
    assert max(MOTEURS) == MOTEUR
    assert MOTEURS[MOTEUR] is moteur.estimer


@pytest.mark.parametrize("dispositif", sorted(BAREMES))
def test_toute_version_repond_a_chaque_formule(dispositif):
    bareme, _ = lire_bareme(dispositif, BAREMES[dispositif])
    for version in MOTEURS.values():
        rendu = version(dispositif, donnees_valides(dispositif), bareme, plan_comptable(), 2025)
        assert rendu.est_estimee
