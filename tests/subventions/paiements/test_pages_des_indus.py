"""Pages of the indus: what each side reads, and does there."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from portal.socle.formats import euros
from subventions.paiements.models import Indu, Versement
from subventions.paiements.presentation.indus import echeances_lues, recouvrement
from subventions.paiements.services.indus import annuler_indu, changer_le_mode
from subventions.paiements.services.reglements import rejeter_versement
from tests.monde import JOUR, Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.indus import MOTIF, D, notifie, rembourse, reste, trop_verse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


NOTIFICATION = {
    "mode": "remboursement",
    "nombre": "2",
    "premiere_le": "2026-03-01",
    "motif": MOTIF,
}


def vu(page: Any) -> str:
    """What the form of a notification keeps of the amount that it shows."""
    trouve = re.search(r'name="vu" value="([^"]+)"', page.content.decode())
    assert trouve is not None
    return trouve[1]


def test_les_indus_se_filtrent_par_ce_qui_en_reste(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    client = connecte(monde.conseiller)

    def trouves(etat: str) -> bool:
        page = client.get(reverse("paiements:indus"), {"etat": etat})
        return indu.reference in page.content.decode()

    assert [trouves(e) for e in ("", "en_cours", "solde", "annule")] == [True, True, False, False]
    rembourse(monde, indu, "10400.00")
    assert [trouves(e) for e in ("", "en_cours", "solde", "annule")] == [True, False, True, False]


def test_la_page_d_un_indu(monde: Monde) -> None:
    trop_verse(monde)
    page = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    conseiller = connecte(monde.conseiller)
    assert "Notifier un indu" in conseiller.get(page).content.decode()
    notifier = reverse("paiements:notifier_indu", args=[monde.er.pk, 2026])
    champs = NOTIFICATION | {"vu": vu(conseiller.get(notifier))}
    assert conseiller.post(notifier, champs).status_code == 302
    indu = Indu.objects.get()
    partenaire = connecte(monde.passerelles.finances)
    lu = partenaire.get(reverse("paiements:indu", args=[indu.pk])).content.decode()
    assert euros(D("5200.00")) in lu
    assert "Enregistrer un remboursement" not in lu
    assert f"La lettre {indu.lettres.get()} est en préparation" in lu
    rendu = conseiller.post(
        reverse("paiements:rembourser_indu", args=[indu.pk]),
        {"montant": "400,50 €", "le": "2026-02-03", "jeton": str(uuid4())},
    )
    assert rendu.status_code == 302
    assert reste(indu) == D("9999.50")
    voisin = connecte(monde.voisins.finances)
    assert voisin.get(reverse("paiements:indu", args=[indu.pk])).status_code == 404


def test_chaque_echeance_dit_si_elle_est_rendue(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    page = reverse("paiements:indu", args=[indu.pk])

    def etats(le: date = JOUR) -> list[tuple[str, str]]:
        lu = Indu.objects.avec_reste().get(pk=indu.pk)
        lues = echeances_lues(lu, list(lu.echeances.all()), le)
        return [(e.etat, "".join(c for c in e.reste if c in "0123456789,")) for e in lues]

    assert etats() == [("À venir", "")] * 3
    assert etats(date(2026, 4, 2)) == [("En retard", ""), ("En retard", ""), ("À venir", "")]
    rembourse(monde, indu, "4000.00")
    assert etats() == [("Rendue", ""), ("À venir", "2933,32"), ("À venir", "")]
    client = connecte(monde.passerelles.approbateur)
    assert "Échéances demandées" in client.get(page).content.decode()
    changer_le_mode(indu.pk, mode="compensation", acteur=acteur(monde.conseiller))
    assert etats() == []
    assert "Échéances demandées" not in client.get(page).content.decode()


def test_seul_le_montant_lu_est_reclame(monde: Monde) -> None:
    """The bank sends a payment back while the form is open: it is read again, its words kept."""
    trop_verse(monde, "20000.00")
    notifier = reverse("paiements:notifier_indu", args=[monde.er.pk, 2026])
    conseiller = connecte(monde.conseiller)
    page = conseiller.get(notifier)
    assert euros(D("30400.00")) in page.content.decode()
    dernier = Versement.objects.order_by("pk").last()
    assert dernier is not None
    rejeter_versement(
        dernier.pk, motif="Le compte du bénéficiaire est clos.", acteur=acteur(monde.conseiller)
    )
    reponse = conseiller.post(notifier, NOTIFICATION | {"vu": vu(page)})
    lue = reponse.content.decode()
    assert reponse.status_code == 422
    assert not Indu.objects.exists()
    assert "a changé depuis que cette page est ouverte" in lue
    assert MOTIF in lue
    assert euros(D("5200.00")) in lue
    assert euros(D("30400.00")) not in lue
    assert conseiller.post(notifier, NOTIFICATION | {"vu": vu(reponse)}).status_code == 302
    assert Indu.objects.get().montant == D("5200.00")


def test_un_second_clic_notifie_le_meme_indu(monde: Monde) -> None:
    trop_verse(monde)
    notifier = reverse("paiements:notifier_indu", args=[monde.er.pk, 2026])
    conseiller = connecte(monde.conseiller)
    champs = NOTIFICATION | {"vu": vu(conseiller.get(notifier))}
    for _ in range(2):
        lue = conseiller.post(notifier, champs, follow=True).content.decode()
        assert "L’indu est notifié" in lue
        assert "Rien n’est à réclamer" not in lue
    assert Indu.objects.count() == 1
    autre = conseiller.post(notifier, champs | {"motif": f"{MOTIF}, et autre chose"}, follow=True)
    assert "Rien n’est à réclamer" in autre.content.decode()
    assert Indu.objects.count() == 1


def test_un_indu_n_est_pas_dit_rembourse_avant_de_l_etre(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    client = connecte(monde.passerelles.finances)
    a_rendre, rendu = "À rembourser par le partenaire", "Remboursé par le partenaire"

    def pages() -> list[str]:
        siennes = (
            (client, reverse("paiements:echeancier", args=[monde.er.pk, 2026])),
            (client, reverse("paiements:indu", args=[indu.pk])),
            (connecte(monde.conseiller), reverse("paiements:indus")),
        )
        return [qui.get(adresse).content.decode() for qui, adresse in siennes]

    assert all(a_rendre in page and rendu not in page for page in pages())
    rembourse(monde, indu, "400.00")
    assert all(a_rendre in page and rendu not in page for page in pages())
    changer_le_mode(indu.pk, mode="compensation", acteur=acteur(monde.conseiller))
    assert all("À compenser sur ses prochains versements" in page for page in pages())
    rembourse(monde, indu, "10000.00")
    assert all(rendu in page and a_rendre not in page for page in pages())
    lu = Indu.objects.avec_reste().get(pk=indu.pk)
    assert recouvrement(lu) == rendu, "le mode choisi ensuite n’a rien recouvré"


def test_un_indu_annule_ne_demande_plus_rien(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    annuler_indu(indu.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert recouvrement(Indu.objects.avec_reste().get(pk=indu.pk)) == "Plus rien n’est demandé"
    page = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    lu = connecte(monde.passerelles.finances).get(page).content.decode()
    assert "Remboursé par le partenaire" not in lu
