"""Acts asked for and sealed as the worker does it, by an authority of the tests."""

from datetime import datetime

import time_machine
from django.db import connection

from habilitations.models import ActeHabilitation, Habilitation, Utilisateur
from habilitations.services.actes import demander_acte
from habilitations.tasks import sceller_acte
from portal.socle.documents import stockage
from tests.cachets import jours
from tests.monde import MAINTENANT, acteur

TARD = MAINTENANT + jours(1)


def acte_de(
    personne: Utilisateur, *, par: Utilisateur | None = None, le: datetime = MAINTENANT
) -> ActeHabilitation:
    """The act of the first right of a person, sealed."""
    acte = demande(personne, par=par, le=le)
    with time_machine.travel(le, tick=False):
        assert sceller_acte(acte.pk)
    return ActeHabilitation.objects.select_related("document").get(pk=acte.pk)


def demande(
    personne: Utilisateur, *, par: Utilisateur | None = None, le: datetime = MAINTENANT
) -> ActeHabilitation:
    droit = Habilitation.objects.filter(utilisateur=personne).order_by("pk").first()
    return demander_acte(droit.pk, acteur=acteur(par or personne, le))


def alterer(acte: ActeHabilitation, **colonnes: object) -> None:
    """Change a row as whoever owns the tables can: without triggers."""
    table = ActeHabilitation._meta.db_table
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for colonne, valeur in colonnes.items():
            curseur.execute(f"UPDATE {table} SET {colonne} = %s WHERE id = %s", [valeur, acte.pk])
        curseur.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def octets(acte: ActeHabilitation) -> bytes:
    """The PDF kept."""
    with stockage().open(acte.document.chemin) as fichier:
        return fichier.read()
