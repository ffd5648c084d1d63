"""Computations frozen, altered past the trigger, and computed again."""

import io
import json

from django.core.management import CommandError, call_command
from django.db import connection

from subventions.services import charger_baremes, estimer_pour, figer_calcul
from tests.subventions import fabriques
from tests.subventions.outils import donnees_valides


def figer(dispositif="cct", estimation=None, donnees=None):
    charger_baremes()
    caf, gestionnaire = fabriques.caf(), fabriques.gestionnaire()
    donnees = donnees or donnees_valides(dispositif)
    return figer_calcul(
        estimation or estimer_pour(dispositif, 2025, caf.pk, donnees),
        gestionnaire_id=gestionnaire.pk,
        caf_id=caf.pk,
        dispositif=dispositif,
        annee=2025,
        donnees=donnees,
    )


MOTS_RARES = "Poste « é » \\ / – \u2028 😀 <b>"


def avec_mots_rares(dispositif):
    """What PostgreSQL may write otherwise than Python, in the label of a post."""
    donnees = donnees_valides(dispositif)
    if dispositif == "cct":
        libelle = MOTS_RARES + '"' + "\t\x01\x7f"
        donnees["postes"] = [poste | {"libelle": libelle} for poste in donnees["postes"]]
    return donnees


def rejouer(*options):
    sortie = io.StringIO()
    echec = ""
    try:
        call_command("rejouer", *options, stdout=sortie)
    except CommandError as erreur:
        echec = str(erreur)
    return json.loads(sortie.getvalue()), echec


def alterer(calcul, **champs):
    """Past the trigger, as whoever holds the database would."""
    colonnes = ", ".join(f"{champ} = %s" for champ in champs)
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")
        curseur.execute(
            f"UPDATE subventions_calcul SET {colonnes} WHERE id = %s",
            [*champs.values(), calcul.pk],
        )
        curseur.execute("SET LOCAL session_replication_role = origin")
