"""Rights of what was sent before rights were kept: opened once, all together, in SQL."""

from dataclasses import dataclass

from django.db import connection, transaction

from portal.socle import journal

# One row for each version sent whose computation opened no right yet. Versions of a declaration
# follow one another: one that was not validated is replaced when the next one is sent, one that
# was when a later one is validated: windows tell it in one pass over all of them. Ids are drawn
# first: a right names the one that replaces it.
_DES_VERSIONS = """
    WITH envoyees AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('subventions_droit', 'id')) AS id,
               version.declaration_id, version.numero, version.calcul_id,
               version.envoyee_le, version.validee_le
          FROM (
               SELECT *
                 FROM declarations_version sans_droit
                WHERE sans_droit.envoyee_le IS NOT NULL
                  AND NOT EXISTS (
                      SELECT FROM subventions_droit droit
                       WHERE droit.dossier_id = sans_droit.declaration_id
                  )
                ORDER BY sans_droit.id
          ) version
    ), suivies AS (
        SELECT envoyee.*,
               CASE WHEN envoyee.validee_le IS NULL
                    THEN lead(envoyee.id) OVER envois
                    ELSE lead(envoyee.id) OVER validations END AS suivante_id,
               CASE WHEN envoyee.validee_le IS NULL
                    THEN lead(envoyee.envoyee_le) OVER envois
                    ELSE lead(envoyee.validee_le) OVER validations END AS suivante_le
          FROM envoyees envoyee
        WINDOW envois AS (PARTITION BY declaration_id ORDER BY numero),
               validations AS (
                   PARTITION BY declaration_id, validee_le IS NULL ORDER BY numero
               )
    )
    INSERT INTO subventions_droit (
        id, caf_id, gestionnaire_id, equipement_id, dispositif, annee, nature, numero, dossier_id,
        calcul_id, etat, ouvert_le, definitif_le, remplace_par_id, remplace_le, annule_le
    )
    SELECT suivie.id, calcul.caf_id, calcul.gestionnaire_id, calcul.equipement_id,
           calcul.dispositif, calcul.annee,
           CASE dossier.nature WHEN 'previsionnelle' THEN 'previsionnel'
                               WHEN 'actualisee' THEN 'actualise' ELSE 'reel' END,
           dossier.numero, dossier.id, calcul.id,
           CASE WHEN suivie.suivante_id IS NOT NULL THEN 'remplace'
                WHEN dossier.etat = 'sans_objet' THEN 'annule'
                WHEN suivie.validee_le IS NOT NULL THEN 'definitif'
                ELSE 'provisoire' END,
           suivie.envoyee_le, suivie.validee_le, suivie.suivante_id, suivie.suivante_le,
           CASE WHEN suivie.suivante_id IS NULL AND dossier.etat = 'sans_objet'
                THEN dossier.etat_depuis END
      FROM suivies suivie
      JOIN dossiers_dossier dossier ON dossier.id = suivie.declaration_id
      JOIN subventions_calcul calcul ON calcul.id = suivie.calcul_id
     ORDER BY suivie.id
"""
# What was taken up from ELAN has one computation, the last one: definitive, the Caf wrote it.
_D_ELAN = """
    INSERT INTO subventions_droit (
        caf_id, gestionnaire_id, equipement_id, dispositif, annee, nature, numero, calcul_id,
        etat, ouvert_le, definitif_le
    )
    SELECT calcul.caf_id, calcul.gestionnaire_id, calcul.equipement_id, calcul.dispositif,
           calcul.annee, 'previsionnel', 0, calcul.id, 'definitif',
           reprise.modifie_le, reprise.modifie_le
      FROM declarations_repriseelan reprise
      JOIN subventions_calcul calcul ON calcul.id = reprise.calcul_id
     WHERE NOT EXISTS (
               SELECT FROM subventions_droit droit
                WHERE droit.equipement_id = calcul.equipement_id
                  AND droit.annee = calcul.annee
                  AND droit.nature = 'previsionnel'
           )
     ORDER BY reprise.id
"""


@dataclass(frozen=True)
class Ouverture:
    """How many rights were opened: of what was sent, of what was taken up from ELAN."""

    versions: int
    elan: int


@transaction.atomic
def ouvrir_les_droits_anterieurs() -> Ouverture:
    """Open the rights of every declaration sent that has none; idempotent.

    Two statements, whatever their number. The journal tells it once, for the whole country: each
    sending is told there already.

    References are checked at the end of each statement. Left for the end of the transaction, they
    would be gone through again at each row that is written: what keeps the history of a row looks
    for a context in a block of its own, whose failure has PostgreSQL read all that is put off.
    """
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(_DES_VERSIONS)
        versions = curseur.rowcount
        curseur.execute(_D_ELAN)
        elan = curseur.rowcount
    if versions or elan:
        journal.ecrire("droits.ouverts", auteur=None, details={"versions": versions, "elan": elan})
    return Ouverture(versions, elan)
