"""Papers and messages of a file as one person reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max
from django.urls import reverse

from declarations.models import Declaration, PieceJointe
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.controles.registre import controle
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.socle.contenus import TYPES
from portal.socle.formats import ESPACE_INSECABLE, poids

# On the page of the file; the page of the conversation shows them all.
MESSAGES_MONTRES = 10
# On « à faire ».
DOSSIERS_MONTRES = 5


@dataclass(frozen=True)
class PieceMontree:
    """A paper ready to show: what it is, whose, where to download it and to withdraw it."""

    libelle: str
    fichier: str
    constat: str
    cle: str
    qui: str
    le: datetime
    adresse: str
    retrait: str = ""
    retiree: str = ""
    retiree_le: datetime | None = None


@dataclass(frozen=True)
class MessageMontre:
    """A message ready to show; ``nouveau`` when the person had not read it."""

    texte: str
    qui: str
    maison: str
    le: datetime
    de_moi: bool
    nouveau: bool
    pieces: tuple[PieceMontree, ...] = field(default_factory=tuple)


def pieces_lisibles(
    declaration: Declaration, acteurs: frozenset[str], cote_caf: bool
) -> list[PieceJointe]:
    """Papers that this person may read, in the order they were joined; one query."""
    pieces = declaration.pieces.select_related(
        "document", "version", "retiree_version", "jointe_par", "retiree_par"
    )
    return [p for p in pieces if p.est_lisible(acteurs, cote_caf)]


def est_retiree_pour(piece: PieceJointe, cote_caf: bool) -> bool:
    """Tell whether a paper is withdrawn for this side: the Caf learns it with what is sent."""
    if piece.retiree_version is None:
        return False
    return not cote_caf or piece.cote_caf or piece.retiree_version.est_envoyee


def montrer_piece(piece: PieceJointe, cote_caf: bool, retirable: bool = False) -> PieceMontree:
    """Write a paper for one side."""
    document = piece.document
    libelle = TYPES[document.type].libelle
    retiree = est_retiree_pour(piece, cote_caf)
    adresse = reverse("declarations:piece", args=[piece.declaration_id, piece.pk])
    retrait = reverse("declarations:retirer_piece", args=[piece.declaration_id, piece.pk])
    return PieceMontree(
        libelle=piece.libelle,
        fichier=f"{document.nom} – {libelle}, {poids(document.taille)}",
        constat=titre_constat(piece.cle),
        cle=piece.cle,
        qui=str(piece.jointe_par),
        le=piece.jointe_le,
        adresse=adresse,
        retrait=retrait if retirable else "",
        retiree=f"{piece.retiree_par} : {piece.retrait_motif}" if retiree else "",
        retiree_le=piece.retiree_le if retiree else None,
    )


def titre_constat(cle: str) -> str:
    """« Variation par rapport à l’exercice précédent (C06) », from the key of a constat."""
    code = cle.partition(":")[0]
    try:
        return f"{controle(code).titre} ({code})"
    except KeyError:
        return cle


def conversation(
    declaration: Declaration,
    messages: Iterable[MessageDossier],
    pieces: Iterable[PieceJointe],
    acteur: Acteur,
    non_lus: frozenset[int],
) -> list[MessageMontre]:
    """Write messages, each with the papers sent with it."""
    par_message: dict[int, list[PieceJointe]] = {}
    for piece in pieces:
        if piece.message_id:
            par_message.setdefault(piece.message_id, []).append(piece)
    return [
        MessageMontre(
            texte=m.texte,
            qui=str(m.auteur),
            maison=declaration.caf.nom if m.cote_caf else declaration.gestionnaire.nom,
            le=m.le,
            de_moi=m.auteur_id == acteur.utilisateur.pk,
            nouveau=m.pk in non_lus,
            pieces=tuple(montrer_piece(p, m.cote_caf) for p in par_message.get(m.pk, ())),
        )
        for m in messages
    ]


def en_mots(combien: int) -> str:
    """« 1 message non lu », « 3 messages non lus »; nothing for none."""
    if not combien:
        return ""
    pluriel = "s" if combien > 1 else ""
    return f"{combien}{ESPACE_INSECABLE}message{pluriel} non lu{pluriel}"


@dataclass(frozen=True)
class DossierAvecMessages:
    """A file with messages that the person has not read."""

    declaration: Declaration
    non_lus: str


@dataclass(frozen=True)
class MessagesNonLus:
    """The files with unread messages: how many, and the first ones."""

    dossiers: list[DossierAvecMessages]
    combien: int


def messages_non_lus(
    declarations: DeclarationQuerySet, acteur: Acteur, cote_caf: bool
) -> MessagesNonLus:
    """Files among these whose other side wrote to this person, latest message first; two queries.

    It starts from the messages, which are few, rather than from the files.
    """
    nouveaux = (
        MessageDossier.objects.filter(dossier__in=declarations.order_by().values("pk"))
        .non_lus(acteur.utilisateur, cote_caf)
        .order_by()
        .values_list("dossier")
        .annotate(combien=Count("pk"), dernier=Max("pk"))
        .order_by("-dernier")
    )
    comptes = {dossier: combien for dossier, combien, _ in nouveaux}
    premieres = list(comptes)[:DOSSIERS_MONTRES]
    lues = Declaration.objects.select_related("equipement", "gestionnaire").in_bulk(premieres)
    montres = [DossierAvecMessages(lues[pk], en_mots(comptes[pk])) for pk in premieres]
    return MessagesNonLus(montres, len(comptes))
