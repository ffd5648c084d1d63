"""Papers."""

from uuid import UUID, uuid4

from declarations.models import Declaration, PieceJointe
from portal.socle.models import Document
from tests.declarations.contraintes.acte import Acte
from tests.dossiers.fabriques import message
from tests.monde import MAINTENANT, Monde


def piece(monde: Monde, declaration: Declaration, **champs: object) -> PieceJointe:
    document = Document.objects.create(
        identifiant=uuid4(),
        nom="bilan.pdf",
        taille=1,
        type="pdf",
        sha256="0" * 64,
        depose_par_id=monde.conseiller.pk,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        depose_le=MAINTENANT,
    )
    return PieceJointe.objects.create(
        **{
            "declaration": declaration,
            "version": declaration.version_courante,
            "document": document,
            "libelle": "Bilan",
            "cote_caf": False,
            "jeton": UUID(int=1),
            "jointe_par": monde.conseiller,
            "jointe_le": MAINTENANT,
            **champs,
        }
    )


def _piece_double(monde: Monde, declaration: Declaration) -> None:
    piece(monde, declaration)
    piece(monde, declaration)


def _piece_de_trop(monde: Monde, declaration: Declaration) -> None:
    piece(monde, declaration, message=message(monde, declaration), cle="C06:charges")


CAS: dict[str, Acte] = {
    "piece_jeton_unique": _piece_double,
    "piece_libelle_present": lambda m, d: piece(m, d, libelle=""),
    "piece_constat_ou_message": _piece_de_trop,
    "piece_retrait_complet": lambda m, d: piece(m, d, retiree_le=MAINTENANT),
}
