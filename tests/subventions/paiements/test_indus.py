"""Indus: notified, given back, set off, cancelled; never a cent twice."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from portal.dossiers.models import Avis
from portal.socle.formats import euros
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.paiements.models import Indu
from subventions.paiements.presentation.indus import echeances_lues
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.indus import (
    annuler_indu,
    changer_le_mode,
    indu_a_notifier,
    notifier_indu,
    rembourser_indu,
)
from subventions.paiements.services.lots import refuser_lot
from subventions.paiements.services.reglements import rejeter_versement
from tests.monde import JOUR, Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import (
    droit,
    ordonne,
    paye,
    pret,
    propose,
    versements,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "L’activité déclarée est plus faible que prévu"
D = Decimal


def trop_verse(monde: Monde, reel: str = "40000.00") -> None:
    """Two acomptes of 25 200 € paid, and a réel below them: 10 400 € too much by default."""
    pret(monde)
    paye(monde)
    paye(monde)
    droit(monde, "reel", reel)


def notifie(monde: Monde, mode: str = "remboursement", nombre: int = 3) -> Indu:
    return notifier_indu(
        monde.er.pk,
        2026,
        mode=mode,
        nombre=nombre,
        premiere_le=date(2026, 3, 1),
        motif=MOTIF,
        acteur=acteur(monde.conseiller),
    )


def rembourse(
    monde: Monde, indu: Indu, montant: str, jeton: UUID | None = None, le: date = JOUR
) -> None:
    rembourser_indu(
        indu.pk, montant=D(montant), le=le, jeton=jeton or uuid4(), acteur=acteur(monde.conseiller)
    )


def reste(indu: Indu) -> Decimal:
    return Indu.objects.avec_reste().get(pk=indu.pk).reste


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


def test_un_indu_se_notifie_une_fois_avec_ses_echeances(monde: Monde) -> None:
    trop_verse(monde)
    assert echeancier_de(monde.er, 2026).echeancier.trop_percu == D("10400.00")
    indu = notifie(monde)
    assert indu.montant == D("10400.00")
    assert [e.montant for e in indu.echeances.all()] == [D("3466.66"), D("3466.66"), D("3466.68")]
    assert indu_a_notifier(echeancier_de(monde.er, 2026)) == 0
    with pytest.raises(ActionRefusee, match="déjà"):
        notifie(monde)


def test_rien_a_reclamer_ne_se_notifie_pas(monde: Monde) -> None:
    pret(monde)
    with pytest.raises(ActionRefusee, match="Rien n’est à réclamer"):
        notifie(monde)
    with pytest.raises(ActionRefusee) as refus:
        notifier_indu(
            monde.er.pk,
            2026,
            mode="compensation",
            nombre=1,
            premiere_le=None,
            motif=MOTIF,
            acteur=acteur(monde.ccd),
        )
    assert refus.value.interdite


@pytest.mark.parametrize(
    ("nombre", "premiere", "champ"),
    [
        (0, date(2026, 3, 1), "nombre"),
        (37, date(2026, 3, 1), "nombre"),
        (3, None, "premiere_le"),
        (3, JOUR, "premiere_le"),
    ],
)
def test_un_echeancier_impossible_se_dit_a_sa_place(
    monde: Monde, nombre: int, premiere: date | None, champ: str
) -> None:
    trop_verse(monde)
    with pytest.raises(DemandeInvalide) as refus:
        notifier_indu(
            monde.er.pk,
            2026,
            mode="remboursement",
            nombre=nombre,
            premiere_le=premiere,
            motif=MOTIF,
            acteur=acteur(monde.conseiller),
        )
    assert refus.value.champ == champ


def test_un_remboursement_ne_depasse_pas_et_ne_compte_qu_une_fois(monde: Monde) -> None:
    trop_verse(monde)
    indu, jeton = notifie(monde), uuid4()
    for montant in ("0", "-1", "10400.01"):
        with pytest.raises(DemandeInvalide, match="Il reste"):
            rembourse(monde, indu, montant)
    with pytest.raises(DemandeInvalide, match="à venir"):
        rembourse(monde, indu, "1", le=date(2026, 2, 4))
    for _ in range(2):
        rembourse(monde, indu, "400.00", jeton)
    assert reste(indu) == D("10000.00")
    assert echeancier_de(monde.er, 2026).echeancier.reste == D("-10000.00")
    assert indu_a_notifier(echeancier_de(monde.er, 2026)) == 0
    rembourse(monde, indu, "10000.00")
    fini = echeancier_de(monde.er, 2026).echeancier
    assert (fini.reste, fini.rembourse) == (0, D("10400.00"))


def test_un_indu_se_compense_sur_les_versements_suivants(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde, "compensation")
    assert not indu.echeances.exists()
    droit(monde, "previsionnel", "20000.00", 2027)
    lot = ordonne(monde)
    (premier,) = versements(lot)
    assert (premier.montant, premier.retenue, premier.net) == (D("7000.00"), D("7000.00"), 0)
    assert premier.etat == "paye"
    assert reste(indu) == D("3400.00")
    (second,) = versements(propose(monde))
    assert (second.montant, second.retenue, second.net) == (
        D("7000.00"),
        D("3400.00"),
        D("3600.00"),
    )
    assert reste(indu) == 0
    assert echeancier_de(monde.er, 2026).echeancier.reste == 0


def test_un_lot_refuse_ou_un_rejet_rend_l_indu(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde, "compensation")
    droit(monde, "previsionnel", "60000.00", 2027)
    lot = propose(monde)
    assert reste(indu) == 0
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert reste(indu) == D("10400.00")
    (versement,) = versements(ordonne(monde))
    assert versement.net == D("10600.00")
    rejeter_versement(versement.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert reste(indu) == D("10400.00")
    assert echeancier_de(monde.er, 2026).echeancier.reste == D("-10400.00")


def test_un_indu_rembourse_ne_se_compense_pas_avant_qu_on_le_dise(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    droit(monde, "previsionnel", "20000.00", 2027)
    lot = propose(monde)
    assert versements(lot)[0].retenue == 0
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    changer_le_mode(indu.pk, mode="compensation", acteur=acteur(monde.conseiller))
    assert versements(propose(monde))[0].retenue == D("7000.00")


def test_un_indu_s_annule_tant_que_rien_n_en_est_revenu(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    annule = annuler_indu(indu.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert annuler_indu(indu.pk, motif="", acteur=acteur(monde.conseiller)) == annule
    with pytest.raises(ActionRefusee, match="est annulé"):
        rembourse(monde, indu, "1.00")
    autre = notifie(monde)
    rembourse(monde, autre, "1.00")
    with pytest.raises(ActionRefusee, match="déjà remboursée"):
        annuler_indu(autre.pk, motif=MOTIF, acteur=acteur(monde.conseiller))


def test_un_indu_ne_se_reecrit_pas(monde: Monde) -> None:
    trop_verse(monde)
    lignes = Indu.objects.filter(pk=notifie(monde).pk)
    for agir in (lambda: lignes.update(montant=D("1.00")), lignes.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            agir()


def test_le_partenaire_est_prevenu_sans_montant(monde: Monde) -> None:
    trop_verse(monde)
    Avis.objects.all().delete()
    notifie(monde)
    avis = list(Avis.objects.filter(acte="indu_notifie"))
    gens = monde.passerelles
    assert {a.personne_id for a in avis} == {gens.finances.pk, gens.approbateur.pk}
    assert not any("400" in a.phrase for a in avis)


def test_la_page_d_un_indu(monde: Monde) -> None:
    trop_verse(monde)
    page = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    conseiller = connecte(monde.conseiller)
    assert "Notifier un indu" in conseiller.get(page).content.decode()
    notifier = reverse("paiements:notifier_indu", args=[monde.er.pk, 2026])
    champs = {"mode": "remboursement", "nombre": "2", "premiere_le": "2026-03-01", "motif": MOTIF}
    assert conseiller.post(notifier, champs).status_code == 302
    indu = Indu.objects.get()
    partenaire = connecte(monde.passerelles.finances)
    lu = partenaire.get(reverse("paiements:indu", args=[indu.pk])).content.decode()
    assert euros(D("5200.00")) in lu
    assert "Enregistrer un remboursement" not in lu
    assert f"La lettre {indu.lettres.get()} est en préparation" in lu
    rendu = conseiller.post(
        reverse("paiements:rembourser_indu", args=[indu.pk]),
        {"montant": "400,50", "le": "2026-02-03", "jeton": str(uuid4())},
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
