"""An adhesion in force changes by an avenant: its papers, and what concluding does."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.regles.avenants import Objet, attendues, meme_personne_morale
from habilitations.adhesions.regles.fiche import ACTIVITE, APPROBATEUR, FINANCES, TOUS, Section
from habilitations.adhesions.services import cloture
from habilitations.adhesions.services.avenants import Avenant, ouvrir_avenant
from habilitations.adhesions.services.fiches import fiche_de
from habilitations.adhesions.services.inscription import Inscription
from habilitations.models import (
    Adhesion,
    Delegation,
    DossierAdhesion,
    Equipement,
    Habilitation,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.services.accord import Demande, accorder
from habilitations.verification import motif_de_signature
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.declarations.listes import texte
from tests.habilitations.adhesions.dossiers import acceptee, ouvert
from tests.habilitations.adhesions.fiches import EQUIPEMENT, PAULE, typer
from tests.habilitations.services.actes import delegue
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur, amender, personne
from tests.refus import acte_impossible, acte_interdit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
# Another establishment of the same legal person as SIRETS[0].
AUTRE = "98123400800028"


@pytest.mark.parametrize(
    ("objets", "pieces"),
    [
        ({Objet.EQUIPEMENTS}, ("pj3",)),
        ({Objet.DELEGATION}, ("contrat_service", "pj1")),
        ({Objet.SIRET}, ("fiche_identification", "bulletin_afas")),
        ({Objet.REPRESENTANT, Objet.EQUIPEMENTS}, ("fiche_identification", "pj3")),
    ],
)
def test_les_pieces_suivent_ce_qui_change(objets: set[Objet], pieces: tuple[str, ...]) -> None:
    assert attendues(genres().values(), objets) == pieces


def test_une_autre_personne_morale_est_un_autre_partenaire() -> None:
    assert meme_personne_morale(SIRETS[0], AUTRE)
    assert not meme_personne_morale(SIRETS[0], SIRETS[1])


def ouvre(
    monde: Monde, *objets: Objet, qui: Utilisateur | None = None, **champs: str
) -> DossierAdhesion:
    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
    dits = {"representant": "Noé Nouveau", "qualite": "président", "courriel": "noe@p.test"}
    avenant = Avenant(frozenset(objets), **{**dits, **champs})
    return ouvrir_avenant(base.pk, avenant, acteur=acteur(qui or monde.responsable))


def conclu(monde: Monde, dossier: DossierAdhesion) -> None:
    for genre in dossier.attendues:
        acceptee(monde, dossier, genre)
    cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))


class TestOuvrir:
    def test_deux_fois_le_meme(self, monde: Monde) -> None:
        dossier = ouvre(monde, Objet.REPRESENTANT)
        assert (dossier.cas, dossier.objets) == ("", ["representant"])
        assert ouvre(monde, Objet.REPRESENTANT) == dossier
        with pytest.raises(DemandeInvalide, match="reprenez-le"):
            ouvre(monde, Objet.EQUIPEMENTS)

    @pytest.mark.parametrize(
        ("siret", "dit"),
        [
            ("12", "pas valide"),
            (SIRETS[0], "SIRET actuel"),
            (SIRETS[3], "autre personne morale"),
        ],
    )
    def test_un_siret_qui_ne_va_pas(self, monde: Monde, siret: str, dit: str) -> None:
        with pytest.raises(DemandeInvalide, match=dit) as refus:
            ouvre(monde, Objet.SIRET, siret=siret)
        assert refus.value.champ == "siret"

    def test_ni_par_un_autre_ni_de_rien_ni_avant_l_adhesion(self, monde: Monde) -> None:
        with acte_interdit():
            ouvre(monde, Objet.EQUIPEMENTS, qui=monde.conseiller)
        with pytest.raises(DemandeInvalide, match="ce qui change"):
            ouvre(monde)
        amender(Adhesion.objects.all(), complete_le=None)
        with acte_impossible("n’est pas complète"):
            ouvre(monde, Objet.EQUIPEMENTS)

    def test_par_sa_page(self, monde: Monde, client: Client) -> None:
        base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
        client.force_login(monde.responsable)
        saisie = {
            "objets": ["siret", "representant"],
            "siret": "981.234.008-00028\u200b",
            "representant": "Noé Nouveau",
            "qualite": "président",
            "courriel": "noe@p.test",
        }
        reponse = client.post(reverse("adhesions:avenant", args=[base.pk]), saisie, follow=True)
        lue = texte(reponse.content.decode())
        assert "SIRET, représentant légal" in lue
        assert "981 234 008 00028" in lue
        liste = texte(client.get(reverse("adhesions:liste")).content.decode())
        assert "Avenant" in liste


class TestConclure:
    def test_le_siret_change_et_rien_d_autre(self, monde: Monde) -> None:
        avant = Acteur(monde.passerelles.activite, MAINTENANT).roles_sur(monde.er)
        conclu(monde, ouvre(monde, Objet.SIRET, siret=AUTRE))
        monde.passerelles.gestionnaire.refresh_from_db()
        assert monde.passerelles.gestionnaire.siret == AUTRE
        assert Acteur(monde.passerelles.activite, MAINTENANT).roles_sur(monde.er) == avant
        ligne = LigneJournal.objects.get(action="partenaire.siret")
        assert ligne.details == {"avant": SIRETS[0], "apres": AUTRE}

    def test_la_delegation_reprise_ne_coupe_personne(self, monde: Monde) -> None:
        """What was granted under it is signed by the Caf; the delegation itself is over."""
        _, gestionnaire = delegue(monde)
        base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
        zoe = personne("zoe")
        accorder(
            Demande(zoe, "fournisseur_activite", None, JOUR),
            caf_id=monde.caf.pk,
            gestionnaire_id=base.gestionnaire_id,
            acteur=gestionnaire,
        )
        conclu(monde, ouvre(monde, Objet.DELEGATION))
        base.refresh_from_db()
        assert base.mode == Adhesion.Mode.NON_DELEGUE
        assert not Delegation.objects.en_cours(JOUR).exists()
        assert Acteur(zoe, MAINTENANT).roles_sur(monde.er) == {"fournisseur_activite"}
        (tenu,) = Acteur(zoe, MAINTENANT).habilitations
        assert tenu.delegation_id is None

    def test_des_personnes_de_plus(self, monde: Monde) -> None:
        dossier = ouvre(monde, Objet.EQUIPEMENTS)
        typer(monde, dossier, Section.PERSONNES, {**PAULE, "roles": {APPROBATEUR: [TOUS]}})
        combien = Habilitation.objects.count()
        conclu(monde, dossier)
        assert Habilitation.objects.count() == combien + 1
        assert LigneJournal.objects.filter(action="adhesion.avenant_conclu").exists()

    def test_un_equipement_de_plus_et_ses_roles(self, monde: Monde) -> None:
        """Whoever held a role on all the équipements holds it there; the others are named."""
        dossier = ouvre(monde, Objet.EQUIPEMENTS)
        typer(monde, dossier, Section.EQUIPEMENTS, EQUIPEMENT)
        cle = fiche_de(dossier, JOUR).lue.liste(Section.EQUIPEMENTS)[-1]["cle"]
        for genre in dossier.attendues:
            acceptee(monde, dossier, genre)
        cloture.conclure(
            dossier.pk,
            acteur=acteur(monde.responsable),
            inscriptions={cle: Inscription(monde.portefeuille.pk)},
        )
        neuf = Equipement.objects.get(nom=EQUIPEMENT["nom"])
        assert neuf.gestionnaire == monde.passerelles.gestionnaire
        for qui, role in (("activite", ACTIVITE), ("finances", FINANCES)):
            tenu = Acteur(getattr(monde.passerelles, qui), MAINTENANT)
            assert tenu.roles_sur(neuf) == {role}
        assert Acteur(monde.voisins.activite, MAINTENANT).roles_sur(neuf) == frozenset()

    def test_un_nouveau_representant_ne_change_aucun_droit(self, monde: Monde) -> None:
        avant = list(Habilitation.objects.values_list("pk", "signature"))
        dossier = ouvre(monde, Objet.REPRESENTANT)
        connue = fiche_de(dossier, JOUR).lue.une(Section.REPRESENTANT)
        assert (connue["nom"], connue["qualite"]) == ("Noé Nouveau", "président")
        conclu(monde, dossier)
        assert list(Habilitation.objects.values_list("pk", "signature")) == avant
        assert DossierAdhesion.objects.get(pk=dossier.pk).representant == "Noé Nouveau"

    def test_la_caf_delegue_desormais(self, monde: Monde) -> None:
        """The adhesion is signed anew with its level; nobody loses what the Caf granted."""
        base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
        avant = base.signature
        conclu(monde, ouvre(monde, Objet.DELEGATION))
        base = Adhesion.objects.get(pk=base.pk)
        assert base.mode == Adhesion.Mode.DELEGUE
        assert base.signature != avant
        assert motif_de_signature(base) is None
        assert Acteur(monde.passerelles.activite, MAINTENANT).roles_sur(monde.er)
        ligne = LigneJournal.objects.get(action="adhesion.mode")
        assert ligne.details == {"mode": "delegue"}

    def test_une_adhesion_changee_a_la_main_n_en_recoit_pas(self, monde: Monde) -> None:
        """Neither opened nor concluded: it would make genuine what somebody else wrote."""
        dossier = ouvre(monde, Objet.REPRESENTANT)
        for genre in dossier.attendues:
            acceptee(monde, dossier, genre)
        Adhesion.objects.filter(pk=dossier.adhesion_id).update(mode="delegue")
        with acte_impossible("n’est plus celle que la Caf a signée"):
            cloture.conclure(dossier.pk, acteur=acteur(monde.responsable))
        cloture.classer_sans_suite(
            dossier.pk, motif="Adhésion à vérifier", acteur=acteur(monde.responsable)
        )
        with acte_impossible("n’est plus celle que la Caf a signée"):
            ouvre(monde, Objet.EQUIPEMENTS)

    def test_une_adhesion_ordinaire_reste_ce_qu_elle_etait(self, monde: Monde) -> None:
        assert ouvert(monde, "a").objets == []
