"""Real worker, real queue, real mail server: a campaign, ``kill -9``, outages."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import timezone

from habilitations.models import ActeHabilitation, Role
from habilitations.permissions import Acteur
from habilitations.services.invitations import Invite, accorder_a
from habilitations.tasks import etablir_acte
from portal import settings as reglages
from portal.relances.models import Envoi, Passage, Relance, ResumeHebdo
from portal.relances.tasks import travail_du_jour
from portal.socle import courriels
from portal.socle.models import ChaineJournal, Courriel, EtatCourriel
from portal.socle.tasks import expedier, tournee
from portal.socle.verification import premiere_rupture
from tests.courrier import Facteur, texte_de
from tests.monde import Monde
from tests.relances.campagnes import appelee, autre_er
from tests.relances.worker import REDIS_DEBIAN, Worker, attendre, file_d_attente

# Workers log in as in production: as the role that serves, behind the wall.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("derriere_le_mur"),
]
LOT = 12


class Atelier:
    """One queue, one mail server, and the workers started over them."""

    def __init__(self, pile: ExitStack, dossier: Path, binaire: str = "") -> None:
        self.pile, self.dossier = pile, dossier
        self.file = pile.enter_context(file_d_attente(dossier, binaire))
        self.facteur = Facteur().ouvrir()
        pile.callback(self.facteur.fermer)

    def embaucher(self) -> Worker:
        return self.embaucher_plusieurs(1)[0]

    def embaucher_plusieurs(self, nombre: int) -> list[Worker]:
        """They start together, which takes no longer than one."""
        workers = [self._demarrer() for _ in range(nombre)]
        return [worker.attendre_pret() for worker in workers]

    def _demarrer(self) -> Worker:
        journal = self.dossier / f"worker-{timezone.now().timestamp()}.log"
        worker = Worker(self.file, self.facteur.adresse, journal)
        self.pile.callback(worker.liberer)
        return worker


@pytest.fixture
def ouvrir() -> Iterator[Callable[..., Atelier]]:
    # A short folder: the path of a Unix socket has 107 bytes at most.
    with TemporaryDirectory(prefix="file-") as dossier, ExitStack() as pile:
        yield lambda binaire="": Atelier(pile, Path(dossier), binaire)


@pytest.fixture(autouse=True)
def _sans_file_commune(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests write is announced in their own queue only."""
    monkeypatch.setattr(courriels, "annoncer_apres_validation", lambda identifiants: None)


def deposer(nombre: int) -> list[int]:
    return [
        courriels.deposer(f"p{i}@exemple.test", f"Objet {i}", "Texte", annoncer=False).pk
        for i in range(nombre)
    ]


def resumes() -> int:
    """Weekly digests written to the adviser on the way."""
    return ResumeHebdo.objects.count()


def etats() -> set[str]:
    return set(Courriel.objects.values_list("etat", flat=True))


def comme_apres_un_quart_d_heure() -> None:
    """Claims held by the dead have run out."""
    Courriel.objects.filter(etat=EtatCourriel.EN_COURS).update(
        reserve_jusqu_a=timezone.now() - timedelta(seconds=1)
    )


def test_une_campagne_jour_apres_jour(monde: Monde, ouvrir: Callable[..., Atelier]) -> None:
    """Each day is given to the worker as beat does: it opens, chooses, sends. Some days twice."""
    # All to come: an e-mail of a day gone by would count for the day it leaves.
    echeance = timezone.localdate() + timedelta(days=40)
    appelee(
        monde,
        ouvre=echeance - timedelta(days=60),
        echeance=echeance,
        ferme=echeance + timedelta(days=30),
    )
    atelier = ouvrir()
    worker = atelier.embaucher()
    jours = [echeance + timedelta(days=e) for e in (-31, -30, -30, -29, -15, -7, -3, -1, 0, 1, 7)]
    for jour in jours:
        worker.confier(travail_du_jour, jour.isoformat())
        attendre(lambda jour=jour: Passage.objects.filter(jour=jour).count() == 2)
        attendre(lambda jour=jour: not Passage.objects.inacheves(jour).exists())
        worker.confier(tournee)
        attendre(lambda: etats() <= {EtatCourriel.ENVOYE})

    etapes = (-30, -15, -7, -1, 1, 7)
    assert Counter(Envoi.objects.values_list("jour", flat=True)) == {
        echeance + timedelta(days=e): 4
        for e in etapes  # « Les Voisins », called on the way, as well
    }
    rappels = [m for m in atelier.facteur.recus if monde.conseiller.email not in str(m["To"])]
    assert Relance.objects.count() == len(rappels) == 24
    assert len(atelier.facteur.identifiants()) == len(atelier.facteur.recus) == 24 + resumes()
    assert "Bonjour Alice Activité" in "".join(texte_de(m) for m in atelier.facteur.recus)


def test_kill_9_pendant_la_journee_d_une_caf(monde: Monde, ouvrir: Callable[..., Atelier]) -> None:
    """Killed at any moment of it: the next hour takes the Caf up, nobody is written to twice."""
    jour = timezone.localdate()
    dates = {"ouvre": jour - timedelta(days=45), "ferme": jour + timedelta(days=45)}
    for i in range(6):
        appelee(
            monde,
            echeance=jour + timedelta(days=15),
            equipement=autre_er(monde, f"ER {i}"),
            **dates,
        )
    atelier = ouvrir()
    premier = atelier.embaucher()
    premier.confier(travail_du_jour, jour.isoformat())
    attendre(lambda: Passage.objects.filter(commence_le__isnull=False).exists())
    premier.tuer()

    second = atelier.embaucher()
    second.confier(travail_du_jour, jour.isoformat())
    attendre(lambda: Passage.objects.filter(jour=jour).count() == 2)
    attendre(lambda: not Passage.objects.inacheves(jour).exists())
    ecrits = Counter(Envoi.objects.values_list("utilisateur", flat=True))
    assert set(ecrits.values()) == {1}
    assert monde.passerelles.activite.pk in ecrits
    assert Relance.objects.filter(utilisateur=monde.passerelles.activite).count() >= 6
    assert Courriel.objects.count() == Envoi.objects.count() + resumes()
    assert all(premiere_rupture(chaine) is None for chaine in ChaineJournal.objects.all())


def test_kill_9_au_milieu_d_un_lot(ouvrir: Callable[..., Atelier]) -> None:
    """Killed after a few e-mails, at any moment of one: a second worker ends the lot."""
    pks = deposer(LOT)
    atelier = ouvrir()
    atelier.facteur.lenteur = 0.2
    premier = atelier.embaucher()
    premier.confier(expedier, pks)
    attendre(lambda: len(atelier.facteur.recus) >= 4)
    premier.tuer()
    partis = Courriel.objects.filter(etat=EtatCourriel.ENVOYE).count()
    assert 3 <= partis <= LOT

    comme_apres_un_quart_d_heure()
    atelier.facteur.lenteur = 0.0
    second = atelier.embaucher()
    second.confier(tournee)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})

    recus = atelier.facteur
    assert len(set(recus.destinataires)) == LOT  # nobody is lost
    assert recus.identifiants() == set(Courriel.objects.values_list("message_id", flat=True))
    # Doubled at most: the one that was being handed over, under the same identifier.
    assert len(recus.recus) - LOT <= Courriel.objects.filter(reprises=1).count() <= 1


def test_kill_9_pendant_que_le_serveur_reflechit(ouvrir: Callable[..., Atelier]) -> None:
    """The worst moment: handed over, not answered. The server drops it, and it arrives once."""
    [pk] = deposer(1)
    atelier = ouvrir()
    atelier.facteur.lenteur = 30.0
    premier = atelier.embaucher()
    premier.confier(expedier, [pk])
    attendre(lambda: Courriel.objects.filter(remise_le__isnull=False).exists())
    premier.tuer()
    assert Courriel.objects.get().etat == EtatCourriel.EN_COURS

    # While the claim holds, nobody touches it: its holder could be slow rather than dead.
    atelier.facteur.lenteur = 0.0
    second = atelier.embaucher()
    second.confier(tournee)
    second.confier(expedier, [pk])
    comme_apres_un_quart_d_heure()
    second.confier(tournee)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})
    assert atelier.facteur.destinataires == ["p0@exemple.test"]
    assert Courriel.objects.get().reprises == 1


def test_deux_workers_et_un_serveur_qui_tombe_puis_revient(
    ouvrir: Callable[..., Atelier],
) -> None:
    pks = deposer(LOT)
    atelier = ouvrir()
    port = atelier.facteur.port
    atelier.facteur.fermer()
    workers = atelier.embaucher_plusieurs(2)
    for worker in workers:
        worker.confier(expedier, pks)
    attendre(lambda: etats() == {EtatCourriel.ECHEC})
    assert set(Courriel.objects.values_list("essais", flat=True)) == {1}
    assert all(c.prochain_essai_le > timezone.now() for c in Courriel.objects.all())

    atelier.facteur.ouvrir(port)
    Courriel.objects.update(prochain_essai_le=timezone.now())
    for worker in workers:
        worker.confier(tournee)
        worker.confier(expedier, pks)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})
    assert sorted(atelier.facteur.destinataires) == sorted(f"p{i}@exemple.test" for i in range(LOT))


@pytest.mark.skipif(REDIS_DEBIAN is None, reason="redis-server n’est pas installé")
def test_avec_le_redis_de_debian(ouvrir: Callable[..., Atelier], monde: Monde) -> None:
    jour = timezone.localdate()
    ecarts = {"ouvre": -45, "echeance": 15, "ferme": 45}
    dates = {nom: jour + timedelta(days=ecart) for nom, ecart in ecarts.items()}
    appelee(monde, **dates)
    atelier = ouvrir(REDIS_DEBIAN)
    worker = atelier.embaucher()
    worker.confier(travail_du_jour, jour.isoformat())
    attendre(lambda: Envoi.objects.count() == 4)
    worker.confier(tournee)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})
    assert len(atelier.facteur.recus) == 4


def test_l_acte_d_un_droit_accorde_est_etabli_et_scelle(
    monde: Monde, ouvrir: Callable[..., Atelier]
) -> None:
    """Two roles given one after the other, the task run for each: one act, sealed, on the disk."""
    worker = ouvrir().embaucher()
    ici = {"caf_id": monde.caf.pk, "gestionnaire_id": monde.passerelles.gestionnaire.pk}
    qui = Acteur(monde.responsable, timezone.now())
    droits = [
        accorder_a(
            Invite("zoe@exemple.test", "Zoé", "Zola"),
            **ici,
            role=role,
            equipements=None,
            du=qui.jour,
            au=None,
            acteur=qui,
        )
        for role in (Role.APPROBATEUR, Role.FOURNISSEUR_FINANCES)
    ]
    for droit in droits:
        worker.confier(etablir_acte, droit.pk)
    attendre(lambda: ActeHabilitation.objects.filter(document__isnull=False).exists())
    worker.confier(etablir_acte, droits[0].pk)
    worker.confier(tournee)
    attendre(lambda: etats() <= {EtatCourriel.ENVOYE})
    acte = ActeHabilitation.objects.select_related("document").get()
    assert len(acte.contenu["droits"]) == 2
    assert acte.demande_par == monde.responsable
    dossier = Path(reglages.STORAGES["documents"]["OPTIONS"]["location"])
    octets = (dossier / acte.document.chemin).read_bytes()
    assert sha256(octets).hexdigest() == acte.document.sha256
    assert octets.startswith(b"%PDF")
