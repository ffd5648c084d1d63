"""What needs no database: the data files, the list of accounts, figures that agree."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from stdnum.fr import siret

from declarations.regles.grille import ACTIVITE, FINANCES, PREVISIONNELLE, REELLE
from portal.accueil.demo import comptes as comptes_demo
from portal.accueil.demo.activite import PARTS_AGES, PARTS_ORIGINES, Site, activite
from portal.accueil.demo.cct import Poste, RecitCct, Titulaire
from portal.accueil.demo.clas import Collectif, RecitClas
from portal.accueil.demo.decor import PARTENAIRES as FICHIERS
from portal.accueil.demo.decor import lire
from portal.accueil.demo.finances import CCT, CLAS, ER, Profil, comptes
from portal.accueil.demo.reperes import Reperes, jour_ouvre
from portal.accueil.demo.scenarios import SCENARIOS

PARTENAIRES = [p for nom in FICHIERS for p in lire(nom)["partenaires"]]
EQUIPEMENTS = [equipement for p in PARTENAIRES for equipement in p["equipements"]]
ETAPES = ("reelle", "previsionnelle", "actualisee", "passe")


class TestPartenaires:
    """What the data files say."""

    def test_siret_valides_et_inventes(self) -> None:
        numeros = [partenaire["siret"] for partenaire in PARTENAIRES]
        assert len(set(numeros)) == len(numeros) == 18
        assert all(siret.is_valid(n) and n.startswith("000") for n in numeros)

    def test_les_trois_organisations(self) -> None:
        espaces = [e for e in EQUIPEMENTS if "lieux" in e]
        assert {e["organisation"] for e in espaces} == {"mono_lieu", "itinerance", "antennes"}
        for equipement in espaces:
            seul = len(equipement["lieux"]) == 1
            assert seul == (equipement["organisation"] == "mono_lieu")

    def test_chaque_etape_est_un_scenario(self) -> None:
        etapes = {e[n] for e in EQUIPEMENTS for n in ETAPES if n in e}
        assert etapes == set(SCENARIOS)


class TestListe:
    def test_liste_alignee_et_courte(self) -> None:
        call_command("comptes_demo", stdout=(sortie := StringIO()))
        lignes = sortie.getvalue().splitlines()
        assert comptes_demo.MOT_DE_PASSE in lignes[0]
        assert max(map(len, lignes)) <= 110
        assert len(lignes) < 30
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
    @pytest.mark.parametrize("profil", [ER, CLAS, CCT], ids=["er", "clas", "cct"])
    def test_comptes_equilibres(self, annee: int, nature: str, profil: Profil) -> None:
        donnees = comptes("La Marelle", annee, nature, Decimal("243971.25"), profil)
        montants = {c.removeprefix("comptes."): v for c, v in donnees.items()}
        resultat = montants.pop("resultat_annonce", Decimal(0))
        charges = sum(v for c, v in montants.items() if c[0] == "6")
        produits = sum(v for c, v in montants.items() if c[0] == "7")
        assert produits - charges == resultat
        contributions = [sum(v for c, v in montants.items() if c[:2] == n) for n in ("86", "87")]
        assert contributions[0] == contributions[1] > 0
        assert ("79" in montants) == (annee <= 2024 and "79" in profil.produits)

    def test_les_reperes_suivent_le_jour(self) -> None:
        reperes = Reperes(date(2028, 2, 29))
        assert (reperes.reelle("er"), reperes.prevue("cct")) == (2027, 2028)
        assert reperes.le([30, 6, -1]) == date(2026, 6, 30)
        assert jour_ouvre(date(2026, 2, 7)) == date(2026, 2, 9)
        assert jour_ouvre(date(2026, 2, 6)) == date(2026, 2, 6)

    @pytest.mark.parametrize(
        ("jour", "annee"), [(date(2026, 6, 13), 2024), (date(2026, 6, 14), 2025)]
    )
    def test_la_reelle_d_un_clas_suit_sa_campagne(self, jour: date, annee: int) -> None:
        reperes = Reperes(jour)
        assert (reperes.reelle("clas"), reperes.prevue("clas")) == (annee, annee + 1)
        assert reperes.le([1, 9, 0], "clas") == date(annee, 9, 1)


class TestClas:
    COLLECTIFS = tuple(
        Collectif(f"c{rang}", f"Groupe {rang}", niveau, rang == 1, False, 2020)
        for rang, niveau in enumerate(("elementaire", "college", "lycee"), start=1)
    )
    RECIT = RecitClas("Clas du Biollay", COLLECTIFS, Decimal(7350), 2025)

    @pytest.mark.parametrize("annee", [2023, 2024, 2025])
    def test_activite_coherente(self, annee: int) -> None:
        dits = self.RECIT.valeurs(annee, REELLE, ACTIVITE)
        enfants = [dits[f"collectifs.{c.cle}.enfants"] for c in self.COLLECTIFS]
        assert all(8 <= combien <= 12 for combien in enfants)
        for collectif, combien in zip(self.COLLECTIFS, enfants, strict=True):
            sexes = (dits[f"collectifs.{collectif.cle}.{s}"] for s in ("filles", "garcons"))
            assert sum(sexes) == combien
        ages = (dits[f"enfants_{age}"] for age in ("6_10", "11_16", "17_plus"))
        assert sum(ages) == sum(enfants)

    def test_un_bonus_a_son_projet_et_lui_seul(self) -> None:
        dits = self.RECIT.valeurs(2025, PREVISIONNELLE, ACTIVITE)
        assert dits["projet_bonus_enfants"]
        assert "projet_bonus_parents" not in dits


class TestCct:
    TITULAIRES = (
        Titulaire("Romain", "Girod", date(2016, 1, 1), date(2025, 8, 31)),
        Titulaire("Claire", "Deschamps", date(2026, 1, 1)),
    )
    POSTE = Poste("c1", "Chargé", Decimal("0.5"), Decimal(43100), ("enfance",), False, TITULAIRES)
    RECIT = RecitCct("Coordination", (POSTE,), 2025)

    @pytest.mark.parametrize(
        ("annee", "mois", "prenom"),
        [(2024, 12, "Romain"), (2025, 8, "Romain"), (2026, 12, "Claire")],
    )
    def test_un_depart_en_aout_compte_huit_mois(self, annee: int, mois: int, prenom: str) -> None:
        dits = self.RECIT.valeurs(annee, REELLE, ACTIVITE)
        assert (dits["postes.c1.mois"], dits["postes.c1.prenom"]) == (mois, prenom)
        assert self.RECIT.valeurs(annee, PREVISIONNELLE, ACTIVITE)["postes.c1.mois"] == 12

    @pytest.mark.parametrize("nature", [PREVISIONNELLE, REELLE])
    def test_les_salaires_tiennent_dans_le_compte_64(self, nature: str) -> None:
        dits = self.RECIT.valeurs(2025, nature, FINANCES)
        assert 0 < dits["postes.c1.salaire_charge"] <= dits["comptes.64"]
