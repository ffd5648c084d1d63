"""Papers and messages, as people join and write them."""

from datetime import datetime
from uuid import UUID, uuid4

from declarations.models import Declaration
from declarations.services import messages, pieces
from declarations.services.contenu import contenu_de
from habilitations.models import Utilisateur
from portal.dossiers.models import MessageDossier, PieceJointe
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur
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


SALAIRES = "C17:salaires"


def retirer_par(
    piece: PieceJointe, qui: object, motif: str = "Doublon du bilan signé"
) -> PieceJointe:
    return pieces.retirer(piece.dossier_id, piece.pk, acteur=acteur(qui), motif=motif)


def cct_a_justifier(monde: Monde) -> Declaration:
    """A CCT whose salaries are above the staff expenses: to justify, by who reads salaries."""
    declaration, saisies = declaration_cct(monde)
    comptes = {"comptes.64": "70 000", "comptes.60": "31 200"}
    jusqu_a(declaration, monde, "en_saisie", changements=saisies | comptes)
    cles = {s.constat.cle for s in contenu_de(declaration.version_courante).evaluation.constats}
    assert SALAIRES in cles
    return declaration
