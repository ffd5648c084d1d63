"""Answers changed by the Caf, from their page."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan, ModificationCaf
from bilans.services.modifications import modifier
from portal.saisie.regles.envoi import Envoi
from tests.bilans.bilans import bilan_cct
from tests.bilans.remplir import jusqu_a
from tests.bilans.views.actes import MOTIF, envoyer, questionnaire_de
from tests.monde import Monde, acteur


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestModification:
    def formulaire(self, revision: int = 1, **donnees: Any) -> dict[str, Any]:
        return {"revision": str(revision), "modification-motif": MOTIF} | donnees

    def test_la_page_montre_la_reponse_du_partenaire(self, colette: Client, bilan: Bilan) -> None:
        page = colette.get(reverse("bilans:modification", args=[bilan.pk, "structure_nom"]))
        html = page.content.decode()
        assert 'value="Une réponse"' in html
        assert 'name="revision" value="1"' in html

    def test_elle_s_ecrit_avec_son_motif(self, colette: Client, bilan: Bilan) -> None:
        donnees = self.formulaire(structure_nom="Les Petits Pas")
        rendu = envoyer(colette, "modification", bilan, "structure_nom", **donnees)

        assert "La réponse est modifiée" in rendu.content.decode()
        assert ModificationCaf.objects.get().apres == "Les Petits Pas"

    def test_sans_motif_la_reponse_tapee_reste(self, colette: Client, bilan: Bilan) -> None:
        donnees = self.formulaire(structure_nom="Les Petits Pas") | {"modification-motif": ""}
        rendu = envoyer(colette, "modification", bilan, "structure_nom", **donnees)

        assert rendu.status_code == 422
        assert 'value="Les Petits Pas"' in rendu.content.decode()
        assert "Indiquez le motif." in rendu.content.decode()
        assert not ModificationCaf.objects.exists()

    def test_une_reponse_refusee_dit_pourquoi_et_garde_le_motif(
        self, colette: Client, bilan: Bilan
    ) -> None:
        chemin = next(c for c, valeur in bilan.arretees.items() if valeur == "1")
        rendu = envoyer(
            colette, "modification", bilan, chemin, **self.formulaire(**{chemin: "beaucoup"})
        )

        html = unescape(rendu.content.decode())
        assert rendu.status_code == 422
        assert 'value="beaucoup"' in html
        assert MOTIF in html

    def test_deux_conseillers_choisissent(
        self, colette: Client, monde: Monde, bilan: Bilan
    ) -> None:
        modifier(
            bilan.pk,
            acteur=acteur(monde.remplacant),
            envoi=Envoi(1, {"structure_nom": "Celle de Rémi"}),
            motif=MOTIF,
        )
        donnees = self.formulaire(structure_nom="La mienne")
        rendu = envoyer(colette, "modification", bilan, "structure_nom", **donnees)
        html = rendu.content.decode()
        assert rendu.status_code == 409
        assert "Celle de Rémi" in html
        assert 'name="revision" value="2"' in html

        donnees = self.formulaire(2, structure_nom="La mienne") | {"choix-structure_nom": "mienne"}
        envoyer(colette, "modification", bilan, "structure_nom", **donnees)
        assert ModificationCaf.objects.last().apres == "La mienne"

    def test_un_score_se_modifie_en_entier(self, colette: Client, monde: Monde) -> None:
        bilan = jusqu_a(bilan_cct(monde, "autoevaluation_cct"), monde, "transmis")
        score = next(
            place.element
            for place in questionnaire_de(bilan).places
            if getattr(place.element, "type", "") == "score"
        )
        cases = {case.code: "NC" for case in score.cases}
        envoyer(colette, "modification", bilan, score.code, **self.formulaire(**cases))

        arretees = Bilan.objects.get(pk=bilan.pk).arretees
        assert all(arretees[code] == "NC" for code in cases)
        assert ModificationCaf.objects.count() == len(cases)

    @pytest.mark.parametrize("chemin", ["inconnue", "coordination_heures"])
    def test_une_question_qui_n_est_pas_posee_n_a_pas_de_page(
        self, colette: Client, bilan: Bilan, chemin: str
    ) -> None:
        page = colette.get(reverse("bilans:modification", args=[bilan.pk, chemin]))
        assert page.status_code == 404

    def test_la_page_d_une_autre_personne_n_ecrit_rien(
        self, colette: Client, monde: Monde, bilan: Bilan
    ) -> None:
        donnees = self.formulaire(structure_nom="X", personne=str(monde.remplacant.pk))
        rendu = envoyer(colette, "modification", bilan, "structure_nom", **donnees)
        assert rendu.status_code == 409
        assert not ModificationCaf.objects.exists()
