"""C19, C20 and C21 – what is unlikely, what does not agree, a large result; and the bounds."""

from dataclasses import replace
from decimal import Decimal

import pytest

from declarations.grilles import toutes_les_grilles
from declarations.regles.controles.contexte import A_JUSTIFIER, Contexte
from declarations.regles.grille import NATURES, PREVISIONNELLE, REELLE, LigneGrille
from declarations.regles.lignes import libelle_affiche
from declarations.regles.progression import progression
from portal.saisie.regles.formes import ValeurRefusee, recevoir_valeur
from tests.declarations.regles.fabrique import cles, contexte_er, contexte_vide, de

NB = "\u00a0"
C1, C2 = LigneGrille("c1", "École Jules-Ferry"), LigneGrille("c2", "Collège Pasteur")
PUBLICS = ("enfants_6_10", "enfants_11_16", "enfants_17_plus", "enfants_qpv", "familles")


def clas(*publics: str, enfants: tuple[str, str] = ("10", "12")) -> Contexte:
    """Two collectifs of 22 children; ages, QPV and families in the order of ``PUBLICS``."""
    donnees = {"collectifs.c1.enfants": enfants[0], "collectifs.c2.enfants": enfants[1]}
    donnees |= dict(zip(PUBLICS, publics, strict=False))
    return contexte_vide("clas", REELLE, lignes=(C1, C2), donnees=donnees)


class TestBornes:
    def test_chaque_nombre_que_l_on_saisit_a_un_maximum(self) -> None:
        """But the result of the accounts, which charges and produits bound already (C05)."""
        sans = {
            (grille.dispositif, champ.code)
            for grille in toutes_les_grilles()
            for section in grille.sections
            for champ in section.champs
            if champ.est_numerique and champ.est_saisi and champ.maximum is None
        }
        assert {code for _, code in sans} == {"resultat_annonce"}

    @pytest.mark.parametrize(
        ("dispositif", "code", "permis", "refuse"),
        [
            ("er", "heures_rencontres", "8784", "8784,25"),
            ("er", "jours_ouverture", "366", "367"),
            ("cct", "etp", "1,5", "1,51"),
            ("cct", "etp", "1,5", "150"),
            ("clas", "enfants", "100", "1 000 000 000"),
            ("er", "comptes.64", "999 999 999,99", "1 000 000 000"),
        ],
    )
    def test_ce_qui_est_impossible_ne_se_garde_pas(
        self, dispositif: str, code: str, permis: str, refuse: str
    ) -> None:
        grille = next(g for g in toutes_les_grilles() if g.dispositif == dispositif)
        champ = next(c for s in grille.sections for c in s.champs if c.code == code)
        assert recevoir_valeur(champ, permis)
        with pytest.raises(ValeurRefusee, match="ne peut pas dépasser"):
            recevoir_valeur(champ, refuse)


class TestC19:
    @pytest.mark.parametrize(("heures", "fires"), [("4000", False), ("4000.25", True)])
    @pytest.mark.parametrize("nature", NATURES)
    def test_au_dela_du_vraisemblable(self, nature: str, heures: str, fires: bool) -> None:
        contexte = contexte_er(nature, donnees={"lieux.l1.heures_rencontres": heures})
        assert bool(de("C19", contexte)) is fires

    def test_ce_qu_il_dit(self) -> None:
        (constat,) = de("C19", contexte_er(donnees={"lieux.l1.heures_rencontres": "5000"}))
        assert constat.niveau == A_JUSTIFIER
        assert constat.cle == "C19:lieux.l1.heures_rencontres"
        assert (constat.valeur, constat.reference) == (
            f"5\u202f000{NB}h",
            f"4\u202f000{NB}h",
        )

    def test_l_impossible_est_dit_par_c02_seul(self) -> None:
        contexte = contexte_er(donnees={"lieux.l1.heures_rencontres": "9000"})
        assert de("C19", contexte) == []
        assert de("C02", contexte)

    def test_un_salaire_est_des_finances(self) -> None:
        contexte = contexte_vide(
            "cct",
            lignes=(LigneGrille("p1", "Poste 1"),),
            donnees={"postes.p1.salaire_charge": "160000"},
        )
        (constat,) = de("C19", contexte)
        assert constat.volet == "finances"


class TestC20:
    @pytest.mark.parametrize(
        ("publics", "attendues"),
        [
            (("10", "8", "4", "22", "22"), []),
            (("10", "8", "3", "0", "0"), ["C20:ages"]),
            (("10", "8", "5", "23", "22"), ["C20:ages", "C20:qpv"]),
            (("10", "8", "4", "22", "23"), ["C20:familles"]),
            (("10", "8"), []),
            ((), []),
        ],
    )
    def test_clas(self, publics: tuple[str, ...], attendues: list[str]) -> None:
        assert cles("C20", clas(*publics)) == attendues

    def test_sans_tous_les_collectifs_rien_n_est_compare(self) -> None:
        assert de("C20", clas("1", "1", "1", "40", "40", enfants=("10", ""))) == []

    @pytest.mark.parametrize(
        ("change", "attendues"),
        [
            ({"mesures_terminees": "50", "mesures_non_exercees": "50"}, []),
            ({"mesures_terminees": "51"}, ["C20:lieux.l1.terminees"]),
            ({"mesures_non_exercees": "51"}, ["C20:lieux.l1.non_exercees"]),
        ],
    )
    def test_er(self, change: dict[str, str], attendues: list[str]) -> None:
        donnees = {f"lieux.l1.{code}": valeur for code, valeur in change.items()}
        assert cles("C20", contexte_er(REELLE, donnees=donnees)) == attendues

    def test_les_deux_nombres_sont_montres(self) -> None:
        (constat,) = de("C20", clas("10", "8", "3", "0", "0"))
        assert (constat.valeur, constat.reference, constat.ecart) == ("21", "22", "−1")
        assert "collectifs.c2.enfants" in constat.chemins


class TestC21:
    @pytest.mark.parametrize(
        ("produits", "cle"),
        [
            ("75000.00", None),  # 15 % of the charges exactly
            ("74999.99", "C21:déficit"),
            ("105000.00", None),
            ("105000.01", "C21:excédent"),
        ],
    )
    def test_au_seuil_et_au_dela(self, produits: str, cle: str | None) -> None:
        """Charges 100 000 €; 10 000 € of other produits."""
        donnees = {"comptes.741": "10000.00", "comptes.70623": produits}
        assert cles("C21", contexte_er(REELLE, donnees=donnees)) == ([cle] if cle else [])

    def test_un_excedent_aussi(self) -> None:
        (constat,) = de("C21", contexte_er(REELLE, donnees={"comptes.70623": "80000.00"}))
        assert constat.cle == "C21:excédent"
        assert constat.ecart == f"20{NB}%"
        assert constat.message.startswith(f"L’excédent est de 20\u202f000,00{NB}€")

    def test_un_deficit_se_dit_avec_son_article(self) -> None:
        (constat,) = de(
            "C21",
            contexte_er(REELLE, donnees={"comptes.741": "10000.00", "comptes.70623": "60000.00"}),
        )
        assert constat.message.startswith("Le déficit est de ")

    def test_un_budget_n_a_pas_de_resultat(self) -> None:
        assert de("C21", contexte_er(PREVISIONNELLE, donnees={"comptes.70623": "1.00"})) == []

    def test_le_seuil_se_regle(self) -> None:
        seuils = {**contexte_er().seuils, "C21.ecart": Decimal(25)}
        contexte = contexte_er(REELLE, donnees={"comptes.70623": "80000.00"}, seuils=seuils)
        assert de("C21", contexte) == []


class TestPosteVacant:
    POSTE = LigneGrille("p1", "Jeunesse")

    def contexte(self, mois: str) -> Contexte:
        donnees = {"postes.p1.mois": mois, "postes.p1.etp": "1"}
        return contexte_vide("cct", lignes=(self.POSTE,), donnees=donnees)

    @pytest.mark.parametrize(("mois", "demande"), [("0", False), ("4", True), ("", True)])
    def test_sans_personne_de_l_annee_aucun_nom_n_est_demande(
        self, mois: str, demande: bool
    ) -> None:
        contexte = self.contexte(mois)
        manquent = {constat.chemins[0] for constat in de("C01", contexte) if constat.chemins}
        for code in ("nom", "prenom", "thematiques", "heures_prevues"):
            assert (f"postes.p1.{code}" in manquent) is demande
        assert "postes.p1.intitule" in manquent
        avance = progression(
            contexte.grille, contexte.nature, contexte.lignes, "activite", contexte.donnees
        )
        activite = [c for c in manquent if contexte.emplacements[c].champ.volet == "activite"]
        assert avance.total - avance.faits == len(activite)

    @pytest.mark.parametrize(
        ("mois", "suite"),
        [
            ("0", " (vacant)"),
            ("4", f" (occupé 4{NB}mois)"),
            ("11.5", f" (occupé 11,5{NB}mois)"),
            ("12", ""),
            ("13", ""),
            ("-1", ""),
            ("douze", ""),
            ("", ""),
        ],
    )
    def test_la_ligne_le_dit(self, mois: str, suite: str) -> None:
        """Vacant all year, or held for a part of it; what is no number of months says nothing."""
        contexte = self.contexte(mois)
        ligne = libelle_affiche(contexte.grille, self.POSTE, contexte.donnees)
        assert ligne.libelle == f"Jeunesse{suite}"

    @pytest.mark.parametrize(
        ("mois", "libelle"),
        [("0", "Jeunesse (vacant)"), ("4", f"Jeunesse (occupé 4{NB}mois)"), ("12", "Jeunesse")],
    )
    @pytest.mark.parametrize(
        "fige",
        ["Jeunesse (vacant)", "Jeunesse (vacant) (vacant)", f"Jeunesse (occupé 11,5{NB}mois)"],
    )
    def test_une_version_renvoyee_ne_le_dit_pas_deux_fois(
        self, mois: str, libelle: str, fige: str
    ) -> None:
        contexte = self.contexte(mois)
        ligne = replace(self.POSTE, libelle=fige)
        assert libelle_affiche(contexte.grille, ligne, contexte.donnees).libelle == libelle
