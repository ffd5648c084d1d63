"""What needs no database: the data files, the list of accounts, figures that agree."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from stdnum.fr import siret

from declarations.regles.grille import PREVISIONNELLE, REELLE
from portal.accueil.demo import comptes as comptes_demo
from portal.accueil.demo.activite import PARTS_AGES, PARTS_ORIGINES, Site, activite
from portal.accueil.demo.decor import lire
from portal.accueil.demo.finances import comptes
from portal.accueil.demo.reperes import Reperes, jour_ouvre
from portal.accueil.demo.scenarios import SCENARIOS

PARTENAIRES = lire("partenaires.toml")["partenaires"]
EQUIPEMENTS = [equipement for p in PARTENAIRES for equipement in p["equipements"]]


class TestPartenaires:
    """What the data files say."""

    def test_siret_valides_et_inventes(self) -> None:
        numeros = [partenaire["siret"] for partenaire in PARTENAIRES]
        assert len(set(numeros)) == 12
        assert all(siret.is_valid(n) and n.startswith("000") for n in numeros)

    def test_les_trois_organisations(self) -> None:
        assert {e["organisation"] for e in EQUIPEMENTS} == {"mono_lieu", "itinerance", "antennes"}
        for equipement in EQUIPEMENTS:
            seul = len(equipement["lieux"]) == 1
            assert seul == (equipement["organisation"] == "mono_lieu")

    def test_chaque_etape_est_un_scenario(self) -> None:
        etapes = {
            e[n] for e in EQUIPEMENTS for n in ("reelle", "previsionnelle", "passe") if n in e
        }
        assert etapes == set(SCENARIOS)


class TestListe:
    def test_liste_alignee_et_courte(self) -> None:
        call_command("comptes_demo", stdout=(sortie := StringIO()))
        lignes = sortie.getvalue().splitlines()
        assert comptes_demo.MOT_DE_PASSE in lignes[0]
        assert max(map(len, lignes)) <= 110
        assert len(lignes) < 20
        for nom in ("activite", "finances", "approbateur", "conseiller", "habilitations"):
            assert any(ligne.startswith(f"  {nom}@demo.example ") for ligne in lignes)
        roles = zip(lignes[2:], comptes_demo.COMPTES, strict=True)
        assert len({ligne.find(compte.role) for ligne, compte in roles}) == 1


class TestChiffres:
    SITES = (
        Site("Ugine", 260, Decimal("0.03"), 2025),
        Site("Bergues", 150, Decimal("-0.04"), 2025),
        Site("Cognac", 330, Decimal("0.02"), 2025, ferme_le=date(2025, 6, 30)),
        Site("Soyaux", 300, Decimal(0), 2025, ouvert_le=date(2025, 9, 1)),
    )

    @pytest.mark.parametrize("site", SITES, ids=lambda s: s.nom)
    @pytest.mark.parametrize("annee", [2023, 2024, 2025, 2026])
    def test_activite_coherente(self, site: Site, annee: int) -> None:
        dit = activite(site, annee, REELLE)
        assert sum(dit[code] for code in PARTS_AGES) == dit["enfants"]
        entrees = dit["mesures_debut"] + dit["mesures_nouvelles"]
        assert sum(dit[code] for code in PARTS_ORIGINES) == entrees
        assert dit["mesures_terminees"] <= entrees
        assert dit["rencontres_realisees"] <= dit["rencontres_programmees"]
        assert all(valeur >= 0 for valeur in dit.values())
        suite = activite(site, annee + 1, REELLE)
        assert suite["mesures_debut"] == entrees - dit["mesures_terminees"]

    @pytest.mark.parametrize("annee", [2024, 2025])
    @pytest.mark.parametrize("nature", [PREVISIONNELLE, REELLE])
    def test_comptes_equilibres(self, annee: int, nature: str) -> None:
        donnees = comptes("La Marelle", annee, nature, Decimal("2870.25"), Decimal(85), 2025)
        montants = {c.removeprefix("comptes."): v for c, v in donnees.items()}
        resultat = montants.pop("resultat_annonce", Decimal(0))
        charges = sum(v for c, v in montants.items() if c[0] == "6")
        produits = sum(v for c, v in montants.items() if c[0] == "7")
        assert produits - charges == resultat
        contributions = [sum(v for c, v in montants.items() if c[:2] == n) for n in ("86", "87")]
        assert contributions[0] == contributions[1] > 0
        assert ("79" in montants) == (annee <= 2024)

    def test_les_reperes_suivent_le_jour(self) -> None:
        reperes = Reperes(date(2028, 2, 29))
        assert (reperes.annee_reelle, reperes.annee_prevue) == (2027, 2028)
        assert reperes.le([30, 6, -1]) == date(2026, 6, 30)
        assert jour_ouvre(date(2026, 2, 7)) == date(2026, 2, 9)
        assert jour_ouvre(date(2026, 2, 6)) == date(2026, 2, 6)
