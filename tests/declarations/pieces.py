"""Papers and messages, as people join and write them."""

from datetime import datetime
from uuid import UUID, uuid4

from declarations.models import Declaration
from declarations.services import messages, pieces
from habilitations.models import Utilisateur
from portal.dossiers.models import MessageDossier, PieceJointe
from tests.monde import MAINTENANT, acteur
from tests.socle import fichiers


def joindre_par(
    declaration: Declaration,
    qui: Utilisateur,
    *,
    nom: str = "justificatif.pdf",
    contenu: bytes = fichiers.PDF,
    libelle: str = "Compte de résultat",
    cle: str = "",
    jeton: UUID | None = None,
) -> PieceJointe:
    return pieces.joindre(
        declaration.pk,
        acteur=acteur(qui),
        fichier=fichiers.televerse(contenu, nom),
        libelle=libelle,
        jeton=jeton or uuid4(),
        cle=cle,
    )


def ecrire_par(
    declaration: Declaration,
    qui: Utilisateur,
    texte: str = "Bonjour, une question.",
    *,
    jeton: UUID | None = None,
    maintenant: datetime = MAINTENANT,
) -> MessageDossier:
    return messages.ecrire_message(
        declaration.pk, acteur=acteur(qui, maintenant), texte=texte, jeton=jeton or uuid4()
    )
