"""Papers of a Caf, whatever they are: what partners signed to join, COFs, notifications.

Four tables hold them: each is read into the same columns, and the database joins the lists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.presentation.dossiers import ETATS_PIECE
from habilitations.adhesions.regles.avancement import EtatPiece
from habilitations.models import Caf, Convention, DossierAdhesion, Notification, PieceAdhesion
from habilitations.presentation.ordre import rechercher_par

COF, NOTIFICATION = "cof", "notification"
DETENUE, INSCRITE, A_VENIR, EN_COURS, FINIE = "detenue", "inscrite", "a_venir", "en_cours", "finie"
# In words, with the tone of the badge.
ETATS: Mapping[str, tuple[str, str]] = {
    **{str(etat): dit for etat, dit in ETATS_PIECE.items() if etat != EtatPiece.ATTENDUE},
    DETENUE: ("Détenue avant le portail", "neutre"),
    INSCRITE: ("Inscrite", "succes"),
    A_VENIR: ("À venir", "info"),
    EN_COURS: ("En cours", "succes"),
    FINIE: ("Terminée", "neutre"),
}
# Of ``Papier``, in its order, under names that no column of the four tables bears.
COLONNES = (
    *("quoi", "chez", "numero", "lieu", "mention", "situation"),
    *("debut", "fin", "le", "sceau", "pochette", "installation"),
)
# What a Caf held before the portal, and the date that was typed of it.
DETENUS = (("convention_mcp", "mcp_signee_le"), ("bulletin_afas", "afas_signe_le"))
VIDE, SANS_DATE = Value("", TextField()), Cast(Value(None), DateField())
SANS_OBJET = Cast(Value(None), BigIntegerField())


@dataclass(frozen=True)
class Papier:
    """One paper. ``pochette``: the adhesion file it belongs to; ``fiche``: its équipement."""

    genre: str
    partenaire: str
    siret: str
    equipement: str
    reference: str
    etat: str
    debut: date | None
    fin: date | None
    le: date | None
    empreinte: str
    pochette: int | None
    fiche: int | None

    @property
    def libelle(self) -> str:
        return genres_de_papiers().get(self.genre, self.genre)

    @property
    def badge(self) -> tuple[str, str]:
        return ETATS[self.etat]


def genres_de_papiers() -> dict[str, str]:
    """Labels by code: papers of an adhesion in their order, then those of équipements."""
    dits = {code: genre.libelle for code, genre in genres().items()}
    return {
        **dits,
        COF: "Convention d’objectifs et de financement",
        NOTIFICATION: "Notification",
    }


def papiers_de(caf: Caf, jour: date, *, texte: str, genre: str, etat: str) -> "QuerySet[Any, Any]":
    """Rows of COLONNES, the latest first; searched by partner, SIRET, équipement, reference."""
    condition = Q()
    if genre:
        condition &= Q(quoi=genre)
    if etat:
        condition &= Q(situation=etat)
    toutes: list[QuerySet[Any, Any]] = [
        source.filter(condition).order_by().values_list(*COLONNES)
        for source in (
            _recus(caf, texte),
            *(_detenus(caf, texte, *detenu) for detenu in DETENUS),
            _conventions(caf, jour, texte),
            _notifications(caf, texte),
        )
    ]
    return toutes[0].union(*toutes[1:], all=True).order_by("-le", "chez", "quoi", "mention")


def lire(lignes: Iterable[tuple[Any, ...]]) -> Iterator[Papier]:
    return (Papier(*ligne) for ligne in lignes)


def _recus(caf: Caf, texte: str) -> "QuerySet[Any]":
    """Papers received for an adhesion or an avenant, those refused included."""
    recus = PieceAdhesion.objects.filter(dossier__caf=caf)
    a_verifier = Value(str(EtatPiece.A_VERIFIER), TextField())
    return _dire(
        _chercher(recus, texte, "dossier__gestionnaire"),
        "dossier__gestionnaire",
        quoi=Cast("genre", TextField()),
        situation=Case(When(decision="", then=a_verifier), default=Cast("decision", TextField())),
        le=TruncDate("recue_le"),
        sceau=Cast("document__sha256", TextField()),
        pochette=F("dossier_id"),
    )


def _detenus(caf: Caf, texte: str, genre: str, signe_le: str) -> "QuerySet[Any]":
    detenus = DossierAdhesion.objects.filter(caf=caf, **{f"{signe_le}__isnull": False})
    return _dire(
        _chercher(detenus, texte, "gestionnaire"),
        "gestionnaire",
        quoi=Value(genre, TextField()),
        situation=Value(DETENUE, TextField()),
        le=F(signe_le),
        pochette=F("pk"),
    )


def _conventions(caf: Caf, jour: date, texte: str) -> "QuerySet[Any]":
    return _d_un_equipement(
        Convention,
        caf,
        texte,
        COF,
        situation=Case(
            When(du__gt=jour, then=Value(A_VENIR, TextField())),
            When(au__lt=jour, then=Value(FINIE, TextField())),
            default=Value(EN_COURS, TextField()),
        ),
        debut=F("du"),
        fin=F("au"),
        le=F("du"),
    )


def _notifications(caf: Caf, texte: str) -> "QuerySet[Any]":
    situation = Value(INSCRITE, TextField())
    return _d_un_equipement(
        Notification, caf, texte, NOTIFICATION, situation=situation, le=F("notifiee_le")
    )


def _d_un_equipement(
    modele: type[Convention] | type[Notification], caf: Caf, texte: str, quoi: str, **colonnes: Any
) -> "QuerySet[Any]":
    """What the Caf writes of an équipement, under a reference; ``colonnes``: the rest."""
    siens = modele._default_manager.filter(equipement__caf=caf)
    return _dire(
        _chercher(siens, texte, "equipement__gestionnaire", "equipement__nom", "reference"),
        "equipement__gestionnaire",
        quoi=Value(quoi, TextField()),
        lieu=Cast("equipement__nom", TextField()),
        mention=Cast("reference", TextField()),
        installation=F("equipement_id"),
        **colonnes,
    )


def _chercher(
    lignes: "QuerySet[Any]", texte: str, gestionnaire: str, *champs: str
) -> "QuerySet[Any]":
    """By the names of ``champs`` and of the partner, or a part of its SIRET."""
    trouvees = rechercher_par(
        lignes, texte, f"{gestionnaire}__nom", *champs, siret=f"{gestionnaire}__siret"
    )
    if "reference" in champs and texte.strip().isdigit():
        return trouvees | lignes.filter(reference__contains=texte.strip())
    return trouvees


def _dire(lignes: "QuerySet[Any]", gestionnaire: str, **colonnes: Any) -> "QuerySet[Any]":
    """With every column of COLONNES; those that a table does not have are empty."""
    vides: dict[str, Any] = {
        **dict.fromkeys(("lieu", "mention", "sceau"), VIDE),
        **dict.fromkeys(("debut", "fin"), SANS_DATE),
        **dict.fromkeys(("pochette", "installation"), SANS_OBJET),
    }
    noms = {
        "chez": Cast(f"{gestionnaire}__nom", TextField()),
        "numero": Cast(f"{gestionnaire}__siret", TextField()),
    }
    dites: QuerySet[Any] = lignes.annotate(**{**vides, **noms, **colonnes})
    return dites
