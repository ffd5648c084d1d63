"""Chains of the journal: written, tampered with by SQL, verified."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection

from portal.socle import journal
from portal.socle.models import ChaineJournal, LigneJournal
from tests.monde import MAINTENANT

CLE = "gestionnaire:7"
DEMAIN = MAINTENANT + timedelta(days=1)
LIGNES = "socle_lignejournal"


def ecrire(n: int, le: datetime = MAINTENANT) -> None:
    for i in range(n):
        details = {"montant": "12.50", "été": [i]}
        journal.ecrire(f"essai.{i}", auteur=None, gestionnaire_id=7, details=details, le=le)


def forcer(*ordres: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute("SET session_replication_role = replica")
        for ordre in ordres:
            curseur.execute(ordre)
        curseur.execute("SET session_replication_role = DEFAULT")


def reecrire(depuis: int = 1, suivantes: Callable[[LigneJournal], None] | None = None) -> None:
    """Make the hashes of a chain agree again, as somebody who knows the code would."""
    chaine = ChaineJournal.objects.get(cle=CLE)
    numero, empreinte = 0, ""
    with connection.cursor() as curseur:
        curseur.execute("SET session_replication_role = replica")
        for ligne in chaine.lignes.order_by("numero"):
            ligne.numero, ligne.precedente = numero + 1, empreinte
            ligne.empreinte = journal.calculer_empreinte(ligne)
            ligne.save()
            numero, empreinte = ligne.numero, ligne.empreinte
        chaine.numero, chaine.empreinte = numero, empreinte
        chaine.save()
        curseur.execute("SET session_replication_role = DEFAULT")


def verifier(*arguments: str) -> tuple[str, str]:
    sortie, erreurs = io.StringIO(), io.StringIO()
    call_command("verifier_journal", *arguments, stdout=sortie, stderr=erreurs)
    return sortie.getvalue(), erreurs.getvalue()
