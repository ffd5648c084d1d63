"""Written reasons of the annuaire."""

from habilitations.annuaire.services import equipements as equipements_annuaire
from habilitations.annuaire.services import gestionnaires as gestionnaires_annuaire
from tests.monde import JOUR, SIRETS, acteur
from tests.tables_motifs.actes import Table

TABLE: Table = {
    equipements_annuaire.fermer_equipement: lambda m, motif: equipements_annuaire.fermer_equipement(
        m.er.pk, le=JOUR, motif=motif, acteur=acteur(m.responsable)
    ),
    gestionnaires_annuaire.changer_siret: lambda m, motif: gestionnaires_annuaire.changer_siret(
        m.passerelles.gestionnaire.pk,
        caf_id=m.caf.pk,
        siret=SIRETS[3],
        motif=motif,
        acteur=acteur(m.responsable),
    ),
}
