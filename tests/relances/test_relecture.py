"""A reminder says what is true on the day it leaves: rewritten, completed or withdrawn."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connections

from declarations.models import Campagne
from declarations.regles.grille import ACTIVITE
from habilitations.models import Role
from portal.relances.models import Envoi, ReglageCampagne, Relance
from portal.relances.services.envoi import relancer
from portal.socle import courriels, expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur, texte_de
from tests.monde import MAINTENANT, Monde, habiliter
from tests.relances.attente import J1, J15, d_alice, ecrire, expedier, recus
from tests.relances.campagnes import ECHEANCE, a, appelee, autre_er, signer, terminer

pytestmark = pytest.mark.django_db


def test_ecrit_la_veille_et_envoye_le_jour_meme(monde: Monde, facteur: Facteur) -> None:
    """« Il reste 1 jour » on the last day would be false."""
    appelee(monde)
    ecrire(J1)
    assert Courriel.objects.filter(objet__endswith="il reste 1 jour").count() == 2

    assert expedier(ECHEANCE, 2).envoyes == 2

    assert recus(facteur, monde) == [
        "Réelle 2025, Espace de rencontre Les Passerelles : dernier jour aujourd’hui"
    ]
    assert "dernier jour aujourd’hui" in texte_de(facteur.recus[0], "html")
    assert d_alice(monde) == [(-1, "")]
    assert set(Envoi.objects.values_list("jour", flat=True)) == {ECHEANCE}  # it counts for that day
    ecrire(ECHEANCE)
    expedier(ECHEANCE)
    assert len(facteur.recus) == 2


def test_le_jour_meme_rien_ne_change(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    ecrire(J15)
    avant = dict(Courriel.objects.values_list("pk", "texte"))
    expedier(J15)
    assert dict(Courriel.objects.values_list("pk", "texte")) == avant
    assert not Courriel.objects.filter(reecrit_le__isnull=False).exists()


def test_l_etape_suivante_venue_pendant_la_panne(monde: Monde, facteur: Facteur) -> None:
    """Down for two days: one e-mail, which says how late it is; J-1 is told as withdrawn."""
    appelee(monde)
    ecrire(J1)
    lendemain = ECHEANCE + timedelta(days=1)
    assert expedier(lendemain, 3).envoyes == 2
    assert recus(facteur, monde)[0].endswith("en retard de 1 jour")
    assert d_alice(monde) == [(-1, "L’étape J+1 est venue avant l’envoi."), (1, "")]
    ecrire(lendemain)
    expedier(lendemain)
    assert len(facteur.recus) == 2


def test_le_passage_du_jour_remplace_ce_qui_attend(monde: Monde, facteur: Facteur) -> None:
    """The server comes back after the run of a step: one e-mail for each, that of the day."""
    appelee(monde)
    ecrire(J1)
    lendemain = ECHEANCE + timedelta(days=1)
    ecrire(lendemain)
    assert expedier(lendemain).envoyes == 2
    assert len(recus(facteur, monde)) == 1
    retires = Courriel.objects.filter(etat=EtatCourriel.RETIRE)
    assert {c.erreur for c in retires} == {"Remplacé par le courriel du 1er avril 2026."}
    assert d_alice(monde) == [(-1, "Remplacé par le courriel du 1er avril 2026."), (1, "")]


def test_ce_qui_attend_et_ce_qui_vient_font_un_seul_courriel(
    monde: Monde, facteur: Facteur
) -> None:
    """A second file is due the next day: its e-mail says the first one too."""
    appelee(monde)
    ecrire(J15)
    appelee(monde, equipement=autre_er(monde))
    ecrire(J15 + timedelta(days=1))
    expedier(J15 + timedelta(days=1))
    assert recus(facteur, monde) == [
        "À faire : 2 déclarations, dont Réelle 2025, Espace de rencontre du Port "
        "(il reste 14 jours)"
    ]
    vivantes = Relance.objects.reglees().filter(utilisateur=monde.passerelles.activite)
    assert vivantes.count() == 2


def test_un_dossier_fini_sur_deux(monde: Monde, facteur: Facteur) -> None:
    fini, reste = appelee(monde), appelee(monde, equipement=autre_er(monde))
    ecrire(J15)
    terminer(fini)
    assert expedier(J15).envoyes == 2
    [message] = [m for m in facteur.recus if monde.passerelles.activite.email in str(m["To"])]
    assert "Les Passerelles" not in texte_de(message)
    assert "Espace de rencontre du Port" in texte_de(message)
    retirees = Relance.objects.exclude(retiree_le=None)
    assert {r.dossier_id for r in retirees} == {fini.pk}
    assert "Plus rien n’était attendu" in retirees[0].retiree_motif
    assert Relance.objects.reglees().filter(dossier=reste).count() == 2


def test_ce_qui_manque_a_change(monde: Monde, facteur: Facteur) -> None:
    """Fabien signed meanwhile, Alice has typed something: « compléter », no longer « saisir »."""
    declaration = appelee(monde)
    ecrire(J15)
    declaration.version_courante.volets.filter(nature=ACTIVITE).update(
        modifie_le=MAINTENANT, modifie_par=monde.passerelles.activite
    )
    expedier(J15)
    [message] = [m for m in facteur.recus if monde.passerelles.activite.email in str(m["To"])]
    assert "Compléter et signer les données d’activité" in texte_de(message)
    relance = Relance.objects.get(utilisateur=monde.passerelles.activite)
    assert relance.manque == "Compléter et signer les données d’activité"


def test_une_partie_de_ce_qu_un_serveur_a_peut_etre_garde(monde: Monde, facteur: Facteur) -> None:
    """One file of two is finished: the other is said again, and neither step is set free."""
    fini, autre = appelee(monde), autre_er(monde)
    appelee(monde, equipement=autre)
    ecrire(J15)
    facteur.coupe = True
    expedier(J15)
    facteur.coupe = False
    signer(fini, ACTIVITE, monde.passerelles.activite)
    expedier(J15, 12)
    dernier = [m for m in facteur.recus if monde.passerelles.activite.email in str(m["To"])][-1]
    assert "Les Passerelles" not in texte_de(dernier)
    assert d_alice(monde) == [(-15, ""), (-15, "")]


def test_l_adresse_changee_entre_temps(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    ecrire(J15)
    monde.passerelles.activite.email = "alice@nouvelle.test"
    monde.passerelles.activite.save()
    expedier(J15)
    assert "alice@nouvelle.test" in facteur.destinataires
    assert Envoi.objects.filter(courriel__destinataire="alice@nouvelle.test").exists()


def test_une_relance_envoyee_d_avance_garde_son_etape(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    jour = date(2026, 3, 20)
    with time_machine.travel(a(jour), tick=False):
        relancer(jour, pour=date(2026, 3, 24))
    expedier(date(2026, 3, 21), 3)
    assert d_alice(monde) == [(-7, "")]
    assert recus(facteur, monde)[0].endswith("il reste 10 jours")
    ecrire(date(2026, 3, 24))
    assert expedier(date(2026, 3, 24)).envoyes == 0


def test_un_essai_demande_des_jours_apres(monde: Monde, facteur: Facteur) -> None:
    """Given up, then sent again by an adviser when a later e-mail has been written already."""
    appelee(monde)
    ecrire(J15)
    Courriel.objects.update(etat=EtatCourriel.ABANDONNE, erreur="Adresse refusée.")
    j7 = date(2026, 3, 24)
    ecrire(j7)
    expedier(j7)
    for courriel in Courriel.objects.filter(etat=EtatCourriel.ABANDONNE):
        courriels.reessayer(courriel)
    assert expedier(j7, 15).retires == 2
    assert len(recus(facteur, monde)) == 1
    assert d_alice(monde) == [
        (-15, "Un autre courriel de rappel a été écrit à cette personne ce jour-là."),
        (-7, ""),
    ]


@pytest.mark.django_db(transaction=True)
def test_le_passage_et_l_envoi_a_la_fois(monde: Monde, facteur: Facteur) -> None:
    """Whichever comes first, each person has one e-mail and no step told twice."""
    appelee(monde)
    ecrire(J1)
    lendemain = ECHEANCE + timedelta(days=1)
    depart = threading.Barrier(2)
    pks = list(Courriel.objects.values_list("pk", flat=True))

    def passer() -> None:
        depart.wait(10)
        relancer(lendemain)
        connections["default"].close()

    def envoyer() -> None:
        depart.wait(10)
        expedition.expedier(pks)
        connections["default"].close()

    with time_machine.travel(a(lendemain), tick=False):
        fils = [threading.Thread(target=f) for f in (passer, envoyer)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join(30)
    expedier(lendemain)
    expedier(lendemain + timedelta(days=1))
    ecrire(lendemain + timedelta(days=1))
    expedier(lendemain + timedelta(days=1))
    assert len(recus(facteur, monde)) == 1
    vivantes = Relance.objects.reglees().filter(utilisateur=monde.passerelles.activite)
    assert [r.etape for r in vivantes if r.envoi.courriel.etat == EtatCourriel.ENVOYE] == [1]


def test_la_phrase_ajoutee_entre_temps(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    ecrire(J15)
    ReglageCampagne.objects.create(campagne=Campagne.objects.get(), phrase="Permanence mardi.")
    expedier(J15)
    assert "Permanence mardi." in texte_de(facteur.recus[0])


def test_une_personne_de_deux_partenaires_relue_une_fois(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    appelee(monde, equipement=monde.er_voisin)
    habiliter(
        monde.passerelles.activite, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES
    )
    ecrire(J1)
    expedier(ECHEANCE, 2)
    [objet] = recus(facteur, monde)
    assert "2 déclarations" in objet
