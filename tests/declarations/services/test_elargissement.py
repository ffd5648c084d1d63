"""A correction asked for too narrowly is widened: what it keeps, whom it tells, who may."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration, DemandeCorrection
from declarations.services import instruction
from declarations.services.elargissement import elargir_correction
from declarations.services.volets import signer_volet
from portal.dossiers.models import Avis
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import texte
from tests.declarations.remplir import (
    DATE_CORRECTION,
    MOTIF_CORRECTION,
    demander_correction,
    jusqu_a,
    remplir,
)
from tests.monde import JOUR, Monde, acteur
from tests.refus import acte_impossible

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le produit qui équilibre ce compte est à revoir aussi."
POUR_LE = max(DATE_CORRECTION, JOUR) + timedelta(days=5)


@pytest.fixture
def corrigee(monde: Monde) -> Declaration:
    """Account 60 alone was opened, and the partner has begun to correct it."""
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    demander_correction(declaration, monde, volets=(), champs=("comptes.60",))
    return remplir(declaration, monde, {"comptes.60": "9 999"})


def elargir(
    declaration: Declaration,
    monde: Monde,
    qui: str = "conseiller",
    pour_le: date = POUR_LE,
    volets: tuple[str, ...] = (),
    champs: tuple[str, ...] = ("comptes.741",),
) -> None:
    elargir_correction(
        declaration.pk,
        acteur=acteur(getattr(monde, qui)),
        motif=MOTIF,
        pour_le=pour_le,
        volets=volets,
        champs=champs,
    )
    declaration.refresh_from_db()


def volet(declaration: Declaration, nature: str = "finances"):  # type: ignore[no-untyped-def]
    return declaration.version_courante.volets.get(nature=nature)


def test_ce_qui_est_saisi_reste_et_le_reste_s_ouvre(monde: Monde, corrigee: Declaration) -> None:
    elargir(corrigee, monde)

    assert corrigee.etat == "a_corriger"
    assert corrigee.version_courante.numero == 2
    assert volet(corrigee).champs_ouverts == ["comptes.60", "comptes.741"]
    assert volet(corrigee).donnees["comptes.60"] == "9999"
    remplir(corrigee, monde, {"comptes.741": "9 000"})
    assert volet(corrigee).donnees["comptes.741"] == "9000"
    demande = DemandeCorrection.objects.get(version=corrigee.version_courante)
    assert demande.motif == f"{MOTIF_CORRECTION}\n{MOTIF}"
    assert (demande.pour_le, demande.champs) == (POUR_LE, ["comptes.60", "comptes.741"])


def test_seules_les_signatures_touchees_tombent(monde: Monde, corrigee: Declaration) -> None:
    assert volet(corrigee, "activite").signe_le
    elargir(corrigee, monde)
    assert volet(corrigee, "activite").signe_le

    lieu = corrigee.version_courante.lignes[0]["cle"]
    elargir(corrigee, monde, champs=(f"lieux.{lieu}.heures_entretiens",))
    assert volet(corrigee, "activite").signe_le is None
    assert volet(corrigee, "activite").champs_ouverts == [f"lieux.{lieu}.heures_entretiens"]


def test_une_correction_deja_signee_revient_au_fournisseur(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    demander_correction(declaration, monde, volets=(), champs=("comptes.60",))
    signer_volet(declaration.pk, "finances", acteur=acteur(monde.passerelles.finances))
    declaration.refresh_from_db()
    assert declaration.etat == "a_approuver"

    elargir(declaration, monde, volets=("finances",), champs=())

    assert declaration.etat == "a_corriger"
    assert volet(declaration).champs_ouverts is None
    assert volet(declaration).signe_le is None


def test_le_partenaire_est_prevenu_et_l_histoire_le_dit(
    monde: Monde, corrigee: Declaration, client: Client
) -> None:
    Avis.objects.all().delete()
    Courriel.objects.all().delete()
    elargir(corrigee, monde)

    avis = Avis.objects.filter(acte="elargir_correction")
    gens = {monde.passerelles.finances, monde.passerelles.approbateur}
    assert {a.personne for a in avis} == gens
    textes = list(Courriel.objects.values_list("texte", flat=True))
    assert len(textes) == 2
    for lu in textes:
        assert "ouvre d’autres données à la correction" in lu
        assert "741" in lu
        assert "comptes-741" in lu  # linked
        assert MOTIF not in lu  # a reason may tell a figure: the portal shows it to who may read it
    ligne = LigneJournal.objects.sur(corrigee).last()
    assert (ligne.action, ligne.motif) == ("declaration.correction_elargie", MOTIF)
    client.force_login(monde.passerelles.finances)
    lue = texte(client.get(reverse("declarations:dossier", args=[corrigee.pk])).content.decode())
    assert "a élargi la correction" in lue
    assert MOTIF in lue


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd"])
def test_elle_revient_au_conseiller_du_portefeuille(
    monde: Monde, corrigee: Declaration, qui: str
) -> None:
    with pytest.raises(ActionRefusee) as refus:
        elargir(corrigee, monde, qui)
    assert refus.value.interdite


@pytest.mark.parametrize("qui", ["activite", "finances", "approbateur"])
def test_le_partenaire_n_ouvre_rien_lui_meme(monde: Monde, corrigee: Declaration, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        elargir_correction(
            corrigee.pk,
            acteur=acteur(getattr(monde.passerelles, qui)),
            motif=MOTIF,
            pour_le=POUR_LE,
            volets=("finances",),
        )
    assert refus.value.interdite


@pytest.mark.parametrize(
    ("demande", "message"),
    [
        ({"pour_le": JOUR - timedelta(days=1)}, "date annoncée"),
        ({"pour_le": POUR_LE + timedelta(days=367)}, "Au plus tard le"),
        ({"champs": ("comptes.999",)}, "n’existe pas"),
        ({"volets": ("tout",)}, "n’existe pas"),
    ],
)
def test_une_demande_fausse_est_refusee(
    monde: Monde, corrigee: Declaration, demande: dict[str, object], message: str
) -> None:
    with pytest.raises(DemandeInvalide, match=message):
        elargir(corrigee, monde, **demande)  # type: ignore[arg-type]
    assert volet(corrigee).champs_ouverts == ["comptes.60"]


def test_ce_qui_est_deja_ouvert_ne_s_ouvre_pas_deux_fois(
    monde: Monde, corrigee: Declaration
) -> None:
    with acte_impossible("déjà ouvert"):
        elargir(corrigee, monde, champs=("comptes.60",))


@pytest.mark.parametrize("etat", ["en_saisie", "a_approuver", "transmise", "en_instruction"])
def test_sans_correction_il_n_y_a_rien_a_elargir(monde: Monde, etat: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, etat)
    with pytest.raises(ActionRefusee) as refus:
        elargir(declaration, monde)
    assert not refus.value.interdite


def test_une_rectificative_entiere_ne_s_elargit_pas(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    instruction.ouvrir_rectificative(
        declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF, pour_le=POUR_LE
    )
    with acte_impossible("déjà ouverte"):
        elargir(declaration, monde)


class TestPage:
    """From the file, with the picker of the correction."""

    def envoyer(self, client: Client, declaration: Declaration):  # type: ignore[no-untyped-def]
        return client.post(
            reverse("declarations:elargissement", args=[declaration.pk]),
            {"champs": ["comptes.741"], "motif": MOTIF, "pour_le": POUR_LE.strftime("%d/%m/%Y")},
            follow=True,
        )

    def test_du_dossier_a_ce_que_lit_le_partenaire(
        self, monde: Monde, corrigee: Declaration, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        dossier = client.get(reverse("declarations:dossier", args=[corrigee.pk])).content.decode()
        adresse = reverse("declarations:elargissement", args=[corrigee.pk])
        assert f'href="{adresse}"' in dossier

        page = client.get(adresse).content.decode()
        assert "9 999" not in texte(page)  # what the partner is typing is not the Caf's to read
        assert texte(page).count("(déjà ouvert)") == 1
        reponse = self.envoyer(client, corrigee)
        assert "La correction est élargie, et le partenaire prévenu." in texte(
            reponse.content.decode()
        )

        client.force_login(monde.passerelles.finances)
        saisie = client.get(reverse("declarations:volet", args=[corrigee.pk, "finances"]))
        lue = saisie.content.decode()
        assert 'name="comptes.741"' in lue
        assert 'name="comptes.64"' not in lue
        assert MOTIF in texte(lue)

    def test_un_second_clic_ne_refait_rien(
        self, monde: Monde, corrigee: Declaration, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        self.envoyer(client, corrigee)
        reponse = self.envoyer(client, corrigee)

        assert "C’est déjà fait" in texte(reponse.content.decode())
        assert LigneJournal.objects.filter(action="declaration.correction_elargie").count() == 1
