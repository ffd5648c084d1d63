"""The public cases (``tests/cas/acomptes.json``), ours at the limits, and what steps tell."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.demande import lire
from subventions.regles.acomptes.echeancier import etablir
from subventions.regles.acomptes.profils import lire_profils
from tests.subventions.outils import refaire

DOSSIER = Path(__file__).parent.parent.parent / "cas"
PUBLICS = json.loads((DOSSIER / "acomptes.json").read_text())
LIMITES = json.loads((DOSSIER / "acomptes-limites.json").read_text())


def etabli(**brut):
    return etablir(lire(brut, profils_acomptes()))


@pytest.mark.parametrize(
    "cas", [*PUBLICS, *LIMITES], ids=lambda cas: f"{cas['profil']}-{cas['attendu']['statut']}"
)
def test_cas(cas):
    echeancier = etablir(lire(cas, profils_acomptes()))
    rendu = echeancier.en_json()
    assert {k: rendu[k] for k in ("statut", "acomptes", "solde", "indu")} == cas["attendu"]
    for etape in rendu["etapes"]:
        assert refaire(etape) == etape["resultat"]


def test_chaque_etape_se_lit_dans_l_ordre():
    droits = {"reel_n2": "60000", "reel_n1": "58000", "previsionnel": "72000", "reel": "40000"}
    etapes = etabli(profil="reel_n2", droits=droits).etapes
    assert [(e.libelle, e.resultat) for e in etapes] == [
        ("Premier acompte", Decimal("21000.00")),
        ("Premier acompte, plafond selon le droit prévisionnel", Decimal("50400.00")),
        ("Premier acompte retenu", Decimal("21000.00")),
        ("Second acompte", Decimal("25200.00")),
        ("Second acompte, plafond selon le droit prévisionnel", Decimal("50400.00")),
        ("Second acompte, reste sous le plafond selon le droit prévisionnel", Decimal("29400.00")),
        ("Second acompte retenu", Decimal("25200.00")),
        ("Second acompte, plafond selon le droit réel N-1", Decimal("40600.00")),
        ("Second acompte, reste sous le plafond selon le droit réel N-1", Decimal("19600.00")),
        ("Second acompte retenu", Decimal("19600.00")),
        ("Acomptes", Decimal("40600.00")),
        ("Solde", Decimal("0.00")),
        ("Indu", Decimal("600.00")),
    ]
    part = etapes[0].parametre
    assert (part.valeur, part.marque) == ("0.35", "P")
    assert part.source


def test_ce_qu_attend_un_acompte_se_transmet_aux_suivants():
    attentes = [a.attend for a in etabli(profil="reel_n2", droits={"reel_n2": "60000"}).acomptes]
    assert attentes == [("previsionnel",), ("previsionnel", "reel_n1")]


@pytest.mark.parametrize("cle", ["droit", "code"])
def test_un_fichier_de_profils_incoherent_est_refuse(cle):
    acompte = {"libelle": "Acompte", "taux": "0.7", "droit": "previsionnel"}
    profil = {"code": "a", "libelle": "A", "marque": "P", "acomptes": [acompte]}
    profils = [profil, profil if cle == "code" else {**profil, "code": "b"}]
    if cle == "droit":
        acompte["droit"] = "previsionel"
    with pytest.raises(ValueError, match="previsionel" if cle == "droit" else "écrit deux fois"):
        lire_profils({"source": "essai", "profils": profils})
