"""The run of a day goes through people by lots: the plan of the whole country is never held."""

import threading
from datetime import date

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from habilitations.models import Role
from portal.relances.models import Envoi, Relance
from portal.relances.services import envoi
from portal.relances.services.decisions import ecarter
from portal.relances.services.envoi import relancer
from portal.relances.services.lettres import a_envoyer
from portal.relances.services.plan import declarants, plan
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.refus import ActionRefusee
from tests.monde import MAINTENANT, Monde, acteur, adherer, habiliter, personne
from tests.relances.campagnes import appelee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

J15 = date(2026, 3, 16)


@pytest.mark.parametrize("lot", [1, 2, 500])
def test_chacun_a_le_meme_courriel_quel_que_soit_le_lot(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, lot: int
) -> None:
    """One of the people declares for two partners: one e-mail all the same."""
    appelee(monde)
    appelee(monde, equipement=monde.er_voisin)
    habiliter(
        monde.passerelles.activite, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES
    )
    attendus = {x.destinataire: len(x.objets) for x in a_envoyer(plan(J15))}
    assert sorted(attendus.values()) == [1, 1, 1, 2]
    tailles: list[int] = []

    def dessiner(jour: date, **options: object):
        tailles.append(len(options["personnes"]))
        return plan(jour, **options)

    monkeypatch.setattr(envoi, "LOT", lot)
    monkeypatch.setattr(envoi, "plan", dessiner)
    assert len(relancer(J15).courriels) == 4
    assert 0 < max(tailles) <= lot
    ecrits = Relance.objects.values_list("utilisateur", flat=True)
    assert {qui: list(ecrits).count(qui.pk) for qui in attendus} == attendus


def test_chacun_est_d_une_caf_et_d_une_seule(monde: Monde) -> None:
    """Alice declares at both Cafs: the first writes to her, about all of it."""
    appelee(monde)
    adherer(monde.autre_caf, monde.passerelles.gestionnaire)
    habiliter(
        monde.passerelles.activite,
        monde.passerelles.gestionnaire,
        monde.autre_caf,
        Role.FOURNISSEUR_ACTIVITE,
    )
    ici, ailleurs = (declarants(J15, caf.pk) for caf in (monde.caf, monde.autre_caf))
    assert sorted(ici + ailleurs) == sorted(declarants(J15))
    assert not set(ici) & set(ailleurs)
    assert ailleurs == []

    assert relancer(J15, caf_id=monde.autre_caf.pk).courriels == []
    assert len(relancer(J15, caf_id=monde.caf.pk).courriels) == 2


def test_le_nombre_de_requetes_ne_suit_pas_celui_des_personnes(monde: Monde) -> None:
    appelee(monde)
    with CaptureQueriesContext(connection) as deux:
        relancer(J15)
    Courriel.objects.update(etat=EtatCourriel.ENVOYE, envoye_le=MAINTENANT)
    for i in range(10):
        qui = personne(f"autre{i}", f"Autre{i}")
        habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    with CaptureQueriesContext(connection) as dix:
        bilan = relancer(date(2026, 3, 24))
    assert len(bilan.courriels) == 12
    assert len(dix) <= len(deux) <= 33


def test_un_lot_qui_echoue_se_reprend_une_personne_a_la_fois(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed or refused as it commits: the rows of the lot are not there, nothing is announced."""
    appelee(monde)
    vrai, essais = envoi._ecrire, []

    def ecrire(lettres: list, ordre: object) -> list:
        ecrits = vrai(lettres, ordre)
        essais.append(len(lettres))
        if len(essais) == 1:
            raise RuntimeError("coupure")
        return ecrits

    monkeypatch.setattr(envoi, "_ecrire", ecrire)
    bilan = relancer(J15)
    assert (len(bilan.courriels), bilan.erreurs) == (2, 0)
    assert Courriel.objects.count() == Envoi.objects.count() == 2
    assert essais[0] == 2


@pytest.mark.django_db(transaction=True)
def test_ecarter_pendant_le_passage_est_respecte(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The adviser decides while the plan is drawn: seen there, or refused; never both."""
    declaration = appelee(monde)
    alice = monde.passerelles.activite
    [lettre] = [x for x in plan(J15) if x.destinataire == alice]
    issue: list[str] = []
    vrai = envoi.plan

    def decider() -> None:
        try:
            ecarter(
                lettre.objets[0],
                acteur=acteur(monde.conseiller),
                motif="Vue hier au téléphone, elle termine demain.",
            )
            issue.append("ecartee")
        except ActionRefusee:
            issue.append("partie")
        finally:
            connections["default"].close()

    fil = threading.Thread(target=decider)

    def dessiner(jour: date, **options: object):
        if not fil.ident:
            fil.start()
            fil.join(1)
        return vrai(jour, **options)

    monkeypatch.setattr(envoi, "plan", dessiner)
    relancer(J15)
    fil.join(30)
    [relance] = Relance.objects.filter(utilisateur=alice, dossier=declaration)
    assert issue == ["partie" if relance.envoi_id else "ecartee"]
