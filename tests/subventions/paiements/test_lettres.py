"""The letter of an indu: made as it is notified, sealed once, made again when it changes."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.socle.cachets.verification import Verdict, verifier_cachet
from portal.socle.formats import euros
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from subventions.paiements.models import Indu, LettreIndu
from subventions.paiements.services.indus import annuler_indu
from subventions.paiements.services.lettres import demander_lettre_indu
from subventions.services.lettres import motif_du_cachet
from subventions.services.verification import fautes_des_lettres
from subventions.tasks import sceller_les_lettres, sceller_lettre
from tests.cachets import Autorite
from tests.declarations.pdf import compact, texte_de
from tests.habilitations.actes import octets
from tests.monde import MAINTENANT, Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.indus import MOTIF, notifie, rembourse, trop_verse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def scellee(indu: Indu) -> LettreIndu:
    """The letter that came with the notification, once the worker has sealed it."""
    with time_machine.travel(MAINTENANT, tick=False):
        assert sceller_lettre("indu", indu.lettres.get().pk)
    return LettreIndu.objects.select_related("document", "indu").get(indu=indu)


def test_elle_dit_l_indu_ses_echeances_et_son_calcul(monde: Monde, autorite: Autorite) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    lettre = scellee(indu)
    lue = compact(texte_de(octets(lettre)))
    echeances = [e.montant for e in indu.echeances.all()]
    for attendu in (
        euros(indu.montant),
        *(euros(montant) for montant in echeances),
        "Droit réel : 40 000,00 €",
        "Versé : 50 400,00 €",
        indu.reference,
        MOTIF,
        lettre.reference,
        lettre.empreinte,
    ):
        assert compact(str(attendu)) in lue, attendu
    constat = verifier_cachet(octets(lettre), MAINTENANT)
    assert (constat.verdict, constat.par) == (Verdict.VALIDE, "Caf de la Savoie")
    assert constat.motif == motif_du_cachet(lettre)
    actions = LigneJournal.objects.sur(lettre).values_list("action", flat=True)
    assert sorted(actions) == ["indu.lettre_demandee", "indu.lettre_scellee"]


def test_la_meme_tant_que_l_indu_ne_change_pas(monde: Monde, autorite: Autorite) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    premiere = scellee(indu)
    qui = acteur(monde.passerelles.finances)
    assert demander_lettre_indu(indu.pk, acteur=qui) == premiere
    rembourse(monde, indu, "400.00")
    autre = demander_lettre_indu(indu.pk, acteur=qui)
    assert autre != premiere
    assert autre.contenu["dit"]["reste"] == "10000.00"
    with time_machine.travel(MAINTENANT, tick=False):
        assert sceller_les_lettres() == 1
    assert list(fautes_des_lettres(MAINTENANT)) == []


def test_un_indu_annule_n_en_a_plus(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    annuler_indu(indu.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    with pytest.raises(ActionRefusee, match="annulé"):
        demander_lettre_indu(indu.pk, acteur=acteur(monde.conseiller))


def test_elle_s_enregistre_chez_le_partenaire_et_ne_se_recrit_plus(
    monde: Monde, autorite: Autorite
) -> None:
    trop_verse(monde)
    lettre = scellee(notifie(monde))
    partenaire = connecte(monde.passerelles.finances)
    page = reverse("paiements:indu", args=[lettre.indu_id])
    adresse = reverse("paiements:lettre_indu", args=[lettre.pk])
    assert adresse in partenaire.get(page).content.decode()
    recue = partenaire.get(adresse)
    assert b"".join(recue.streaming_content) == octets(lettre)
    assert f"indu-{lettre.reference}.pdf" in recue.headers["Content-Disposition"]
    demande = partenaire.post(reverse("paiements:demander_lettre_indu", args=[lettre.indu_id]))
    assert demande.headers["Location"] == page
    assert LettreIndu.objects.get() == lettre
    assert connecte(monde.voisins.finances).get(adresse).status_code == 404
    with pytest.raises(IntegrityError, match="lettre_indu_figee"), transaction.atomic():
        LettreIndu.objects.filter(pk=lettre.pk).update(empreinte="0" * 64)
