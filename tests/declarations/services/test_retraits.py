"""A correction, a rectificative, a dérogation granted by mistake: taken back, while one may."""

from datetime import date, timedelta

import pytest

from declarations.models import Declaration, DemandeCorrection, Version
from declarations.services import instruction, volets
from declarations.services.derogations import accorder_derogation, retirer_derogation
from portal.dossiers.models import Avis, Derogation
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.declarations.remplir import jusqu_a, remplir
from tests.monde import JOUR, MAINTENANT, Monde, acteur
from tests.refus import acte_impossible

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "La demande portait sur une autre déclaration."
FIN = date(2026, 4, 10)


def retirer(declaration: Declaration, monde: Monde) -> None:
    instruction.retirer_correction(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)


class TestCorrection:
    @pytest.mark.parametrize(("etat", "retour"), [("a_corriger", "en_instruction")])
    def test_la_version_transmise_revient(self, monde: Monde, etat: str, retour: str) -> None:
        declaration = jusqu_a(monde.declaration(), monde, etat)
        Avis.objects.all().delete()
        retirer(declaration, monde)
        declaration.refresh_from_db()
        assert declaration.etat == retour
        assert declaration.version_courante == declaration.version_en_vigueur
        assert Version.objects.filter(declaration=declaration).count() == 1
        assert not DemandeCorrection.objects.exists()
        ligne = LigneJournal.objects.sur(declaration).last()
        assert (ligne.action, ligne.motif) == ("declaration.correction_retiree", MOTIF)
        assert Avis.objects.filter(acte="retirer_correction").count() == 3
        instruction.valider(declaration.pk, acteur=acteur(monde.conseiller))

    def test_une_rectificative_rend_la_declaration_validee(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration(), monde, "validee")
        instruction.ouvrir_rectificative(
            declaration.pk,
            acteur=acteur(monde.conseiller),
            motif="Le compte 64 est à revoir en entier.",
            pour_le=JOUR + timedelta(days=10),
        )
        retirer(declaration, monde)
        declaration.refresh_from_db()
        assert declaration.etat == "validee"
        assert declaration.version_courante.validee_le

    def test_ce_que_le_partenaire_a_corrige_ne_se_perd_pas(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
        remplir(declaration, monde, {"comptes.64": "92 900"})
        with acte_impossible("a commencé à corriger"):
            retirer(declaration, monde)
        declaration.refresh_from_db()
        assert declaration.etat == "a_corriger"

    def test_apres_un_retrait_une_autre_correction_se_demande(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
        retirer(declaration, monde)
        nouvelle = instruction.demander_correction(
            declaration.pk,
            acteur=acteur(monde.conseiller),
            motif="Le compte 60 est à revoir en entier.",
            pour_le=JOUR + timedelta(days=10),
            champs=["comptes.60"],
        )
        assert nouvelle.numero == 2


def test_une_rectificative_ne_fait_signer_que_ce_qu_elle_rouvre(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    nouvelle = instruction.ouvrir_rectificative(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Le compte 60 est à revoir en entier.",
        pour_le=JOUR + timedelta(days=10),
        volets=(),
        champs=["comptes.60"],
    )
    assert {v.nature: bool(v.signe_le) for v in nouvelle.volets.all()} == {
        "activite": True,
        "finances": False,
    }
    volets.signer_volet(declaration.pk, "finances", acteur=acteur(monde.passerelles.finances))
    declaration.refresh_from_db()
    assert declaration.etat == "a_approuver"


class TestDerogation:
    def accorder(self, monde: Monde, declaration: Declaration, fin: date = FIN) -> Derogation:
        return accorder_derogation(
            declaration.pk,
            acteur=acteur(monde.conseiller),
            motif="Incendie de la mairie",
            expire_le=fin,
        )

    @pytest.mark.parametrize(
        ("fin", "message"),
        [
            (date(2026, 3, 15), "déjà ouverte jusqu’au 15 mars 2026"),
            (date(2026, 6, 16), "Au plus tard le 15 juin 2026"),
            (JOUR - timedelta(days=1), "déjà passée"),
        ],
    )
    def test_elle_ne_raccourcit_rien_et_a_un_dernier_jour(
        self, monde: Monde, fin: date, message: str
    ) -> None:
        with pytest.raises(DemandeInvalide, match=message):
            self.accorder(monde, monde.declaration(), fin)
        assert self.accorder(monde, monde.declaration("reelle", 2025), date(2026, 6, 15)).pk

    def test_retiree_elle_ne_compte_plus_et_reste_dans_l_histoire(self, monde: Monde) -> None:
        declaration = monde.declaration()
        with acte_impossible("Aucune dérogation"):
            retirer_derogation(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
        self.accorder(monde, declaration)
        retirer_derogation(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
        assert not declaration.derogations.exists()
        retiree = Derogation.toutes.get()
        assert (retiree.retiree_le, retiree.retiree_motif) == (MAINTENANT, MOTIF)
        assert Avis.objects.filter(phrase__contains="vendredi 10 avril 2026").count() == 6
        assert self.accorder(monde, declaration).pk != retiree.pk
