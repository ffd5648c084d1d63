"""Floors: what the same server needs, at the least, to show the same rows or to write one.

Behind the same middlewares and the same login as a page: one query by key, a bare template.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.http import require_POST, require_safe

TABLE_ECRITURE = "banc_ecriture"
# What each kind of page shows, read by key.
LIGNES = {
    "declarations": """
        SELECT d.id, d.dispositif, d.nature, d.annee, d.etat, d.etat_depuis, e.nom, g.nom,
               c.echeance_le, k.montant
          FROM dossiers_dossier d
          JOIN declarations_declaration f ON f.dossier_id = d.id
          JOIN habilitations_equipement e ON e.id = d.equipement_id
          JOIN habilitations_gestionnaire g ON g.id = d.gestionnaire_id
          JOIN declarations_campagne c ON c.id = f.campagne_id
          LEFT JOIN declarations_version v ON v.id = f.version_en_vigueur_id
          LEFT JOIN subventions_calcul k ON k.id = v.calcul_id
         WHERE d.id = ANY(%s)""",
    "dossiers": """
        SELECT d.etat, e.nom, g.nom, c.echeance_le, v.lignes, t.nature, t.donnees, t.auteurs
          FROM dossiers_dossier d
          JOIN declarations_declaration f ON f.dossier_id = d.id
          JOIN habilitations_equipement e ON e.id = d.equipement_id
          JOIN habilitations_gestionnaire g ON g.id = d.gestionnaire_id
          JOIN declarations_campagne c ON c.id = f.campagne_id
          JOIN declarations_version v ON v.id = f.version_courante_id
          JOIN declarations_volet t ON t.version_id = v.id
         WHERE d.id = ANY(%s)""",
    "equipements": """
        SELECT e.id, e.nom, e.dispositif, g.nom, g.siret, p.nom
          FROM habilitations_equipement e
          JOIN habilitations_gestionnaire g ON g.id = e.gestionnaire_id
          JOIN habilitations_portefeuille p ON p.id = e.portefeuille_id
         WHERE e.id = ANY(%s)""",
    "personnes": "SELECT id, nom, prenom, email FROM habilitations_utilisateur WHERE id = ANY(%s)",
}
GABARIT = engines["django"].from_string(
    "<!doctype html><title>Plancher</title><table>"
    "{% for ligne in lignes %}<tr>{% for c in ligne %}<td>{{ c }}</td>{% endfor %}</tr>{% endfor %}"
    "</table>"
)


@require_safe
def lignes(request: HttpRequest, table: str) -> HttpResponse:
    """Show the rows whose ids are given: ``?ids=1,2,3``."""
    ids = [int(brut) for brut in request.GET["ids"].split(",")]
    with connection.cursor() as curseur:
        curseur.execute(LIGNES[table], [ids])
        return HttpResponse(GABARIT.render({"lignes": curseur.fetchall()}, request))


@require_safe
def comptage(request: HttpRequest) -> HttpResponse:
    """Count the answers to these columns, value by value, in raw SQL: ``?colonnes=1,2,3``."""
    colonnes = [int(brut) for brut in request.GET["colonnes"].split(",")]
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT colonne_id, valeur, count(*) FROM bilans_reponseanalyse "
            "WHERE colonne_id = ANY(%s) GROUP BY 1, 2",
            [colonnes],
        )
        return HttpResponse(GABARIT.render({"lignes": curseur.fetchall()}, request))


@require_POST
def ecriture(request: HttpRequest) -> HttpResponse:
    """Write one row by its key: the bare save."""
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {TABLE_ECRITURE} (id, valeur) VALUES (%s, %s) "
            "ON CONFLICT (id) DO UPDATE SET valeur = excluded.valeur",
            [request.user.pk, request.POST["valeur"]],
        )
    return HttpResponse("ok", content_type="text/plain")
