"""Pages of the diagnostics, from the partner who asks to the adviser who pays."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from subventions.models import DemandeDiagnostic, EtatDiagnostic, LigneBareme
from subventions.services import charger_baremes
from tests.declarations.listes import page
from tests.habilitations.fiches import convention_ctg
from tests.monde import Monde
from tests.socle import fichiers
from tests.subventions.diagnostics.outils import MOTIF, demande

LISTE = reverse("diagnostics:liste")
pytestmark = pytest.mark.usefixtures("fige")


def test_de_la_demande_au_paiement(monde: Monde, client: Client) -> None:
    charger_baremes()
    adresse = reverse("diagnostics:demander", args=[convention_ctg(monde).pk])
    assert adresse in page(client, monde.passerelles.finances, LISTE)
    envoi = {
        "jeton": str(uuid4()),
        "objet": "Étude du territoire",
        "depense": "18\u202f000,00 €",
        "facture_le": "2026-01-12",
        "fichier": fichiers.televerse(fichiers.PDF, "facture.pdf"),
    }
    reponse = client.post(adresse, envoi)
    faite = DemandeDiagnostic.objects.get()
    sienne = reverse("diagnostics:demande", args=[faite.pk])
    assert reponse["Location"] == sienne
    lue = page(client, monde.passerelles.finances, sienne).replace("\xa0", " ")
    assert "7 500,00 €" in lue.replace("\u202f", " ")
    assert "Retirer la demande" in lue
    assert adresse not in page(client, monde.passerelles.finances, LISTE)

    accord = reverse("diagnostics:accepter", args=[faite.pk])
    assert accord in page(client, monde.conseiller, sienne)
    assert accord not in page(client, monde.ccd, sienne)
    client.force_login(monde.conseiller)
    assert client.post(accord, {}).status_code == 422
    assert client.post(accord, {"lue": "on"}).status_code == 302
    client.post(reverse("diagnostics:payer", args=[faite.pk]), {"le": "2026-02-03"})
    faite.refresh_from_db()
    assert faite.etat == EtatDiagnostic.PAYE
    assert "Payé le" in page(client, monde.passerelles.approbateur, sienne)


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"depense": "beaucoup"}, "beaucoup"),
        ({"depense": "0"}, "supérieure à zéro"),
        ({"facture_le": "2027-01-01"}, "à venir"),
        ({"objet": ""}, "Dites quelle étude"),
        ({"fichier": ""}, "Joignez la facture"),
    ],
)
def test_ce_qui_ne_va_pas_est_dit(
    monde: Monde, client: Client, champs: dict[str, object], message: str
) -> None:
    envoi = {
        "jeton": str(uuid4()),
        "objet": "Étude",
        "depense": "10",
        "facture_le": "2026-01-12",
        "fichier": fichiers.televerse(fichiers.PDF, "facture.pdf"),
        **champs,
    }
    client.force_login(monde.passerelles.finances)
    adresse = reverse("diagnostics:demander", args=[convention_ctg(monde).pk])
    reponse = client.post(adresse, envoi)
    assert reponse.status_code == 422
    assert message in reponse.content.decode()


def test_le_motif_d_un_refus_se_lit(monde: Monde, client: Client) -> None:
    faite = demande(monde)
    client.force_login(monde.conseiller)
    client.post(reverse("diagnostics:refuser", args=[faite.pk]), {"motif": MOTIF})
    sienne = reverse("diagnostics:demande", args=[faite.pk])
    assert MOTIF in page(client, monde.passerelles.finances, sienne)


def test_qui_ne_donne_que_l_activite_n_en_lit_rien(monde: Monde, client: Client) -> None:
    faite = demande(monde)
    client.force_login(monde.passerelles.activite)
    for adresse in (
        LISTE,
        *(
            reverse(f"diagnostics:{nom}", args=[faite.pk])
            for nom in ("demande", "facture", "retirer")
        ),
    ):
        reponse = client.get(adresse)
        assert reponse.status_code == 403
        assert "18" not in reponse.content.decode().split("<main")[1].split("</main>")[0]


def test_la_liste_sans_depense_pour_les_autres(monde: Monde, client: Client) -> None:
    demande(monde)
    assert "Coordination du Val" in page(client, monde.ccd, LISTE)
    assert "Coordination du Val" not in page(client, monde.conseiller_nord, LISTE)
    assert "Aucune demande" in page(client, monde.voisins.finances, LISTE)


def test_a_faire_montre_a_qui_decide(monde: Monde, client: Client) -> None:
    faite = demande(monde)
    accueil, sienne = reverse("accueil:a_faire"), reverse("diagnostics:demande", args=[faite.pk])
    assert sienne in page(client, monde.conseiller, accueil)
    for qui in (monde.ccd, monde.hors_portefeuille, monde.passerelles.finances):
        assert sienne not in page(client, qui, accueil)


def test_une_demande_decidee_le_dit_avant_qu_on_ecrive(monde: Monde, client: Client) -> None:
    faite = demande(monde)
    accepter, refuser, payer, retirer = (
        reverse(f"diagnostics:{nom}", args=[faite.pk])
        for nom in ("accepter", "refuser", "payer", "retirer")
    )
    formulaire = 'class="bloc page-'
    for adresse in (accepter, refuser):
        assert formulaire in page(client, monde.conseiller, adresse)
    assert formulaire in page(client, monde.passerelles.finances, retirer)
    assert formulaire not in page(client, monde.conseiller, payer)
    client.force_login(monde.conseiller)
    client.post(refuser, {"motif": MOTIF})
    pages = [page(client, monde.conseiller, adresse) for adresse in (accepter, refuser)]
    pages.append(page(client, monde.passerelles.finances, retirer))
    for lue in pages:
        assert "Cette demande est déjà décidée : refusé" in lue
        assert formulaire not in lue
    assert "quand il est accepté" in page(client, monde.conseiller, payer)


def test_sans_bareme_l_accord_dit_pourquoi_il_attend(monde: Monde, client: Client) -> None:
    faite = demande(monde)
    LigneBareme.objects.filter(dispositif="diagnostic").delete()
    lue = page(client, monde.conseiller, reverse("diagnostics:accepter", args=[faite.pk]))
    assert "n’est pas publié pour cet exercice" in lue
    assert 'class="bloc page-' not in lue
