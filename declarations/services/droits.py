"""What a declaration does to rights: opened when it is sent, definitive once it is validated."""

from declarations.models import RepriseElan
from declarations.models.calendrier import Nature
from declarations.services.dossier import DossierVerrouille
from habilitations.permissions import Acteur
from subventions.droits import services as droits
from subventions.models import Calcul, NatureDroit

NATURES: dict[str, NatureDroit] = {
    Nature.PREVISIONNELLE: NatureDroit.PREVISIONNEL,
    Nature.ACTUALISEE: NatureDroit.ACTUALISE,
    Nature.REELLE: NatureDroit.REEL,
}
ELAN_SANS_MONTANT = "Les chiffres repris d’ELAN ne donnent plus de montant."


def ouvrir_le_droit(dossier: DossierVerrouille, calcul: Calcul) -> None:
    """Open, provisionally, the right that the computation frozen at sending gives."""
    declaration = dossier.declaration
    droits.ouvrir_droit(
        calcul,
        NATURES[declaration.nature],
        numero=declaration.numero,
        dossier_id=declaration.pk,
        maintenant=dossier.maintenant,
        par=dossier.acteur.utilisateur,
    )


def valider_le_droit(dossier: DossierVerrouille) -> None:
    """Make definitive the right of the version validated; that of the former one is replaced."""
    droits.rendre_definitif(
        dossier.version.calcul_fige.pk,
        maintenant=dossier.maintenant,
        par=dossier.acteur.utilisateur,
    )


def annuler_le_droit(dossier: DossierVerrouille, motif: str) -> None:
    droits.annuler_droits(
        dossier.declaration.pk,
        motif,
        maintenant=dossier.maintenant,
        par=dossier.acteur.utilisateur,
    )


def retablir_le_droit(dossier: DossierVerrouille, motif: str) -> None:
    droits.retablir_droits(
        dossier.declaration.pk,
        motif,
        maintenant=dossier.maintenant,
        par=dossier.acteur.utilisateur,
    )


def ouvrir_le_droit_repris(reprise: RepriseElan, acteur: Acteur) -> None:
    """Open the right of a prévisionnelle taken up from ELAN, definitive at once: the Caf wrote it.

    It replaces that of the figures of before; none is left when they make no amount any more.
    """
    if reprise.calcul is None:
        droits.annuler_droit_repris(
            reprise.equipement_id,
            reprise.annee,
            ELAN_SANS_MONTANT,
            maintenant=acteur.maintenant,
            par=acteur.utilisateur,
        )
        return
    droits.ouvrir_droit(
        reprise.calcul,
        NatureDroit.PREVISIONNEL,
        dossier_id=None,
        maintenant=acteur.maintenant,
        par=acteur.utilisateur,
        definitif=True,
    )
