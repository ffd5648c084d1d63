"""The grids in force ask what the domain asks (DOMAINE §3.3), no more and no less."""

from decimal import Decimal

import pytest

from declarations.grilles import (
    GrilleInconnue,
    grille_par_reference,
    grille_pour,
    patrons,
    references,
)
from declarations.regles.grille import LigneGrille

HEURES = ["heures_rencontres", "heures_entretiens", "heures_organisation"]
ANNUELLES_ER = [
    "jours_ouverture", "etp_accueillants",
    "mesures_debut", "mesures_nouvelles", "mesures_terminees", "mesures_non_exercees",
    "mesures_jaf", "mesures_juge_enfants", "mesures_cour_appel", "mesures_ase",
    "mesures_amiables", "enfants", "enfants_0_2", "enfants_3_5", "enfants_6_11",
    "enfants_12_17", "parents", "rencontres_programmees", "rencontres_realisees",
    "passages_de_bras", "entretiens_prealables", "familles_en_attente", "delai_moyen_jours",
]  # fmt: skip
LIEUX = (LigneGrille("l1", "Antenne d’Ugine"), LigneGrille("l2", "Antenne d’Albertville"))


def codes(grille, nature, volet, portee):
    return [
        champ.code
        for section in grille.sections_de(volet, nature)
        if bool(section.repetition) == (portee == "ligne")
        for champ in section.champs
        if nature in champ.natures and not champ.code.startswith("comptes.")
    ]


def champ_de(grille, code):
    return next(c for s in grille.sections for c in s.champs if c.code == code)


class TestEspaceDeRencontre:
    @pytest.mark.parametrize("nature", ["previsionnelle", "actualisee"])
    def test_trois_heures_par_lieu_avant_la_reelle(self, nature):
        grille = grille_pour("er", 2025)
        assert codes(grille, nature, "activite", "ligne") == HEURES
        assert codes(grille, nature, "activite", "ensemble") == []
        assert codes(grille, nature, "finances", "ensemble") == []

    def test_donnees_annuelles_avec_la_reelle(self):
        grille = grille_pour("er", 2025)
        assert codes(grille, "reelle", "activite", "ligne") == HEURES + ANNUELLES_ER
        assert codes(grille, "reelle", "finances", "ensemble") == ["resultat_annonce"]

    def test_activite_par_lieu_et_finances_une_fois(self):
        grille = grille_pour("er", 2025)
        activite = [e.chemin for e in grille.emplacements("previsionnelle", LIEUX, "activite")]
        finances = [e.chemin for e in grille.emplacements("previsionnelle", LIEUX, "finances")]
        assert activite == [f"lieux.{cle}.{code}" for cle in ("l1", "l2") for code in HEURES]
        assert finances[0] == "comptes.60"
        assert len(finances) == len(set(finances)) == len(grille.plan.feuilles())

    def test_seul_le_resultat_peut_etre_negatif(self):
        grille = grille_pour("er", 2025)
        sans_minimum = [c.code for s in grille.sections for c in s.champs if c.minimum is None]
        assert sans_minimum == ["resultat_annonce"]

    def test_le_total_suivi_est_celui_des_heures(self):
        grille = grille_pour("er", 2025)
        assert [c.code for s in grille.sections for c in s.champs if c.totalise] == HEURES


class TestComptes:
    def test_la_classe_79_s_arrete_avec_l_exercice_2024(self):
        sections = {s.code for s in grille_par_reference("er-1", 2024).sections}
        assert "comptes_79" in sections
        assert "comptes_79" not in {s.code for s in grille_par_reference("er-1", 2025).sections}

    def test_une_section_par_classe_dans_l_ordre_de_lecture(self):
        comptes = [s for s in grille_pour("er", 2025).sections if s.groupe]
        assert [s.groupe for s in comptes] == ["charges"] * 10 + ["produits"] * 7 + [
            "contributions"
        ] * 2
        assert comptes[0].code == "comptes_60"
        assert comptes[-1].code == "comptes_87"
        assert [c.code for c in comptes[-2].champs] == [
            "comptes.860", "comptes.861", "comptes.862", "comptes.864",
        ]  # fmt: skip
        assert [bool(s.aide) for s in comptes] == [True] + [False] * 18

    def test_aucun_compte_n_est_obligatoire_seul(self):
        for section in grille_pour("er", 2025).sections:
            for champ in section.champs:
                assert champ.obligatoire != champ.code.startswith("comptes.")

    def test_chaque_groupe_attend_au_moins_une_ligne(self):
        grille = grille_pour("er", 2025)
        places = tuple(grille.emplacements("previsionnelle", LIEUX, "finances"))
        assert grille.groupes_vides(places, {}) == ("charges", "produits")
        assert grille.groupes_vides(places, {"comptes.64": "0"}) == ("produits",)
        assert grille.groupes_vides(places, {"comptes.64": "", "comptes.741": "5"}) == ("charges",)
        assert grille.groupes_vides(places, {"comptes.60": "1", "comptes.70": "1"}) == ()


class TestClas:
    def test_donnees_demandees(self):
        grille = grille_pour("clas", 2024)
        assert codes(grille, "previsionnelle", "activite", "ligne") == [
            "niveau", "enfants", "bonus_enfants", "bonus_parents",
        ]  # fmt: skip
        assert codes(grille, "previsionnelle", "activite", "ensemble") == [
            "collectifs_notifies", "projet_bonus_enfants", "projet_bonus_parents",
        ]  # fmt: skip
        reelle = set(codes(grille, "reelle", "activite", "ligne"))
        assert reelle >= {"filles", "garcons", "seances_par_semaine", "semaines", "seances",
                          "intervenants_salaries", "intervenants_benevoles"}  # fmt: skip
        assert codes(grille, "reelle", "activite", "ensemble")[3:] == [
            "enfants_6_10", "enfants_11_16", "enfants_17_plus", "enfants_qpv", "familles",
            "actions_parents", "rencontres_ecole",
        ]  # fmt: skip

    def test_le_partenaire_ajoute_ses_collectifs_et_lit_la_notification(self):
        grille = grille_pour("clas", 2024)
        assert grille.repetition.ajout
        assert champ_de(grille, "collectifs_notifies").origine == "notification"
        assert champ_de(grille, "niveau").choix[0] == ("elementaire", "Élémentaire")

    def test_le_projet_est_demande_si_un_collectif_veut_le_bonus(self):
        grille = grille_pour("clas", 2024)
        collectifs = (LigneGrille("c1", "Collectif 1"), LigneGrille("c2", "Collectif 2"))
        projet = next(
            e
            for e in grille.emplacements("previsionnelle", collectifs)
            if e.chemin == "projet_bonus_parents"
        )
        sans = {"collectifs.c1.bonus_enfants": "oui", "collectifs.c2.bonus_parents": "non"}
        assert not grille.est_demande(projet, sans)
        assert grille.est_demande(projet, sans | {"collectifs.c2.bonus_parents": "oui"})


class TestCct:
    def test_donnees_demandees(self):
        grille = grille_pour("cct", 2025)
        assert codes(grille, "previsionnelle", "activite", "ligne") == [
            "nom", "prenom", "intitule", "thematiques", "chef_de_projet", "etp_conventionne",
            "etp", "mois", "heures_prevues",
        ]  # fmt: skip
        assert codes(grille, "previsionnelle", "finances", "ligne") == [
            "salaire_charge", "autres_depenses",
        ]  # fmt: skip
        assert codes(grille, "reelle", "activite", "ensemble") == [
            "reunions_pilotage", "participations_copil", "groupes_de_travail",
            "reunions_reseau", "demarches_habitants",
        ]  # fmt: skip

    def test_les_salaires_ne_sont_lus_que_par_ceux_qui_en_repondent(self):
        """The file says it of the salaries; the whole finances volet, which tells them, follows."""
        reserves = frozenset({"fournisseur_finances", "approbateur"})
        ecrits = {c.code: c.lecteurs for s in patrons()["cct-1"].sections for c in s.champs}
        lecteurs = {code: roles for code, roles in ecrits.items() if roles}
        assert lecteurs == {"salaire_charge": reserves, "autres_depenses": reserves}

        champs = [c for s in grille_pour("cct", 2025).sections for c in s.champs]
        assert {c.volet for c in champs if c.lecteurs == reserves} == {"finances"}
        assert all(c.lecteurs == reserves for c in champs if c.volet == "finances")

    def test_bornes_et_origine(self):
        grille = grille_pour("cct", 2025)
        assert champ_de(grille, "mois").maximum == Decimal(12)
        assert champ_de(grille, "etp_conventionne").origine == "convention"
        assert len(champ_de(grille, "thematiques").choix) == 9
        assert champ_de(grille, "reunions_pilotage").depend_de == "chef_de_projet"


class TestReferences:
    def test_les_grilles_livrees(self):
        assert references() == ("cct-1", "clas-1", "er-1")
        assert grille_pour("er", 2025) is grille_par_reference("er-1", 2025)

    def test_grille_inconnue(self):
        with pytest.raises(GrilleInconnue, match="er-99"):
            grille_par_reference("er-99", 2025)
        with pytest.raises(GrilleInconnue, match="exercice 1999"):
            grille_pour("er", 1999)
        with pytest.raises(GrilleInconnue):
            grille_pour("creche", 2025)

    @pytest.mark.parametrize("reference", ["cct-1", "clas-1", "er-1"])
    def test_chaque_donnee_a_un_libelle_une_aide_et_une_marque(self, reference):
        for section in grille_par_reference(reference, 2025).sections:
            for champ in section.champs:
                assert champ.libelle
                assert champ.marque in {"S", "P", "H"}
                assert champ.aide or champ.code.startswith("comptes.") or section.aide
