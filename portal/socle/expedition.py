"""Sending e-mails: claimed, handed over, told; docs/decisions/0012-envoi-des-courriels.md.

Each step is one conditional UPDATE that must touch exactly one row, committed at once: whoever is
killed between two steps leaves a row that says how far it went.
"""

import logging
import smtplib
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.socle import retenues
from portal.socle.composition import attente, composer
from portal.socle.courriels import LOT
from portal.socle.issues_courriels import noter_echec, noter_envoye, reporter
from portal.socle.mesures.compteurs import compter_courriel
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.models.courriels import EN_ATTENTE
from portal.socle.relecture import ReservationPerdue, relire, relire_ensemble
from portal.socle.smtp import RemiseSmtp, a_repondu, dire, est_definitif

journal_technique = logging.getLogger(__name__)

# Life of a claim: longer than any task may last (tasks.DUREE_MAX), so its holder is dead.
RESERVATION = timedelta(minutes=15)
# A lot stops there and leaves the rest to the next round: servers can be slow.
DUREE_LOT = 240.0
# Claimed and read again together: a sender that dies holds as many back until its claim is over.
ENSEMBLE = 10
# Seconds for which what was read with others holds: a quick server takes them all meanwhile.
FRAICHEUR = 5.0

# Refusals that a mail server, or its absence, may bring; anything else is a fault of ours.
PANNES = (OSError, ValueError)
# What a failure counts with; the claim stays the one this sender holds.
SUIVI = ["essais", "reprises", "remise_le", "echecs"]
DEFINITIF = " – refus définitif : vérifiez l’adresse avant de le renvoyer."
ILLISIBLE = "Le portail n’a pas pu préparer ce courriel ; l’incident est noté."


@dataclass
class Bilan:
    """What a lot came to."""

    envoyes: int = 0
    echecs: int = 0
    retires: int = 0
    reportes: int = 0
    laisses: list[int] = field(default_factory=list)


def lots_en_attente(maintenant: datetime) -> list[list[int]]:
    """Ids to send now, by lots, after giving back what dead senders had claimed."""
    rendre_les_interrompus(maintenant)
    libres = Courriel.objects.prets(maintenant).libres(retenues.en_cours())
    prets = list(libres.values_list("pk", flat=True))
    return [prets[debut : debut + LOT] for debut in range(0, len(prets), LOT)]


def rendre_les_interrompus(maintenant: datetime) -> int:
    """Take e-mails back from senders that died; return how many.

    Killed before the handover: nothing was accepted, it is sent again. Killed during it: nobody can
    know, it is sent again once under the same Message-ID, then given up rather than repeated.
    """
    rendus = 0
    for courriel in Courriel.objects.interrompus(maintenant):
        raison = "L’expéditeur s’est arrêté pendant l’envoi."
        rendus += noter_echec(courriel, raison, maintenant, delai=timedelta(0))
    return rendus


def expedier(identifiants: Sequence[int]) -> Bilan:
    """Send these e-mails over one connection; those claimed by others or not ready are left.

    When the server cannot be reached, the failure is that of the whole lot: nobody waits for the
    same silence twenty times.
    """
    bilan, debut = Bilan(), time.monotonic()
    with _Guichet() as guichet:
        for rang in range(0, len(identifiants), ENSEMBLE):
            suivants = identifiants[rang : rang + ENSEMBLE]
            if time.monotonic() - debut > DUREE_LOT:
                bilan.laisses += suivants
                continue
            reserves = guichet.relire(reserver(suivants), bilan)
            for place, courriel in enumerate(reserves):
                if time.monotonic() - debut > DUREE_LOT:
                    bilan.laisses += rendre(reserves[place:])
                    break
                guichet.traiter(courriel, bilan)
    return bilan


def reserver(identifiants: Sequence[int]) -> list[Courriel]:
    """Claim those whose turn has come, in the order given; those that others hold are left."""
    maintenant, cle = timezone.now(), uuid4()
    prets = (
        Courriel.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk__in=identifiants, etat__in=EN_ATTENTE, prochain_essai_le__lte=maintenant)
        .libres(retenues.en_cours())
        .order_by("pk")
    )
    with transaction.atomic():
        pks = list(prets.values_list("pk", flat=True))
        Courriel.objects.filter(pk__in=pks).update(
            etat=EtatCourriel.EN_COURS,
            reservation=cle,
            reserve_jusqu_a=maintenant + RESERVATION,
            remise_le=None,
            essais=F("essais") + 1,
        )
    lus = Courriel.objects.in_bulk(pks)
    return [lus[pk] for pk in dict.fromkeys(identifiants) if pk in lus]


def rendre(courriels: Sequence[Courriel]) -> list[int]:
    """Give up claims that nothing was done under: each is as it was before. Return whose."""
    rendus = []
    for courriel in courriels:
        nos = Courriel.objects.filter(pk=courriel.pk, reservation=courriel.reservation)
        if nos.update(
            etat=EtatCourriel.ECHEC if courriel.erreur else EtatCourriel.A_ENVOYER,
            reservation=None,
            reserve_jusqu_a=None,
            essais=courriel.essais - 1,
        ):
            rendus.append(courriel.pk)
    return rendus


class _Guichet:
    """One connection to the mail server, opened for the first e-mail, closed after the last."""

    def __init__(self) -> None:
        self.connexion: Any = None
        self.panne: Exception | None = None
        self.relus: set[int] = set()
        self.relus_a = 0.0

    def __enter__(self) -> "_Guichet":
        return self

    def __exit__(self, *exception: object) -> None:
        if self.connexion is not None:
            with suppress(*PANNES):
                self.connexion.close()

    def relire(self, courriels: list[Courriel], bilan: Bilan) -> list[Courriel]:
        """Read claimed e-mails again, those that can be together; return those not withdrawn.

        Once the line is open, as for each of them. Where it fails, each is read by itself.
        """
        try:
            self._ouvrir()
            partent = relire_ensemble(courriels, timezone.now())
        except Exception as erreur:
            journal_technique.warning("%s courriels relus un à un : %s", len(courriels), erreur)
            return courriels
        self.relus, self.relus_a = set(partent), time.monotonic()
        restent = [c for c in courriels if partent.get(c.pk, True)]
        for _ in range(len(courriels) - len(restent)):
            _compter_le_retrait(bilan)
        return restent

    def traiter(self, courriel: Courriel, bilan: Bilan) -> None:
        """Send one claimed e-mail, or write down why it did not leave.

        It is read again once the line is open: nothing slow stands between that and the handover.
        """
        try:
            self._ouvrir()
            if not self._est_frais(courriel) and not relire(courriel, timezone.now()):
                _compter_le_retrait(bilan)
                return
            if jusque := attente(courriel, timezone.now()):
                bilan.reportes += reporter(courriel, jusque)
                return
            self._remettre(courriel)
        except ReservationPerdue:
            self._rompre()
        except PANNES as erreur:
            self._rompre()
            journal_technique.warning("courriel %s non envoyé : %s", courriel.pk, dire(erreur))
            courriel.refresh_from_db(fields=SUIVI)
            if a_repondu(erreur):
                courriel.remise_le = None
            definitif = est_definitif(erreur)
            raison = dire(erreur) + (DEFINITIF if definitif else "")
            bilan.echecs += noter_echec(courriel, raison, timezone.now(), definitif=definitif)
        except Exception:
            # A fault of ours, in one e-mail: the others of the lot leave all the same.
            self._rompre()
            journal_technique.exception("courriel %s : relecture ou composition", courriel.pk)
            courriel.refresh_from_db(fields=SUIVI)
            bilan.echecs += noter_echec(courriel, ILLISIBLE, timezone.now())
        else:
            bilan.envoyes += noter_envoye(courriel)

    def _est_frais(self, courriel: Courriel) -> bool:
        """Was it read with others, and only just?"""
        return courriel.pk in self.relus and time.monotonic() - self.relus_a < FRAICHEUR

    def _ouvrir(self) -> None:
        if self.panne:
            raise self.panne
        if self.connexion is None:
            self.connexion = get_connection(fail_silently=False)
        try:
            self.connexion.open()
        except PANNES as erreur:
            self.panne = erreur
            raise

    def _remettre(self, courriel: Courriel) -> None:
        message = composer(courriel, self.connexion)
        if isinstance(self.connexion, RemiseSmtp):
            self.connexion.avant_remise = lambda: _commencer_la_remise(courriel)
        else:
            _commencer_la_remise(courriel)
        message.send()

    def _rompre(self) -> None:
        """Drop the line without a word: in the middle of a message « QUIT » would be its text."""
        ligne = getattr(self.connexion, "connection", None)
        if isinstance(ligne, smtplib.SMTP):
            ligne.close()
            self.connexion.connection = None


def _compter_le_retrait(bilan: Bilan) -> None:
    bilan.retires += 1
    compter_courriel(str(EtatCourriel.RETIRE))


def _commencer_la_remise(courriel: Courriel) -> None:
    """Last moment to stop: the claim must still be ours."""
    nos = Courriel.objects.filter(pk=courriel.pk, reservation=courriel.reservation)
    if nos.update(remise_le=timezone.now()) != 1:
        raise ReservationPerdue
