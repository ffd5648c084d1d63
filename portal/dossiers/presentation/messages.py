"""The conversation of a file as one person reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from habilitations.permissions import Acteur
from habilitations.presentation.successions import Successions
from portal.dossiers.models import Dossier, MessageDossier, PieceJointe
from portal.dossiers.presentation.pieces import EnMots, PieceMontree, montrer_piece
from portal.dossiers.regles.pieces import LecteurDePieces

# On the page of the file; the page of the conversation shows them all.
MESSAGES_MONTRES = 10


@dataclass(frozen=True)
class MessageMontre:
    """A message ready to show; ``nouveau`` when the person had not read it."""

    texte: str
    qui: str
    maison: str
    le: datetime
    de_moi: bool
    nouveau: bool
    pieces: tuple[PieceMontree, ...] = ()


@dataclass(frozen=True)
class Conversation:
    """The messages shown, oldest first; how many in all, how many new, and the last one read."""

    messages: list[MessageMontre]
    combien: int
    nouveaux: int
    dernier: int

    @property
    def est_entiere(self) -> bool:
        return len(self.messages) == self.combien


@dataclass(frozen=True)
class Papiers:
    """Papers that the reader of a conversation may read, and how their kind of file says them."""

    pieces: Iterable[PieceJointe]
    lecteur: LecteurDePieces
    mots: EnMots

    def par_message(self) -> dict[int, list[PieceMontree]]:
        """Papers written out, by the message they were sent with."""
        montrees: dict[int, list[PieceMontree]] = {}
        for piece in self.pieces:
            if piece.message_id:
                montree = montrer_piece(piece, self.mots, self.lecteur)
                montrees.setdefault(piece.message_id, []).append(montree)
        return montrees


def conversation(
    dossier: Dossier, papiers: Papiers, acteur: Acteur, *, tout: bool = False
) -> Conversation:
    """The conversation as this person reads it, each message with its papers; three queries.

    The last ones and all those they have not read, unless ``tout``.
    """
    cote_caf = papiers.lecteur.cote_caf
    tous = list(dossier.messages.select_related("auteur"))
    nouveaux = MessageDossier.objects.filter(dossier=dossier).non_lus(acteur.utilisateur, cote_caf)
    non_lus = frozenset(nouveaux.values_list("pk", flat=True))
    montres = tous if tout else tous[-max(MESSAGES_MONTRES, len(non_lus)) :]
    return Conversation(
        _ecrits(dossier, montres, papiers, acteur, non_lus),
        len(tous),
        len(non_lus),
        tous[-1].pk if tous else 0,
    )


def _ecrits(
    dossier: Dossier,
    messages: Iterable[MessageDossier],
    papiers: Papiers,
    acteur: Acteur,
    non_lus: frozenset[int],
) -> list[MessageMontre]:
    pieces = papiers.par_message()
    maisons = Successions.lire(dossier.equipement, dossier.gestionnaire)
    return [
        MessageMontre(
            texte=m.texte,
            qui=str(m.auteur),
            maison=dossier.caf.nom if m.cote_caf else maisons.nom_le(m.le),
            le=m.le,
            de_moi=m.auteur_id == acteur.utilisateur.pk,
            nouveau=m.pk in non_lus,
            pieces=tuple(pieces.get(m.pk, ())),
        )
        for m in messages
    ]
