"""Completions, dérogations and notes: who asks what, and who reads it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bilans.models import Annotation, Bilan, DemandeComplement
from bilans.services.annotations import LONGUEUR_NOTE, annoter
from bilans.services.bilan import ouvrir
from bilans.services.complements import demander_complement
from bilans.services.derogations import accorder_derogation
from bilans.services.nouvelles import relire_nouvelle
from portal.dossiers.models import Derogation, Dossier
from portal.socle.composants import id_de
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from portal.socle.relecture import Relu, Retire
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.django_db
MOTIF = "Précisez qui coordonne le projet."
POUR_LE = date(2026, 2, 20)
DONNEES = {"coordination": "non"}


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis", DONNEES)


def demander(bilan: Bilan, qui: Any, **options: Any) -> DemandeComplement:
    arguments = {"motif": MOTIF, "pour_le": POUR_LE, "questions": ["coordination"]} | options
    return demander_complement(bilan.pk, acteur=acteur(qui), **arguments)


class TestComplement:
    def test_le_bilan_revient_au_partenaire_pour_ce_qui_est_nomme(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        demande = demander(bilan, monde.conseiller)

        assert (demande.motif, demande.pour_le, demande.questions) == (
            MOTIF,
            POUR_LE,
            ["coordination"],
        )
        rendu = ouvrir(bilan.pk, acteur(monde.passerelles.activite))
        assert rendu.bilan.etat == "a_completer"
        assert rendu.echeance is not None
        assert rendu.echeance.le == POUR_LE
        assert rendu.est_a_completer("coordination")
        assert not rendu.est_a_completer("structure_nom")

    def test_ce_qu_une_reponse_changee_fait_paraitre_est_a_completer(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        demander(bilan, monde.conseiller)
        feuille = bilan.feuille
        feuille.refresh_from_db()
        feuille.donnees["coordination"] = "oui"
        feuille.save()

        rendu = ouvrir(bilan.pk, acteur(monde.passerelles.activite))

        assert "coordination_heures" in rendu.emplacements
        assert rendu.est_a_completer("coordination_heures")

    def test_ce_qui_etait_transmis_compte_encore(self, monde: Monde, bilan: Bilan) -> None:
        demander(bilan, monde.conseiller)
        feuille = bilan.feuille
        feuille.refresh_from_db()
        feuille.donnees["structure_nom"] = "En cours de frappe"
        feuille.save()

        lu = ouvrir(bilan.pk, acteur(monde.conseiller))

        assert lu.arrete is not None
        assert lu.arrete.comptees["structure_nom"] == "Une réponse"

    def test_tout_le_bilan(self, monde: Monde, bilan: Bilan) -> None:
        demande = demander(bilan, monde.conseiller, questions=[], tout=True)

        assert demande.questions == []
        assert ouvrir(bilan.pk, acteur(monde.passerelles.activite)).est_a_completer("contact_nom")

    @pytest.mark.parametrize(
        ("options", "champ"),
        [
            ({"motif": "ok"}, "motif"),
            ({"pour_le": JOUR - timedelta(days=1)}, "pour_le"),
            ({"pour_le": JOUR + timedelta(days=367)}, "pour_le"),
            ({"questions": []}, "questions"),
            ({"questions": ["coordination_heures"]}, "questions"),
        ],
    )
    def test_une_demande_incomplete_est_refusee(
        self, monde: Monde, bilan: Bilan, options: dict[str, Any], champ: str
    ) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            demander(bilan, monde.conseiller, **options)

        assert refus.value.champ == champ
        assert not DemandeComplement.objects.exists()
        assert Bilan.objects.get(pk=bilan.pk).etat == "transmis"

    def test_deux_fois(self, monde: Monde, bilan: Bilan) -> None:
        demander(bilan, monde.conseiller)

        with pytest.raises(ActionRefusee) as refus:
            demander(bilan, monde.conseiller)

        assert not refus.value.interdite
        assert DemandeComplement.objects.count() == 1

    @pytest.mark.parametrize("qui", ["hors_portefeuille"])
    def test_pas_par_un_autre_agent(self, monde: Monde, bilan: Bilan, qui: str) -> None:
        with pytest.raises(ActionRefusee) as refus:
            demander(bilan, getattr(monde, qui))
        assert refus.value.interdite

    @pytest.mark.usefixtures("fige")
    def test_le_partenaire_est_prevenu_sauf_s_il_a_deja_repondu(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        demander(bilan, monde.conseiller)

        alice = monde.passerelles.activite
        courriel = Courriel.objects.filter(destinataire_id=alice.pk).latest("pk")
        assert "vendredi 20 février 2026" in courriel.texte
        assert MOTIF not in courriel.texte
        (question,) = DemandeComplement.objects.get().questions
        assert f"#{id_de(question)}" in courriel.texte
        assert isinstance(relire_nouvelle(courriel, MAINTENANT), Relu)
        Dossier.objects.filter(pk=bilan.pk).update(etat="transmis")
        assert isinstance(relire_nouvelle(courriel, MAINTENANT), Retire)


class TestDerogation:
    def test_un_second_clic_n_en_accorde_qu_une(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        jour = bilan.campagne.ferme_le + timedelta(days=10)
        for _ in range(2):
            accorder_derogation(
                bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF, expire_le=jour
            )

        derogation = Derogation.objects.get()
        assert (derogation.dossier_id, derogation.expire_le) == (bilan.pk, jour)
        lignes = LigneJournal.objects.sur(bilan)
        assert [li.action for li in lignes].count("bilan.derogation") == 1

    def test_elle_rouvre_la_saisie(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        fin = bilan.campagne.ferme_le
        apres = MAINTENANT + timedelta(days=90)
        close = ouvrir(bilan.pk, acteur(monde.passerelles.activite, apres))
        assert not close.situation.fenetre_ouverte

        accorder_derogation(
            bilan.pk,
            acteur=acteur(monde.conseiller, apres),
            motif=MOTIF,
            expire_le=fin + timedelta(days=60),
        )

        ouvert = ouvrir(bilan.pk, acteur(monde.passerelles.activite, apres))
        assert ouvert.situation.fenetre_ouverte

    def test_pas_deja_finie(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        with pytest.raises(DemandeInvalide) as refus:
            accorder_derogation(
                bilan.pk,
                acteur=acteur(monde.conseiller),
                motif=MOTIF,
                expire_le=JOUR - timedelta(days=1),
            )
        assert refus.value.champ == "expire_le"

    def test_ni_apres_l_envoi(self, monde: Monde, bilan: Bilan) -> None:
        with pytest.raises(ActionRefusee) as refus:
            accorder_derogation(
                bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF, expire_le=POUR_LE
            )
        assert not refus.value.interdite


class TestAnnotation:
    @pytest.mark.parametrize("qui", ["conseiller", "hors_portefeuille", "ccd"])
    def test_les_agents_s_ecrivent(self, monde: Monde, bilan: Bilan, qui: str) -> None:
        annoter(
            bilan.pk,
            acteur=acteur(getattr(monde, qui)),
            texte=" À revoir.\r\nAvec eux. ",
            jeton=uuid4(),
            chemin="coordination",
        )

        note = Annotation.objects.get()
        assert (note.texte, note.chemin, note.par) == (
            "À revoir.\nAvec eux.",
            "coordination",
            getattr(monde, qui),
        )

    def test_le_journal_que_lit_le_partenaire_n_en_dit_rien(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        avant = LigneJournal.objects.sur(bilan).count()

        annoter(bilan.pk, acteur=acteur(monde.conseiller), texte="À revoir", jeton=uuid4())

        assert LigneJournal.objects.sur(bilan).count() == avant

    def test_un_second_clic(self, monde: Monde, bilan: Bilan) -> None:
        jeton = uuid4()
        for _ in range(2):
            annoter(bilan.pk, acteur=acteur(monde.conseiller), texte="À revoir", jeton=jeton)

        assert Annotation.objects.count() == 1

    def test_jamais_par_le_partenaire(self, monde: Monde, bilan: Bilan) -> None:
        with pytest.raises(ActionRefusee) as refus:
            annoter(bilan.pk, acteur=acteur(monde.passerelles.activite), texte="Moi", jeton=uuid4())
        assert refus.value.interdite

    @pytest.mark.parametrize(
        ("texte", "chemin", "champ"),
        [
            (" ", "", "texte"),
            ("a" * (LONGUEUR_NOTE + 1), "", "texte"),
            ("À revoir", "inconnue", "chemin"),
        ],
    )
    def test_une_note_refusee(
        self, monde: Monde, bilan: Bilan, texte: str, chemin: str, champ: str
    ) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            annoter(
                bilan.pk,
                acteur=acteur(monde.conseiller),
                texte=texte,
                jeton=uuid4(),
                chemin=chemin,
            )
        assert refus.value.champ == champ
