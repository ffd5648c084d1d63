"""Blank cartographie: it asks for what the grid asks, in a PDF and in a workbook."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from declarations.exports.cartographie import cartographie_pdf, cartographie_xlsx, nom_de_fichier
from declarations.exports.questions import decrire
from declarations.grilles import grille_pour
from declarations.regles.grille import NATURES

CAS = [(d, n) for d in ("er", "clas", "cct") for n in NATURES]


def textes(octets):
    """Text of the pages, every space made plain."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(octets)).pages]
    return [re.sub(r"\s+", " ", page) for page in pages]


def codes_demandes(grille, nature):
    return {c.code for s in grille.sections for c in s.champs if nature in c.natures}


class TestPdf:
    def test_titre_langue_et_balises(self):
        pdf = PdfReader(BytesIO(cartographie_pdf(grille_pour("er", 2025), "reelle", 2025)))
        assert pdf.metadata.title == (
            "Cartographie des données à saisir – Espace de rencontre – Réelle 2025"
        )
        assert pdf.root_object["/Lang"] == "fr"
        assert "/StructTreeRoot" in pdf.root_object

    def test_dit_l_exercice_la_nature_et_numerote_les_pages(self):
        pages = textes(cartographie_pdf(grille_pour("er", 2025), "previsionnelle", 2025))
        assert "Prévisionnelle 2025" in pages[0]
        assert "du 1er janvier 2025 au 31 décembre 2025" in pages[0]
        assert "Budget prévisionnel" in pages[0]
        for rang, page in enumerate(pages, start=1):
            assert f"page {rang} sur {len(pages)}" in page

    def test_annee_scolaire(self):
        page = textes(cartographie_pdf(grille_pour("clas", 2024), "reelle", 2024))[0]
        assert "Réelle 2024-2025" in page
        assert "du 1er septembre 2024 au 31 août 2025" in page

    @pytest.mark.parametrize(("dispositif", "nature"), CAS)
    def test_chaque_donnee_y_est_avec_son_aide(self, dispositif, nature):
        grille = grille_pour(dispositif, 2025)
        texte = " ".join(textes(cartographie_pdf(grille, nature, 2025)))
        compact = texte.replace(" ", "")
        for section in grille.sections:
            for champ in section.champs:
                if nature in champ.natures:
                    assert re.sub(r"\s", "", champ.libelle) in compact
                    # A page break never cuts a row: the help is read in one piece.
                    assert re.sub(r"\s", "", champ.aide) in compact

    def test_la_previsionnelle_ne_demande_pas_les_donnees_annuelles(self):
        texte = " ".join(textes(cartographie_pdf(grille_pour("er", 2025), "actualisee", 2025)))
        assert "Heures de rencontres" in texte
        assert "Jours d’ouverture" not in texte
        assert "Résultat de l’exercice" not in texte


class TestClasseur:
    @pytest.mark.parametrize(("dispositif", "nature"), CAS)
    def test_memes_donnees_que_la_grille(self, dispositif, nature):
        grille = grille_pour(dispositif, 2025)
        classeur = CalamineWorkbook.from_filelike(BytesIO(cartographie_xlsx(grille, nature, 2025)))
        assert classeur.sheet_names == ["Présentation", "Activité", "Finances"]
        codes = []
        for nom in ("Activité", "Finances"):
            entete, *lignes = classeur.get_sheet_by_name(nom).to_python()
            assert entete[-2:] == ["Votre réponse", "Code"]
            assert {ligne[-2] for ligne in lignes} == {""}
            codes += [ligne[-1] for ligne in lignes]
        assert len(codes) == len(set(codes))
        assert set(codes) == codes_demandes(grille, nature)

    def test_la_presentation_dit_de_quoi_il_s_agit(self):
        octets = cartographie_xlsx(grille_pour("er", 2025), "reelle", 2025)
        lignes = CalamineWorkbook.from_filelike(BytesIO(octets)).get_sheet_by_index(0).to_python()
        faits = dict(ligne for ligne in lignes[1:])
        assert faits["Dispositif"] == "Espace de rencontre"
        assert faits["Déclaration"] == "Réelle 2025"
        assert faits["Version de la grille"] == "er-1"


class TestMots:
    def question(self, dispositif, code, nature="reelle"):
        carte = decrire(grille_pour(dispositif, 2025), nature, 2025)
        return next(
            q for p in carte.parties for g in p.groupes for q in g.questions if q.code == code
        )

    @pytest.mark.parametrize(
        ("dispositif", "code", "reponse", "obligatoire", "qui"),
        [
            ("er", "heures_rencontres", "Heures, 8 784 h au plus", "Oui", "Données d’activité"),
            ("er", "jours_ouverture", "Nombre de jours, 366 jours au plus", "Oui",
             "Données d’activité"),
            ("er", "comptes.64", "Euros et centimes, 999 999 999,99 € au plus", "Non",
             "Données financières"),
            ("er", "resultat_annonce", "Euros et centimes, négatif permis", "Oui",
             "Données financières"),
            ("cct", "etp_conventionne", "Équivalent temps plein", "–", "La Caf (convention)"),
            ("cct", "chef_de_projet", "Oui ou non", "Oui", "Données d’activité"),
            ("cct", "reunions_pilotage", "Nombre entier, 5 000 au plus",
             "Si « Chef de projet de la CTG »", "Données d’activité"),
            ("cct", "nom", "Texte court (200 caractères au plus)",
             "Sauf si « Mois de présence » vaut 0", "Données d’activité"),
            ("clas", "niveau", "Un choix : Élémentaire, Collège, Lycée", "Oui",
             "Données d’activité"),
            ("clas", "collectifs_notifies", "Nombre entier", "–", "La Caf (notification)"),
        ],
    )  # fmt: skip
    def test_ce_qu_on_ecrit_et_qui_l_ecrit(self, dispositif, code, reponse, obligatoire, qui):
        question = self.question(dispositif, code)
        lu = (question.reponse, question.obligatoire, question.qui)
        assert tuple(re.sub(r"\s", " ", mot) for mot in lu) == (reponse, obligatoire, qui)

    def test_les_comptes_sont_reunis(self):
        carte = decrire(grille_pour("er", 2025), "previsionnelle", 2025)
        groupes = carte.parties[1].groupes
        assert [g.titre for g in groupes] == [
            "Charges", "Produits", "Contributions volontaires en nature",
        ]  # fmt: skip
        assert "Une ligne au moins est à remplir." in groupes[0].aide
        assert "égal au total des charges" in groupes[1].aide
        intertitres = [q.intertitre for g in groupes for q in g.questions if q.intertitre]
        assert [titre[:2] for titre in intertitres] == ["70", "74", "86", "87"]

    def test_nom_de_fichier(self):
        nom = nom_de_fichier(grille_pour("clas", 2024), "reelle", 2024, "pdf")
        assert nom == "cartographie-clas-reelle-2024-2025.pdf"
