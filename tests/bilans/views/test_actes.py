"""The pages of the acts of the Caf: what each says and asks, done once, refused otherwise."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Annotation, Bilan, DemandeComplement
from bilans.regles.etats import ACTES, ActeurBilan, Action
from bilans.views.instruction import PAGES
from portal.dossiers.models import Avis, Derogation
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.bilans.views.actes import MOTIF, envoyer, questionnaire_de
from tests.monde import Monde


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
            for place in questionnaire_de(bilan).places
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
