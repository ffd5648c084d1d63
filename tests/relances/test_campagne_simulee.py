"""A whole campaign, day by day, for each kind of équipement, on the clock of Paris."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.utils import timezone

from declarations.regles.calendrier import Fenetre
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services.fenetres import fixer_fenetre
from portal.dossiers.models import Derogation
from portal.relances.services.journee import faire_la_journee
from portal.socle import expedition
from tests.courrier import Facteur, texte_de
from tests.monde import MAINTENANT, Monde
from tests.relances.campagnes import ECHEANCE, a, appelee, signer, terminer

pytestmark = pytest.mark.django_db
ETAPES = (-30, -15, -7, -1, 1, 7)


def rappels(facteur: Facteur) -> list[EmailMessage]:
    """What « Les Passerelles » received: neither « Les Voisins » nor the adviser's digests."""
    return [m for m in facteur.recus if ".p@" in str(m["To"])]


def jouer(jour: date, facteur: Facteur) -> dict[str, str]:
    """The day's work and its sending; who was written to, and the subject."""
    deja = len(rappels(facteur))
    with time_machine.travel(a(jour), tick=False):
        faire_la_journee(jour)
        for lot in expedition.lots_en_attente(timezone.now()):
            expedition.expedier(lot)
    ecrits = rappels(facteur)[deja:]
    return {str(m["To"]).split(".")[0]: str(m["Subject"]) for m in ecrits}


def jours_d_ecriture(facteur: Facteur, jours: list[date]) -> list[date]:
    """The days, among these, on which somebody was written to."""
    return [jour for jour in jours if jouer(jour, facteur)]


def autour(echeance: date) -> list[date]:
    """Each step of a deadline, the day before and the day after."""
    ecarts = sorted({e + d for e in ETAPES for d in (-1, 0, 1)})
    return [echeance + timedelta(days=e) for e in ecarts]


@pytest.mark.parametrize(
    ("dispositif", "echeance", "ferme"),
    [
        ("er", ECHEANCE, ECHEANCE + timedelta(days=30)),
        ("cct", ECHEANCE, ECHEANCE + timedelta(days=30)),
        ("clas", date(2026, 7, 15), date(2026, 7, 15)),
    ],
)
def test_jour_apres_jour(
    monde: Monde, facteur: Facteur, dispositif: str, echeance: date, ferme: date
) -> None:
    """Alice signs five days before, Fabien is late, Agathe sends nine days after."""
    ouvre = echeance - timedelta(days=31)
    declaration = appelee(monde, dispositif, ouvre=ouvre, echeance=echeance, ferme=ferme)
    recu: dict[int, dict[str, str]] = {}
    for ecart in range(-31, 45):
        if ecart == -5:
            signer(declaration, ACTIVITE, monde.passerelles.activite)
        if ecart == 5:
            signer(declaration, FINANCES, monde.passerelles.finances)
        if ecart == 9:
            terminer(declaration)
        if ecrits := jouer(echeance + timedelta(days=ecart), facteur):
            recu[ecart] = ecrits

    assert {ecart: sorted(qui) for ecart, qui in recu.items()} == {
        -30: ["activite", "finances"],
        -15: ["activite", "finances"],
        -7: ["activite", "finances"],
        -1: ["finances"],
        1: ["finances"],
        5: ["approbateur"],  # her turn has come, the last step is still to be told her
        7: ["approbateur"],
    }
    clos = dispositif == "clas"
    assert recu[-30]["activite"].endswith("il reste 30 jours")
    assert recu[-1]["finances"].endswith("il reste 1 jour")
    assert ("saisie close depuis" if clos else "en retard de 1 jour") in recu[1]["finances"]
    assert len(facteur.identifiants()) == len(facteur.recus)


def test_la_nuit_de_l_heure_d_ete(monde: Monde, facteur: Facteur) -> None:
    """29 March 2026 has 23 hours: days are those of Paris, not of the server's clock."""
    appelee(monde)
    jouer(date(2026, 3, 24), facteur)
    instants = {
        datetime(2026, 3, 28, 22, 59, tzinfo=UTC): 0,  # 28 March, 23:59 in Paris, winter time
        datetime(2026, 3, 28, 23, 1, tzinfo=UTC): 0,  # 29 March, 00:01
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC): 0,  # 01:59, one minute before the jump
        datetime(2026, 3, 29, 1, 1, tzinfo=UTC): 0,  # 03:01, summer time
        datetime(2026, 3, 29, 21, 59, tzinfo=UTC): 0,  # 29 March, 23:59
        datetime(2026, 3, 29, 22, 1, tzinfo=UTC): 4,  # 30 March, 00:01: the day before
        datetime(2026, 3, 30, 21, 59, tzinfo=UTC): 0,
        datetime(2026, 3, 31, 21, 59, tzinfo=UTC): 0,  # 31 March, 23:59: the deadline itself
        datetime(2026, 3, 31, 22, 1, tzinfo=UTC): 4,  # 1 April, 00:01: the day after
    }
    for instant, attendus in instants.items():
        with time_machine.travel(instant, tick=False):
            assert faire_la_journee(timezone.localdate()).rappels == attendus, instant


def test_une_annee_bissextile(monde: Monde, facteur: Facteur) -> None:
    appelee(
        monde,
        annee=2027,
        ouvre=date(2028, 1, 16),
        echeance=date(2028, 3, 15),
        ferme=date(2028, 4, 15),
    )
    jours = [date(2028, 2, 13) + timedelta(days=i) for i in range(18)]
    assert jours_d_ecriture(facteur, jours) == [date(2028, 2, 14), date(2028, 2, 29)]


def test_une_echeance_qui_change_en_cours_de_route(monde: Monde, facteur: Facteur) -> None:
    """Put off on 25 March: the steps of the new date, none of the old one any more."""
    appelee(monde)
    avant = [j for j in autour(ECHEANCE) if j < date(2026, 3, 25)]
    assert jours_d_ecriture(facteur, avant) == [
        date(2026, 3, 1),
        date(2026, 3, 16),
        date(2026, 3, 24),
    ]
    dates = Fenetre(date(2026, 1, 16), date(2026, 4, 20), date(2026, 5, 20))
    fixer_fenetre(monde.caf, "er", "reelle", 2025, dates)
    anciens = [j for j in autour(ECHEANCE) if j >= date(2026, 3, 25)]
    nouveaux = [j for j in autour(date(2026, 4, 20)) if j >= date(2026, 3, 25)]
    assert jours_d_ecriture(facteur, sorted({*anciens, *nouveaux})) == [
        date(2026, 3, 25),  # the new deadline is told at once: its J-30 was four days before
        date(2026, 4, 5),
        date(2026, 4, 13),
        date(2026, 4, 19),
        date(2026, 4, 21),
        date(2026, 4, 27),
    ]
    assert "20 avril 2026" in texte_de(rappels(facteur)[-1])


def test_une_derogation_en_cours_de_route(monde: Monde, facteur: Facteur) -> None:
    declaration = appelee(monde)
    for jour in (date(2026, 3, 24), date(2026, 3, 30), date(2026, 4, 1), date(2026, 4, 7)):
        assert len(jouer(jour, facteur)) == 2
    Derogation.objects.create(
        dossier=declaration,
        motif="Sinistre dans les locaux",
        accordee_par=monde.conseiller,
        accordee_le=MAINTENANT,
        expire_le=date(2026, 5, 29),
    )
    fin = date(2026, 5, 29)
    ecrits = jours_d_ecriture(facteur, autour(fin))
    assert ecrits == [fin + timedelta(days=e) for e in ETAPES]
    assert "Dérogation jusqu’au 29 mai 2026" in texte_de(rappels(facteur)[-5])
    assert "Seule une dérogation" in texte_de(rappels(facteur)[-1])


def test_un_arret_de_dix_jours(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    assert len(jouer(date(2026, 3, 15), facteur)) == 2  # J-30, caught up
    assert len(jouer(date(2026, 3, 25), facteur)) == 2  # J-15 is skipped, J-7 caught up
    assert jouer(date(2026, 3, 26), facteur) == {}
    assert "il reste 6 jours" in str(rappels(facteur)[-1]["Subject"])
