"""What is withdrawn from a reminder that waits: nothing goes that is no longer true."""

from datetime import date, timedelta

import pytest

from declarations.models import Campagne, Declaration
from declarations.regles.calendrier import Fenetre
from declarations.regles.grille import ACTIVITE
from declarations.services.fenetres import fixer_fenetre
from habilitations.models import Habilitation
from portal.dossiers.models import Derogation
from portal.relances.services.decisions import lever_la_pause, suspendre
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur, texte_de
from tests.monde import DEBUT, MAINTENANT, Monde, acteur, changer
from tests.relances.attente import J1, J15, d_alice, ecrire, expedier, recus
from tests.relances.campagnes import appelee, signer

pytestmark = pytest.mark.django_db


class TestRetrait:
    """What is not true any more does not leave, says why, and leaves its step free."""

    def retires(self, monde: Monde) -> set[str]:
        return {c.erreur for c in Courriel.objects.filter(etat=EtatCourriel.RETIRE)}

    def test_l_echeance_reportee(self, monde: Monde, facteur: Facteur) -> None:
        appelee(monde)
        ecrire(J1)
        dates = Fenetre(date(2026, 1, 16), date(2026, 6, 30), date(2026, 7, 31))
        fixer_fenetre(monde.caf, "er", "reelle", 2025, dates)
        assert expedier(J1).retires == 2
        assert self.retires(monde) == {"L’échéance a changé avant l’envoi."}
        ecrire(date(2026, 5, 31))
        assert expedier(date(2026, 5, 31)).envoyes == 2
        assert recus(facteur, monde)[0].endswith("il reste 30 jours")

    def test_une_derogation_accordee(self, monde: Monde, facteur: Facteur) -> None:
        """Its steps replace those of the window: the latest one is told at once."""
        declaration = appelee(monde)
        ecrire(J1)
        _deroger(monde, declaration, date(2026, 4, 20))
        assert expedier(J1).envoyes == 2
        assert recus(facteur, monde)[0].endswith("il reste 21 jours")
        assert d_alice(monde) == [(-1, "L’échéance a changé avant l’envoi."), (-30, "")]

    def test_une_derogation_qui_a_pris_fin(self, monde: Monde, facteur: Facteur) -> None:
        declaration, fin = appelee(monde), date(2026, 5, 29)
        _deroger(monde, declaration, fin)
        ecrire(fin - timedelta(days=1))
        assert expedier(fin + timedelta(days=1), 2).envoyes == 2
        [message] = [m for m in facteur.recus if monde.passerelles.activite.email in str(m["To"])]
        assert "saisie close depuis le 29 mai 2026" in texte_de(message)
        assert "Seule une dérogation" in texte_de(message)

    def test_la_campagne_suspendue_puis_reprise(self, monde: Monde, facteur: Facteur) -> None:
        appelee(monde)
        ecrire(J15)
        campagne, conseiller = Campagne.objects.get(), acteur(monde.conseiller)
        suspendre(campagne, acteur=conseiller, motif="Panne du portail depuis hier.")
        assert expedier(J15).retires == 2
        assert self.retires(monde) == {
            "Les relances de cette campagne étaient suspendues au moment de l’envoi."
        }
        lever_la_pause(campagne, acteur=conseiller)
        ecrire(J15 + timedelta(days=1))
        assert expedier(J15 + timedelta(days=1)).envoyes == 2
        assert recus(facteur, monde)[0].endswith("il reste 14 jours")

    @pytest.mark.parametrize("changement", ["compte", "droit", "suspension"])
    def test_la_personne_n_en_a_plus_le_droit(
        self, monde: Monde, facteur: Facteur, changement: str
    ) -> None:
        appelee(monde)
        ecrire(J15)
        alice = monde.passerelles.activite
        droits = Habilitation.objects.filter(utilisateur=alice)
        if changement == "compte":
            alice.is_active = False
            alice.save()
        elif changement == "droit":
            changer(droits, au=DEBUT)
        else:
            changer(droits, suspendue_le=MAINTENANT, suspendue_motif="Départ")
        bilan = expedier(J15)
        assert (bilan.envoyes, bilan.retires) == (1, 1)
        assert recus(facteur, monde) == []

    def test_ce_qu_un_serveur_a_peut_etre_garde_n_est_pas_redit(
        self, monde: Monde, facteur: Facteur
    ) -> None:
        """Handed over, not answered: the step stays told, whatever comes after."""
        declaration = appelee(monde)
        ecrire(J15)
        facteur.coupe = True
        expedier(J15)
        facteur.coupe = False
        signer(declaration, ACTIVITE, monde.passerelles.activite)
        expedier(J15, 12)
        retire = Courriel.objects.get(etat=EtatCourriel.RETIRE)
        assert "il a pu arriver" in retire.erreur
        assert d_alice(monde) == [(-15, "")]


def _deroger(monde: Monde, declaration: Declaration, fin: date) -> None:
    Derogation.objects.create(
        dossier=declaration,
        motif="Sinistre",
        accordee_par=monde.conseiller,
        accordee_le=MAINTENANT,
        expire_le=fin,
    )
