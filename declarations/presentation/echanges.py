"""Papers and messages of a file as one person reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max
from django.urls import reverse

from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.controles.registre import controle
from declarations.regles.controles.textes import ligne_du_constat
from declarations.regles.grille import LigneGrille
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.dossiers.presentation.pieces import EnMots
from portal.socle.formats import ESPACE_INSECABLE

# On « à faire ».
DOSSIERS_MONTRES = 5


def pieces_en_mots(lignes: Iterable[LigneGrille]) -> EnMots:
    """What declarations say of their papers; ``lignes`` are the rows of the one they go with."""
    rangees = tuple(lignes)
    return EnMots(
        adresse=lambda piece: reverse("declarations:piece", args=[piece.dossier_id, piece.pk]),
        retrait=lambda piece: reverse(
            "declarations:retirer_piece", args=[piece.dossier_id, piece.pk]
        ),
        accompagne=lambda piece: (
            f"Justifie : {titre_constat(piece.cle, rangees)}" if piece.cle else ""
        ),
    )


def titre_constat(cle: str, lignes: Iterable[LigneGrille]) -> str:
    """« Effectif d’un collectif (C12) – École 3 », from the key of a constat: the row is named
    with the check, which many rows may have."""
    code = cle.partition(":")[0]
    try:
        titre = f"{controle(code).titre} ({code})"
    except KeyError:
        return cle
    ligne = ligne_du_constat(cle, {li.cle: li.libelle for li in lignes})
    return f"{titre} – {ligne}" if ligne else titre


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
