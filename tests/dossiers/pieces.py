"""Papers of a file, as rows: for what the database keeps and what is read of them."""

from uuid import UUID, uuid4

from portal.dossiers.models import Dossier, PieceJointe
from portal.socle.models import Document
from tests.monde import MAINTENANT, Monde


def piece(monde: Monde, sur: Dossier, jeton: int = 1, **champs: object) -> PieceJointe:
    document = Document.objects.create(
        identifiant=uuid4(),
        nom="bilan.pdf",
        taille=2048,
        type="pdf",
        sha256="0" * 64,
        depose_par_id=monde.conseiller.pk,
        gestionnaire_id=sur.gestionnaire_id,
        caf_id=sur.caf_id,
        depose_le=MAINTENANT,
    )
    return PieceJointe.objects.create(
        **{
            "dossier": sur,
            "document": document,
            "libelle": "Bilan",
            "cote_caf": False,
            "jeton": UUID(int=jeton),
            "jointe_par": monde.conseiller,
            "jointe_le": MAINTENANT,
            **champs,
        }
    )


def retiree(monde: Monde, version: int = 1) -> dict[str, object]:
    """What a withdrawal writes, at a version."""
    return {
        "retiree_le": MAINTENANT,
        "retiree_par": monde.conseiller,
        "retiree_version": version,
        "retrait_motif": "Doublon",
    }
