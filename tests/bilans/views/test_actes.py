"""The pages of the acts of the Caf: what each says and asks, done once, refused otherwise."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Annotation, Bilan, DemandeComplement, ModificationCaf
from bilans.regles.etats import ACTES, ActeurBilan, Action
from bilans.regles.questionnaire import Questionnaire
from bilans.services.definitions import definition_du_bilan
from bilans.services.modifications import modifier
from bilans.views.instruction import PAGES
from portal.dossiers.models import Avis, Derogation
from portal.saisie.regles.envoi import Envoi
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.monde import Monde, acteur

MOTIF = "Les effectifs du second collectif sont à reprendre."


def test_chaque_acte_de_la_caf_a_sa_page_en_mots() -> None:
    """But for one button, and for editing an answer, which has a page of its own."""
    de_la_caf = {t.action for t in ACTES if t.acteurs == {ActeurBilan.CONSEILLER}}
    assert set(PAGES) == de_la_caf - {Action.PRENDRE_EN_CHARGE, Action.MODIFIER}
    assert all(dit.texte and dit.libelle and dit.succes for dit in PAGES.values())
    for action in de_la_caf - {Action.MODIFIER}:
        assert reverse(ACTES[action].vue, args=[1]).startswith("/bilans/1/")


def test_un_motif_est_demande_la_ou_la_table_le_dit() -> None:
    demandent = {action for action, dit in PAGES.items() if "motif" in dit.formulaire.base_fields}
    assert demandent == {action for action in PAGES if ACTES[action].motif}


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis", {"coordination": "non"})


@pytest.fixture
def colette(monde: Monde, client: Client) -> Client:
    client.force_login(monde.conseiller)
    return client


def envoyer(client: Client, vue: str, bilan: Bilan, *args: Any, **donnees: Any) -> Any:
    return client.post(reverse(f"bilans:{vue}", args=[bilan.pk, *args]), donnees, follow=True)


def etat(bilan: Bilan) -> str:
    return Bilan.objects.get(pk=bilan.pk).etat


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestActes:
    def test_prendre_en_charge_puis_valider(self, colette: Client, bilan: Bilan) -> None:
        assert (
            "Vous prenez ce bilan en charge."
            in envoyer(colette, "prise_en_charge", bilan).content.decode()
        )
        page = colette.get(reverse("bilans:validation", args=[bilan.pk])).content.decode()
        assert PAGES[Action.VALIDER].texte in unescape(page)

        for attendu in ("Le bilan est validé.", "C’est déjà fait. Le bilan est validé."):
            rendu = envoyer(colette, "validation", bilan)
            assert attendu in rendu.content.decode()
        assert etat(bilan) == "valide"

    def test_rouvrir_demande_un_motif(self, colette: Client, monde: Monde) -> None:
        bilan = jusqu_a(bilan_cct(monde), monde, "valide")

        assert envoyer(colette, "reouverture", bilan, motif="ok").status_code == 422
        envoyer(colette, "reouverture", bilan, motif=MOTIF)

        assert etat(bilan) == "en_validation"

    def test_sans_objet_puis_retabli(self, colette: Client, bilan: Bilan) -> None:
        rendu = envoyer(colette, "sans_objet", bilan, motif=MOTIF).content.decode()
        assert MOTIF in rendu
        assert etat(bilan) == "sans_objet"

        envoyer(colette, "retablissement", bilan, motif=MOTIF)
        assert etat(bilan) == "transmis"

    def test_une_derogation(self, colette: Client, monde: Monde) -> None:
        bilan = bilan_clas(monde)

        rendu = envoyer(colette, "derogation", bilan, motif=MOTIF, expire_le="2026-04-30")

        assert "La dérogation est accordée." in rendu.content.decode()
        assert Derogation.objects.get().dossier_id == bilan.pk

    def test_une_derogation_se_retire_et_la_saisie_se_referme(
        self, colette: Client, monde: Monde
    ) -> None:
        bilan = bilan_clas(monde)
        rien = colette.get(reverse("bilans:retrait_derogation", args=[bilan.pk]))
        assert "Aucune dérogation n’est en cours" in rien.content.decode()
        envoyer(colette, "derogation", bilan, motif=MOTIF, expire_le="2026-04-30")

        rendu = envoyer(colette, "retrait_derogation", bilan, motif=MOTIF).content.decode()

        assert "La dérogation est retirée, et le partenaire prévenu." in rendu
        assert not Derogation.objects.filter(dossier=bilan.pk).exists()
        assert "a retiré la dérogation qui courait jusqu’au 30 avril 2026" in rendu
        avis = Avis.objects.filter(dossier=bilan.pk, acte="retirer_derogation")
        assert monde.passerelles.approbateur in {a.personne for a in avis}

    def test_ce_qui_n_est_plus_possible_se_dit(self, colette: Client, bilan: Bilan) -> None:
        page = colette.get(reverse("bilans:derogation", args=[bilan.pk])).content.decode()
        assert "Ce n’est plus possible" in page
        assert 'name="motif"' not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestComplement:
    def test_les_questions_se_cochent_par_section(self, colette: Client, bilan: Bilan) -> None:
        page = unescape(colette.get(reverse("bilans:complement", args=[bilan.pk])).content.decode())
        assert "La structure et ses contacts" in page
        assert 'value="structure_nom"' in page
        assert 'value="coordination_heures"' not in page

        rendu = envoyer(
            colette,
            "complement",
            bilan,
            motif=MOTIF,
            pour_le="2026-02-20",
            questions=["structure_nom", "coordination"],
        )

        assert "Le complément est demandé au partenaire." in rendu.content.decode()
        demande = DemandeComplement.objects.get()
        assert demande.questions == ["structure_nom", "coordination"]
        assert etat(bilan) == "a_completer"

    def test_il_en_faut_une_ou_tout(self, colette: Client, bilan: Bilan) -> None:
        rendu = envoyer(colette, "complement", bilan, motif=MOTIF, pour_le="2026-02-20")
        assert rendu.status_code == 422
        assert "Choisissez au moins une question" in rendu.content.decode()

        envoyer(colette, "complement", bilan, motif=MOTIF, pour_le="2026-02-20", tout="on")
        assert DemandeComplement.objects.get().questions == []

    def test_un_score_se_complete_avec_toutes_ses_cases(
        self, colette: Client, monde: Monde
    ) -> None:
        bilan = jusqu_a(bilan_cct(monde, "autoevaluation_cct"), monde, "transmis")
        score = next(
            place.element
            for place in _questionnaire(bilan).places
            if getattr(place.element, "type", "") == "score"
        )
        envoyer(
            colette,
            "complement",
            bilan,
            motif=MOTIF,
            pour_le="2026-02-20",
            questions=[score.code],
        )
        assert DemandeComplement.objects.get().questions == [c.code for c in score.cases]


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
            for place in _questionnaire(bilan).places
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


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestNote:
    def test_sur_une_question(self, colette: Client, bilan: Bilan) -> None:
        page = colette.get(
            reverse("bilans:note_question", args=[bilan.pk, "structure_nom"])
        ).content.decode()
        jeton = page.split('name="jeton" value="')[1].split('"')[0]
        for _ in range(2):
            envoyer(
                colette, "note_question", bilan, "structure_nom", texte="À vérifier", jeton=jeton
            )

        note = Annotation.objects.get()
        assert (note.chemin, note.texte) == ("structure_nom", "À vérifier")

    def test_vide_elle_est_refusee(self, colette: Client, bilan: Bilan) -> None:
        assert envoyer(colette, "note", bilan, texte=" ").status_code == 422
        assert not Annotation.objects.exists()


def _questionnaire(bilan: Bilan) -> Questionnaire:
    return definition_du_bilan(Bilan.objects.select_related("version").get(pk=bilan.pk))
