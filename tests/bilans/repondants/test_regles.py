"""The list that is pasted, and the code of a device: pure rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.repondants.regles.codes import (
    ESSAIS_MAX,
    INTERVALLE,
    PAR_JOUR,
    VALIDITE,
    CodeEnvoye,
    Verdict,
    empreinte_du_code,
    juger,
    peut_envoyer,
)
from bilans.repondants.regles.liste import LIGNES_MAX, lire_liste
from tests.monde import SIRETS

LE = datetime(2026, 2, 3, 10, tzinfo=UTC)
BONNE = f"{SIRETS[0]}\tAime\tmairie@aime.test\tAnne\tAubert\tpetite_enfance, handicap"


def messages(texte: str) -> list[tuple[int, str]]:
    return [(f.numero, f.message) for f in lire_liste(texte).fautes]


class TestListe:
    def test_une_ligne_complete(self) -> None:
        (ligne,) = lire_liste(BONNE).lignes
        assert (ligne.siret, ligne.commune, ligne.courriel) == (
            SIRETS[0],
            "Aime",
            "mairie@aime.test",
        )
        assert ligne.themes == ("petite_enfance", "handicap")

    def test_ce_qui_se_copie_sans_se_voir_n_en_fait_pas_partie(self) -> None:
        copiee = BONNE.replace("aime.test", "ai\u00adme.test\u200b").replace(
            SIRETS[0], f"\ufeff{SIRETS[0]}"
        )
        assert lire_liste(copiee) == lire_liste(BONNE)

    def test_titres_et_lignes_vides_sont_passes(self) -> None:
        lue = lire_liste(f"SIRET;Commune;Courriel;Prénom;Nom\n\n{BONNE.replace(chr(9), ';')}\n")
        assert not lue.fautes
        assert [ligne.numero for ligne in lue.lignes] == [3]

    @pytest.mark.parametrize(
        ("ligne", "faute"),
        [
            (f"{SIRETS[0]}\tAime", "2\u00a0colonnes au lieu de 5"),
            (BONNE.replace(SIRETS[0], "3,62521E+13"), "a été changé par le tableur"),
            (BONNE.replace(SIRETS[0], "98123400800011"), "n’est pas valide"),
            (BONNE.replace(SIRETS[0], "mairie"), "n’est pas un nombre de 14 chiffres"),
            (BONNE.replace("Aime\t", "\t", 1), "le nom de la commune manque"),
            (BONNE.replace("mairie@aime.test", "mairie@aime"), "n’est pas valide"),
            (BONNE.replace("mairie@aime.test", "a@b.fr, c@d.fr"), "n’est pas valide"),
            (BONNE.replace("Aubert", ""), "le prénom ou le nom"),
            (BONNE.replace("handicap", "sport"), "thème inconnu « sport »"),
        ],
    )
    def test_chaque_faute_dit_sa_ligne(self, ligne: str, faute: str) -> None:
        ((numero, message),) = messages(f"\n{ligne}")
        assert numero == 2
        assert faute in message

    def test_un_zero_perdu_par_le_tableur_est_rendu(self) -> None:
        le_sien = "05550000300011"
        (ligne,) = lire_liste(BONNE.replace(SIRETS[0], le_sien.lstrip("0"))).lignes
        assert ligne.siret == le_sien

    def test_une_commune_ne_vient_qu_une_fois(self) -> None:
        assert messages(f"{BONNE}\n{BONNE}") == [(2, "ce SIRET est déjà à la ligne 1")]

    def test_une_liste_demesuree_est_refusee(self) -> None:
        assert "faites-en plusieurs" in messages("x\n" * (LIGNES_MAX + 1))[0][1]

    @given(st.text(max_size=400))
    def test_quoi_qu_on_colle_chaque_ligne_est_lue_ou_refusee(self, texte: str) -> None:
        liste = lire_liste(texte)
        connus = {ligne.numero for ligne in liste.lignes} | {f.numero for f in liste.fautes}
        remplies = {
            n
            for n, ligne in enumerate(texte.splitlines(), 1)
            if ligne.strip() and "siret" not in ligne.casefold()
        }
        assert remplies <= connus
        assert len(liste.lignes) == len({ligne.siret for ligne in liste.lignes})


class TestCode:
    SEL = "cle"

    def envoye(self, code: str = "123456", **champs: object) -> CodeEnvoye:
        return CodeEnvoye(empreinte_du_code(code, self.SEL), LE, **champs)

    @pytest.mark.parametrize(
        ("code", "apres", "essais", "attendu"),
        [
            ("123456", timedelta(0), 0, Verdict.JUSTE),
            (" 123 456 ", VALIDITE, ESSAIS_MAX - 1, Verdict.JUSTE),
            ("123457", timedelta(0), 0, Verdict.FAUX),
            ("123456", VALIDITE + timedelta(seconds=1), 0, Verdict.EXPIRE),
            ("123456", timedelta(0), ESSAIS_MAX, Verdict.TROP_D_ESSAIS),
        ],
    )
    def test_ce_que_vaut_un_code(
        self, code: str, apres: timedelta, essais: int, attendu: Verdict
    ) -> None:
        assert juger(self.envoye(essais=essais), code, self.SEL, LE + apres) == attendu

    def test_sans_code_ou_pour_un_autre_il_ne_vaut_rien(self) -> None:
        assert juger(None, "123456", self.SEL, LE) == Verdict.EXPIRE
        assert juger(self.envoye(), "123456", "autre", LE) == Verdict.FAUX

    def test_combien_en_partent(self) -> None:
        assert peut_envoyer(None, 0, LE)
        assert not peut_envoyer(LE, 1, LE + INTERVALLE - timedelta(seconds=1))
        assert peut_envoyer(LE, 1, LE + INTERVALLE)
        assert not peut_envoyer(LE - timedelta(hours=2), PAR_JOUR, LE)
