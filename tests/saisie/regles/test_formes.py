"""Shape of what is typed: canonical values, messages, names that have nothing to do there."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.grilles import grille_pour
from declarations.regles.grille import LigneGrille
from portal.saisie.definitions.construction import UNITES
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.formes import ValeurRefusee, recevoir, recevoir_valeur

ER = grille_pour("er", 2025)
LIEUX = (LigneGrille("l1", "Antenne d’Ugine"), LigneGrille("l2", "Antenne d’Albertville"))
ACTIVITE = tuple(ER.emplacements("reelle", LIEUX, "activite"))
FINANCES = tuple(ER.emplacements("reelle", LIEUX, "finances"))
CCT = grille_pour("cct", 2025)
POSTES = (LigneGrille("p1", "Poste 1"),)
PLACES_CCT = tuple(CCT.emplacements("reelle", POSTES))


def champ(genre, **reste):
    return Champ(
        code="essai", libelle="Essai", type=genre, **{"unite": UNITES.get(genre, ""), **reste}
    )


def message(un_champ, texte):
    with pytest.raises(ValeurRefusee) as refus:
        recevoir_valeur(un_champ, texte)
    return re.sub(r"\s", " ", refus.value.message)


class TestLireSaisie:
    def test_valeurs_erreurs_et_inconnus_ne_se_melangent_pas(self):
        lecture = recevoir(
            ACTIVITE,
            {
                "lieux.l1.heures_rencontres": "1\u202f234,50",
                "lieux.l1.heures_entretiens": "12.5",
                "lieux.l1.jours_ouverture": "400",
                "lieux.l2.enfants": "-3",
                "lieux.l2.parents": "",
                "comptes.64": "99999",
                "lieux.l9.enfants": "1",
                "lieux.l1.salaire": "1",
                "": "",
            },
        )
        assert lecture.valeurs == {
            "lieux.l1.heures_rencontres": "1234.50",
            "lieux.l1.heures_entretiens": "12.50",
            "lieux.l2.parents": "",
        }
        assert set(lecture.erreurs) == {"lieux.l1.jours_ouverture", "lieux.l2.enfants"}
        assert lecture.inconnus == ("comptes.64", "lieux.l9.enfants", "lieux.l1.salaire", "")

    def test_un_nom_absent_n_est_pas_touche(self):
        lecture = recevoir(FINANCES, {"comptes.60": "10"})
        assert lecture.valeurs == {"comptes.60": "10"}
        assert lecture.erreurs == {}
        assert lecture.inconnus == ()

    def test_le_resultat_peut_etre_negatif_pas_un_compte(self):
        lecture = recevoir(FINANCES, {"resultat_annonce": "−1 500,25", "comptes.60": "-1"})
        assert lecture.valeurs == {"resultat_annonce": "-1500.25"}
        refus = "Vous avez écrit «\u00a0-1\u00a0». Ce nombre ne peut pas être négatif."
        assert lecture.erreurs == {"comptes.60": refus}

    def test_une_donnee_de_la_caf_ne_s_ecrit_pas(self):
        lecture = recevoir(PLACES_CCT, {"postes.p1.etp_conventionne": "2"})
        assert lecture.inconnus == ("postes.p1.etp_conventionne",)

    def test_le_compte_disparu_en_2025_est_inconnu(self):
        assert recevoir(FINANCES, {"comptes.79": "5"}).inconnus == ("comptes.79",)

    @given(
        brut=st.dictionaries(
            st.one_of(st.sampled_from([e.chemin for e in PLACES_CCT]), st.text()),
            st.one_of(st.text(), st.lists(st.text(), max_size=3)),
        )
    )
    def test_ne_leve_jamais_et_se_relit(self, brut):
        lecture = recevoir(PLACES_CCT, brut)
        assert set(brut) == {*lecture.valeurs, *lecture.erreurs, *lecture.inconnus}
        places = {e.chemin: e for e in PLACES_CCT}
        for chemin, valeur in lecture.valeurs.items():
            assert recevoir_valeur(places[chemin].champ, valeur) == valeur


class TestNombres:
    @pytest.mark.parametrize(
        ("genre", "texte", "attendu"),
        [
            ("heures", "12,5", "12.50"),
            ("heures", " ", ""),
            ("euros", "1 234,50", "1234.50"),
            ("euros", "0", "0"),
            ("entier", "1\u00a0234", "1234"),
            ("etp", "0,8", "0.80"),
            ("mois", "007", "7"),
            ("euros", "1.234,50", "1234.50"),
            ("euros", "12,50 €", "12.50"),
            ("heures", "640 h", "640"),
        ],
    )
    def test_accepte(self, genre, texte, attendu):
        assert recevoir_valeur(champ(genre), texte) == attendu

    @pytest.mark.parametrize(
        ("genre", "texte", "attendu"),
        [
            ("entier", "12,5", "Écrivez un nombre entier, sans décimales. Par exemple : 12."),
            (
                "heures",
                "1e9",
                "Écrivez le nombre en chiffres, sans exposant. Par exemple : 120,50.",
            ),
            ("heures", "douze", "Écrivez un nombre en chiffres, par exemple 120,50."),
            (
                "heures",
                "12 €",
                "Écrivez le nombre seul, sans symbole ni unité. Par exemple : 120,50.",
            ),
            ("euros", "-0,01", "Ce nombre ne peut pas être négatif."),
        ],
    )
    def test_refuse(self, genre, texte, attendu):
        assert message(champ(genre), texte) == f"Vous avez écrit « {texte} ». {attendu}"

    def test_les_bornes_sont_nommees_et_permises(self):
        mois = champ("mois", maximum=Decimal(12), unite="mois")
        assert recevoir_valeur(mois, "12") == "12"
        refus = "Vous avez écrit « 13 ». Ce nombre ne peut pas dépasser 12 mois."
        assert message(mois, "13") == refus
        euros = champ("euros", minimum=Decimal("10.50"), unite="€")
        assert recevoir_valeur(euros, "10,5") == "10.50"
        assert message(euros, "10,49").endswith("Ce nombre ne peut pas être inférieur à 10,50 €.")


class TestTextes:
    def test_une_seule_forme(self):
        assert recevoir_valeur(champ("texte"), " Coope\u0301ration\tCTG ") == "Coopération CTG"
        assert recevoir_valeur(champ("texte_long"), "Un\r\nDeux\rTrois\x0bQuatre") == (
            "Un\nDeux\nTrois\nQuatre"
        )

    def test_limites(self):
        assert recevoir_valeur(champ("texte"), "a" * 200) == "a" * 200
        assert message(champ("texte"), "a" * 201) == "Ce texte compte 201 caractères : 200 au plus."
        assert recevoir_valeur(champ("texte_long"), "é" * 5000)
        assert message(champ("texte_long"), "é" * 5001) == (
            "Ce texte compte 5 001 caractères : 5 000 au plus."
        )

    def test_une_ligne(self):
        assert message(champ("texte"), "Un\nDeux") == "Écrivez ce texte sur une seule ligne."

    @pytest.mark.parametrize("intrus", ["\x00", "\x1b", "\x7f", "\ud800", "\u202e", "\u2066"])
    @pytest.mark.parametrize("genre", ["texte", "texte_long"])
    def test_caracteres_de_controle(self, genre, intrus):
        assert "caractères de contrôle" in message(champ(genre), f"a{intrus}b")


class TestChoix:
    NIVEAUX = (("elementaire", "Élémentaire"), ("college", "Collège"), ("lycee", "Lycée"))

    def test_un_choix(self):
        niveau = champ("choix", choix=self.NIVEAUX)
        assert recevoir_valeur(niveau, "college") == "college"
        assert recevoir_valeur(niveau, "") == ""
        assert message(niveau, "Collège") == (
            "Vous avez écrit « Collège ». Choisissez Élémentaire, Collège ou Lycée."
        )
        assert message(niveau, ["college", "lycee"]) == "Une seule valeur est attendue."
        assert message(niveau, []) == "Une seule valeur est attendue."

    def test_plusieurs_choix_une_fois_chacun_dans_l_ordre_de_la_grille(self):
        niveaux = champ("choix_multiples", choix=self.NIVEAUX)
        assert recevoir_valeur(niveaux, ["", "lycee", "elementaire", "lycee"]) == [
            "elementaire", "lycee",
        ]  # fmt: skip
        assert recevoir_valeur(niveaux, "college") == ["college"]
        assert recevoir_valeur(niveaux, [""]) == ""
        assert message(niveaux, ["lycee", "x"]).startswith("Vous avez écrit « x ».")

    def test_oui_non(self):
        assert recevoir_valeur(champ("oui_non"), "oui") == "oui"
        assert message(champ("oui_non"), "on").endswith("Choisissez Oui ou Non.")

    def test_de_nombreux_choix_ne_se_nomment_pas(self):
        nombreux = champ("choix", choix=tuple((f"c{i}", f"Choix {i}") for i in range(30)))
        assert message(nombreux, "autre") == (
            "Vous avez écrit « autre ». Choisissez une des réponses proposées."
        )


class TestDates:
    @pytest.mark.parametrize("texte", ["2026-03-31", "31/03/2026", "31/3/2026", " 31/03/2026 "])
    def test_accepte(self, texte):
        assert recevoir_valeur(champ("date"), texte) == "2026-03-31"

    @pytest.mark.parametrize(
        ("texte", "attendu"),
        [
            ("31 mars", "Écrivez la date sous la forme JJ/MM/AAAA, par exemple 31/03/2026."),
            ("31/03/26", "Écrivez la date sous la forme JJ/MM/AAAA, par exemple 31/03/2026."),
            ("\u0663\u0661/03/2026", "Écrivez la date sous la forme JJ/MM/AAAA"),
            ("31/02/2026", "Cette date n’existe pas dans le calendrier."),
            ("2026-13-01", "Cette date n’existe pas dans le calendrier."),
            ("01/01/0026", "Écrivez une année comprise entre 1900 et 2100."),
        ],
    )
    def test_refuse(self, texte, attendu):
        assert message(champ("date"), texte).startswith(attendu)


class EntierOuPas(Champ):
    """A number that one may not know."""

    a_part = (("ne_sait_pas", "Ne sait pas"),)


class TestReponsesAPart:
    FACULTATIF = EntierOuPas("essai", "Essai", "entier")

    @pytest.mark.parametrize(
        ("recu", "garde"),
        [
            ("ne_sait_pas", "ne_sait_pas"),
            (["", "ne_sait_pas"], "ne_sait_pas"),
            (["12", ""], "12"),
            (["", ""], ""),
            ("0", "0"),
        ],
    )
    def test_la_case_ou_le_nombre(self, recu, garde):
        assert recevoir_valeur(self.FACULTATIF, recu) == garde

    def test_les_deux_a_la_fois_sont_refuses(self):
        assert "pas les deux" in message(self.FACULTATIF, ["12", "ne_sait_pas"])

    def test_ailleurs_ce_n_est_pas_un_nombre(self):
        message(champ("entier"), "ne_sait_pas")
