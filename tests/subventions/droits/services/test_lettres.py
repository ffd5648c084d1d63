"""A letter tells a definitive right with its steps, sealed once, and made again when it changes."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from portal.socle.cachets.verification import Verdict, verifier_cachet
from portal.socle.documents import stockage
from portal.socle.formats import euros
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from subventions.droits.services.lettres import demander_lettre
from subventions.models import Droit, LettreDroit
from subventions.services.lettres import motif_du_cachet
from subventions.services.verification import fautes_des_lettres
from subventions.tasks import sceller_les_lettres, sceller_lettre
from tests.cachets import Autorite, pdfsig, sans_poppler
from tests.declarations.cct import declaration_cct
from tests.declarations.pdf import compact, texte_de
from tests.declarations.remplir import jusqu_a
from tests.declarations.salaires import chiffres
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import MOTIF, decider, droit_de


def scellee(droit: Droit, qui: object) -> LettreDroit:
    lettre = demander_lettre(droit.pk, acteur=acteur(qui))
    with time_machine.travel(MAINTENANT, tick=False):
        assert sceller_lettre("droit", lettre.pk)
    return LettreDroit.objects.select_related("document").get(pk=lettre.pk)


def octets(lettre: LettreDroit) -> bytes:
    with stockage().open(lettre.document.chemin) as fichier:
        return fichier.read()


def test_elle_dit_le_droit_son_calcul_et_la_decision(monde: Monde, autorite: Autorite) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde, "-500.00")
    lettre = scellee(droit, monde.passerelles.approbateur)
    lue = compact(texte_de(octets(lettre)))
    for attendu in (
        "Droit réel 2025",
        euros(droit.calcul.montant),
        euros(decision.montant_accepte),
        MOTIF,
        str(monde.conseiller),
        lettre.reference,
        lettre.empreinte,
        *(etape.libelle for etape in droit.calcul.estimation.etapes[:-1]),
        "Montant calculé",
    ):
        assert compact(str(attendu)) in lue, attendu
    constat = verifier_cachet(octets(lettre), MAINTENANT)
    assert (constat.verdict, constat.par) == (Verdict.VALIDE, "Caf de la Savoie")
    assert constat.motif == motif_du_cachet(lettre)
    actions = LigneJournal.objects.sur(lettre).values_list("action", flat=True)
    assert sorted(actions) == ["droit.lettre_demandee", "droit.lettre_scellee"]


@sans_poppler
def test_pdfsig_lit_son_cachet(monde: Monde, autorite: Autorite, tmp_path: Path) -> None:
    lu = pdfsig(tmp_path, octets(scellee(droit_de(monde), monde.conseiller)))
    assert "Signature is Valid." in lu
    assert "Total document signed" in lu


def test_la_meme_tant_que_le_droit_ne_change_pas(monde: Monde, autorite: Autorite) -> None:
    droit = droit_de(monde)
    premiere = scellee(droit, monde.conseiller)
    assert demander_lettre(droit.pk, acteur=acteur(monde.passerelles.activite)) == premiere
    decider(droit, monde, "-500.00")
    autre = demander_lettre(droit.pk, acteur=acteur(monde.conseiller))
    assert autre.reference != premiere.reference
    assert not autre.est_scellee
    with time_machine.travel(MAINTENANT, tick=False):
        assert sceller_les_lettres() == 1


def test_une_lettre_alteree_ou_qui_attend_trop_est_trouvee(
    monde: Monde, autorite: Autorite
) -> None:
    lettre = demander_lettre(droit_de(monde).pk, acteur=acteur(monde.conseiller))
    assert list(fautes_des_lettres(MAINTENANT)) == []
    (attente,) = fautes_des_lettres(MAINTENANT + timedelta(days=2))
    assert "attend son cachet" in attente.raison
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("ALTER TABLE subventions_lettredroit DISABLE TRIGGER USER")
        curseur.execute(
            "UPDATE subventions_lettredroit SET contenu = jsonb_set(contenu, '{dit,retenu}', %s)",
            ['"1.00"'],
        )
        curseur.execute("ALTER TABLE subventions_lettredroit ENABLE TRIGGER USER")
    (alteree,) = fautes_des_lettres(MAINTENANT)
    assert alteree.objet == lettre.reference


def test_un_droit_provisoire_n_a_pas_de_lettre(monde: Monde) -> None:
    droit = droit_de(monde, "transmise")
    with pytest.raises(ActionRefusee, match="n’a pas encore validé"):
        demander_lettre(droit.pk, acteur=acteur(monde.conseiller))


def test_qui_ne_lit_pas_les_montants_n_en_a_pas(monde: Monde, client: Client, fige: None) -> None:
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, "validee", changements=chiffres(declaration, saisies))
    droit = Droit.objects.get()
    lettre = demander_lettre(droit.pk, acteur=acteur(monde.passerelles.finances))
    client.force_login(monde.passerelles.activite)
    demande = client.post(reverse("droits:demander_lettre", args=[droit.pk]))
    assert demande.status_code == 403
    assert client.get(reverse("droits:lettre", args=[lettre.pk])).status_code == 404


def test_scellee_elle_s_enregistre_et_ne_se_recrit_plus(
    monde: Monde, autorite: Autorite, client: Client, fige: None
) -> None:
    droit = droit_de(monde)
    lettre = scellee(droit, monde.passerelles.activite)
    client.force_login(monde.passerelles.finances)
    page = client.get(reverse("droits:dossier", args=[droit.equipement_id, droit.annee]))
    adresse = reverse("droits:lettre", args=[lettre.pk])
    assert adresse in page.content.decode()
    reponse = client.get(adresse)
    assert b"".join(reponse.streaming_content) == octets(lettre)
    assert f"droit-{lettre.reference}.pdf" in reponse.headers["Content-Disposition"]
    with pytest.raises(IntegrityError, match="lettre_droit_figee"), transaction.atomic():
        LettreDroit.objects.filter(pk=lettre.pk).update(empreinte="0" * 64)
