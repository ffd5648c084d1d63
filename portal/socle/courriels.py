"""Writing an e-mail: a row in the caller's transaction, sent after its commit.

No page ever speaks to a mail server: it can be down, slow or refuse, the page does not know.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from portal.socle.models import Courriel, EtatCourriel
from portal.socle.portee import au_nom_du_systeme

# E-mails given to one task: they share one connection to the mail server.
LOT = 20


class Champs(TypedDict, total=False):
    """What an e-mail may carry besides its address, subject and text."""

    html: str
    destinataire_id: int | None
    concerne: models.Model | None
    gestionnaire_id: int | None
    caf_id: int | None
    confidentiel: bool  # loses its text once sent: links that open an account
    relecteur: str  # who reads it again as it leaves: portal.socle.relecture
    parametres: dict[str, Any]
    maintenant: datetime


def deposer(
    destinataire: str, objet: str, texte: str, *, annoncer: bool = True, **champs: Unpack[Champs]
) -> Courriel:
    """Keep an e-mail to send, in the caller's transaction, and return it.

    With ``annoncer=False`` the caller tells the worker itself, for many at once.
    """
    courriel = preparer(destinataire, objet, texte, **champs)
    with au_nom_du_systeme("écrire à quelqu’un d’autre"):
        courriel.save(force_insert=True)
    if annoncer:
        annoncer_apres_validation([courriel.pk])
    return courriel


def preparer(destinataire: str, objet: str, texte: str, **champs: Unpack[Champs]) -> Courriel:
    """An e-mail to send, not kept yet: for a caller that inserts many in one go."""
    maintenant = champs.get("maintenant") or timezone.now()
    concerne = champs.get("concerne")
    return Courriel(
        destinataire=destinataire,
        destinataire_id=champs.get("destinataire_id"),
        objet=" ".join(objet.split()),
        texte=texte,
        html=champs.get("html", ""),
        confidentiel=champs.get("confidentiel", False),
        objet_type=concerne._meta.label_lower if concerne else "",
        objet_id=concerne.pk if concerne else None,
        gestionnaire_id=champs.get("gestionnaire_id"),
        caf_id=champs.get("caf_id"),
        relecteur=champs.get("relecteur", ""),
        parametres=champs.get("parametres", {}),
        message_id=make_msgid(domain=_domaine()),
        cree_le=maintenant,
        prochain_essai_le=maintenant,
    )


def annoncer_apres_validation(identifiants: Sequence[int]) -> None:
    """Once the transaction is committed, ask the worker to send these, by lots.

    Without a queue nothing is lost: the rows wait for the next round (``tasks.tournee``).
    """
    for debut in range(0, len(identifiants), LOT):
        lot = list(identifiants[debut : debut + LOT])
        transaction.on_commit(_annonce(lot), robust=True)


def reessayer(courriel: Courriel) -> None:
    """Put an abandoned e-mail back in the queue, all its attempts before it. Others: no effect."""
    repris = Courriel.objects.filter(pk=courriel.pk, etat=EtatCourriel.ABANDONNE).update(
        etat=EtatCourriel.A_ENVOYER,
        prochain_essai_le=timezone.now(),
        essais=0,
        reprises=0,
        remise_le=None,
    )
    if repris:
        annoncer_apres_validation([courriel.pk])


def purger(maintenant: datetime) -> int:
    """Delete the e-mails about no file after COURRIELS_JOURS days; return how many.

    Accounts, digests. Those about a file prove who was told what: they stay as long as it does.
    Of a link that never left, which may bear the address of somebody unknown here, a day is enough.
    """
    avant = maintenant - timedelta(days=settings.COURRIELS_JOURS)
    sans_suite = Courriel.objects.sans_suite(maintenant - timedelta(days=1))
    finis = Courriel.objects.perimes(avant) | sans_suite
    return finis.delete()[1].get(Courriel._meta.label, 0)


def rendre(gabarit: str, contexte: dict[str, object]) -> tuple[str, str]:
    """Text and HTML of an e-mail from ``templates/courriels/<gabarit>.txt`` and ``.html``."""
    contexte = {"adresse_publique": settings.ADRESSE_PUBLIQUE.rstrip("/"), **contexte}
    texte = render_to_string(f"courriels/{gabarit}.txt", contexte)
    return texte.strip() + "\n", render_to_string(f"courriels/{gabarit}.html", contexte)


def _annonce(identifiants: list[int]) -> Callable[[], None]:
    def annoncer() -> None:
        from portal.socle.tasks import expedier

        # One attempt: a queue that is down must not hold a page back.
        expedier.apply_async(args=[identifiants], retry=False, ignore_result=True)

    return annoncer


def _domaine() -> str:
    return urlsplit(settings.ADRESSE_PUBLIQUE).hostname or "localhost"
