"""What was sent before rights were kept has the rights that the services would have opened."""

import io
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from declarations.services.campagnes import appeler
from declarations.services.droits_anterieurs import _DES_VERSIONS, ouvrir_les_droits_anterieurs
from declarations.services.instruction import declarer_sans_objet
from portal.socle.models import LigneJournal
from subventions.models import Droit
from tests.declarations.clas import ANNEE, notifier, projet_clas
from tests.declarations.elan.reprises import reprendre
from tests.declarations.remplir import (
    jusqu_a,
    referentiels,
)
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import corriger, rectifier, valider_de_nouveau

COLONNES = (
    *("caf", "gestionnaire", "equipement", "dispositif", "annee", "nature", "numero", "dossier"),
    *("calcul", "etat", "ouvert_le", "definitif_le", "remplace_par__calcul", "remplace_le"),
    "annule_le",
)


def _photo() -> list[tuple[object, ...]]:
    return list(Droit.objects.order_by("calcul").values_list(*COLONNES))


def oter_les_droits() -> None:
    """As if everything had been sent before rights were kept."""
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        curseur.execute("ALTER TABLE subventions_droit DISABLE TRIGGER USER")
        curseur.execute("DELETE FROM subventions_droit")
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        curseur.execute("ALTER TABLE subventions_droit ENABLE TRIGGER USER")


def noeuds(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for dessous in plan.get("Plans", ()):
        yield from noeuds(dessous)


def test_la_commande_donne_les_droits_que_les_envois_ont_ouverts(monde: Monde) -> None:
    rectifiee = jusqu_a(monde.declaration("reelle", 2025), monde, "validee")
    rectifier(rectifiee, monde)
    corrigee = jusqu_a(monde.declaration(), monde, "en_instruction")
    corriger(corrigee, monde)
    valider_de_nouveau(corrigee, monde)
    appelee = appeler(corrigee.campagne, monde.er_voisin, MAINTENANT)
    ecartee = jusqu_a(appelee, monde, "transmise")
    declarer_sans_objet(
        ecartee.pk,
        acteur=acteur(monde.conseiller),
        motif="Le partenaire ne demande pas de subvention.",
    )
    projet = projet_clas(monde)
    referentiels(monde.caf)
    notifier(monde, projet, 2, ANNEE)
    reprendre(monde, projet)
    attendu = _photo()
    assert {ligne[9] for ligne in attendu} == {"provisoire", "definitif", "remplace", "annule"}

    oter_les_droits()
    sortie = io.StringIO()
    call_command("ouvrir_droits", stdout=sortie)

    assert _photo() == attendu
    assert "5 pour des déclarations transmises, 1 pour des reprises d’ELAN" in sortie.getvalue()
    assert LigneJournal.objects.get(action="droits.ouverts").details == {"versions": 5, "elan": 1}
    call_command("ouvrir_droits", stdout=io.StringIO())
    assert _photo() == attendu
    assert LigneJournal.objects.filter(action="droits.ouverts").count() == 1


def test_ce_qui_est_lu_pour_tous_n_est_pas_relu_pour_chacun(monde: Monde) -> None:
    """Both would cost the square of the country: half a million sendings were never done with."""
    for annee in (2023, 2024, 2025):
        jusqu_a(monde.declaration("reelle", annee), monde, "validee")
    oter_les_droits()

    with connection.cursor() as curseur, transaction.atomic():
        curseur.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {_DES_VERSIONS}")
        [(dit,)] = curseur.fetchall()
        transaction.set_rollback(True)
    lues = [n for n in noeuds(dit[0]["Plan"]) if n["Node Type"] == "CTE Scan"]
    assert [n["Actual Loops"] for n in lues] == [1]
    with CaptureQueriesContext(connection) as requetes:
        assert ouvrir_les_droits_anterieurs().versions == 3
    ordres = [r["sql"] for r in requetes if "CONSTRAINTS" in r["sql"] or "INSERT" in r["sql"]]
    assert ordres[0] == "SET CONSTRAINTS ALL IMMEDIATE", "rien n’attend la fin de la transaction"
