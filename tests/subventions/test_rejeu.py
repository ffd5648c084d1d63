"""``manage.py rejouer``: what was frozen comes out again the same, or the difference is told."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from subventions.management.commands import rejouer as commande
from subventions.models import Calcul
from subventions.regles.estimation import EN_ATTENTE, Estimation
from subventions.regles.moteurs import MOTEURS
from subventions.services import rejeu
from subventions.services.rejeu import _ecrits, revient_au_meme
from tests.subventions import fabriques
from tests.subventions.outils import BAREMES, donnees_valides
from tests.subventions.rejeux import MOTS_RARES, alterer, avec_mots_rares, figer, rejouer


@pytest.mark.django_db
class TestRejouer:
    def test_sans_calcul(self):
        assert rejouer() == ({"rejoues": 0, "differences": []}, "")

    def test_chaque_formule_redonne_ce_qu_elle_a_donne(self):
        for dispositif in BAREMES:
            figer(dispositif)
        assert rejouer() == ({"rejoues": len(BAREMES), "differences": []}, "")

    def test_un_calcul_en_attente_d_un_nombre_de_la_caf(self):
        donnees = {**donnees_valides("clas"), "collectifs_notifies": None}
        attente = Estimation(EN_ATTENTE, manquants=("collectifs_notifies",))
        figer("clas", attente, donnees)
        assert rejouer() == ({"rejoues": 1, "differences": []}, "")

    def test_une_attente_que_rien_n_explique_est_une_difference(self):
        calcul = figer("clas", Estimation(EN_ATTENTE, manquants=("collectifs_notifies",)))
        rendu, echec = rejouer()
        assert echec
        premiere = rendu["differences"][0]
        assert (premiere["calcul"], premiere["champ"]) == (calcul.pk, "statut")
        # Nothing was missing in the data: only the barème, which an attente does not keep.
        assert (premiere["garde"], premiere["rejoue"]) == ("en_attente", "bareme_non_publie")

    @pytest.mark.parametrize(
        ("champ", "valeur"),
        [
            ("montant", Decimal("30000.00")),
            ("etapes", "[]"),
            ("mesures", '{"postes.0.droit": "1.00"}'),
            ("manquants", '["taux"]'),
        ],
    )
    def test_ce_qui_a_ete_change_est_nomme(self, champ, valeur):
        intact, altere = figer(), figer()
        alterer(altere, **{champ: valeur})
        rendu, echec = rejouer()
        assert echec == "1 différence : rien n’a été changé."
        assert rendu["rejoues"] == 2
        (difference,) = rendu["differences"]
        assert (difference["calcul"], difference["champ"]) == (altere.pk, champ)
        assert difference["garde"] != difference["rejoue"]
        assert difference["rejoue"] == intact.contenu()[champ]

    @pytest.mark.parametrize("champ", ["donnees", "bareme"])
    def test_un_point_de_depart_change_donne_un_autre_resultat(self, champ):
        calcul = figer()
        texte = json.dumps(getattr(calcul, champ)).replace("40000.00", "9.00")
        alterer(calcul, **{champ: texte.replace('"0.50"', '"0.60"')})
        champs = {d["champ"] for d in rejouer()[0]["differences"]}
        assert {"montant", "etapes"} <= champs

    @pytest.mark.parametrize(
        "bareme",
        [
            "[]",
            "{}",
            '"taux"',
            "[1]",
            '[{"code": "taux"}]',
            '[{"code": "taux", "valeur": "0.5", "inconnu": 1}]',
            '[{"code": "taux", "valeur": "abc"}, {"code": "plafond_etp", "valeur": "48000"}]',
            '[{"code": "taux", "valeur": null}, {"code": "plafond_etp", "valeur": "48000"}]',
        ],
    )
    def test_un_bareme_que_rien_ne_lit_est_une_difference_et_les_autres_sont_refaits(self, bareme):
        """Whatever somebody wrote past the trigger, the command ends, and so does the night's."""
        avant, altere, apres = figer(), figer(), figer("er")
        alterer(altere, bareme=bareme)
        rendu, echec = rejouer()
        assert echec
        assert rendu["rejoues"] == 3
        assert {d["calcul"] for d in rendu["differences"]} == {altere.pk}
        assert {avant.pk, apres.pk}.isdisjoint(d["calcul"] for d in rendu["differences"])

    @pytest.mark.parametrize("donnees", ["[]", "null", '"x"', "{}", '{"postes": [1]}'])
    def test_des_donnees_que_rien_ne_lit_sont_une_difference(self, donnees):
        altere = figer()
        alterer(altere, donnees=donnees)
        assert "statut" in {d["champ"] for d in rejouer()[0]["differences"]}

    def test_un_moteur_inconnu_est_dit(self):
        calcul = figer()
        alterer(calcul, moteur=99)
        assert rejouer()[0]["differences"] == [
            {"calcul": calcul.pk, "moteur": 99, "champ": "moteur", "garde": 99, "rejoue": [1]}
        ]
        assert not Calcul.objects.get(pk=calcul.pk).est_intact

    def test_un_bareme_qui_change_ne_change_pas_ce_qui_est_garde(self):
        calcul = figer()
        fabriques.ligne(
            caf=calcul.caf, dispositif="cct", parametre="taux", valeur="0.10", debut=2024
        ).save()
        assert rejouer() == ({"rejoues": 1, "differences": []}, "")

    @pytest.mark.parametrize("dispositif", list(BAREMES))
    def test_ce_qui_revient_au_meme_se_compare_en_texte(self, dispositif):
        """Read as text, it is told the same at once: what makes thousands a second."""
        calcul = figer(dispositif, donnees=avec_mots_rares(dispositif))
        if dispositif == "cct":
            assert MOTS_RARES in calcul.etapes[0]["libelle"]
        (ecrit,) = _ecrits(calcul.pk, calcul.pk)
        assert revient_au_meme(ecrit)
        assert not revient_au_meme(ecrit._replace(montant="1.00"))
        if ecrit.statut == "estime":
            assert not revient_au_meme(ecrit._replace(montant=None))
        assert not revient_au_meme(ecrit._replace(statut="en_attente"))
        assert not revient_au_meme(ecrit._replace(etapes=ecrit.etapes + " "))
        assert not revient_au_meme(ecrit._replace(mesures="{}"))
        assert not revient_au_meme(ecrit._replace(manquants='["autre"]'))

    def test_un_texte_ecrit_autrement_n_est_pas_une_difference(self, monkeypatch):
        """The text only hastens: the verdict is that of the fields."""
        monkeypatch.setattr(rejeu, "ecrire_etapes", lambda etapes: "écrit autrement")
        intact, altere = figer(), figer()
        alterer(altere, etapes="[]")
        rendu, _ = rejouer()
        assert rendu["rejoues"] == 2
        assert [d["calcul"] for d in rendu["differences"]] == [altere.pk]
        assert intact.pk != altere.pk

    def test_un_moteur_d_avant_est_celui_qui_refait(self, monkeypatch):
        """What an engine froze is computed again by that one, whatever the engine of the day."""
        calcul = figer()

        def nouveau(*args):
            estimation = MOTEURS[1](*args)
            return replace(estimation, montant=estimation.montant + 1)

        monkeypatch.setattr(rejeu, "MOTEURS", {1: MOTEURS[1], 2: nouveau})
        assert rejouer() == ({"rejoues": 1, "differences": []}, "")
        alterer(calcul, moteur=2)
        champs = [(d["moteur"], d["champ"]) for d in rejouer()[0]["differences"]]
        assert champs == [(2, "montant")]

    def test_par_tranches(self, monkeypatch):
        monkeypatch.setattr(commande, "TRANCHE", 2)
        altere = [figer() for _ in range(5)][3]
        alterer(altere, montant=Decimal("1.00"))
        rendu, _ = rejouer("--processus", "1")
        assert rendu["rejoues"] == 5
        assert [d["calcul"] for d in rendu["differences"]] == [altere.pk]
