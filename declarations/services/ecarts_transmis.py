"""Gaps between bilans and réelles, both as they were sent, for who follows a whole portfolio."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import F, Func, JSONField, OuterRef, QuerySet, Subquery

from declarations.grilles import grille_par_reference
from declarations.models import ChiffrePartage, Declaration, Justification, Version, Volet
from declarations.models.calendrier import Nature
from declarations.regles.controles.c15 import cle_de, figures
from declarations.regles.etats import Etat
from declarations.regles.partages import different
from declarations.services.contenu.partages import en_partage
from portal.dossiers.models import DossierQuerySet
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.valeurs import Valeur


class EnFace(TypedDict):
    """What a réelle says of a figure, and its version that counts."""

    declaree: Valeur
    reelle: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Discordant = WithAnnotations[ChiffrePartage, EnFace]


@dataclass(frozen=True)
class EcartTransmis:
    """One figure that differs: what each side says, as people read it, and why when it is told."""

    chiffre: ChiffrePartage
    champ: Champ
    ligne: str
    declare: str
    du_bilan: str
    explication: str


def chiffres_en_desaccord(
    dossiers: "DossierQuerySet[Any]", annee: int | None
) -> "QuerySet[Discordant]":
    """Return the figures of these bilans that the réelle sent writes otherwise, file by file."""
    reelles = Declaration.objects.filter(
        equipement=OuterRef("equipement"), annee=OuterRef("annee"), nature=Nature.REELLE
    ).exclude(etat=Etat.SANS_OBJET)
    dit = Volet.objects.filter(
        version=OuterRef("reelle"), donnees__has_key=OuterRef("chemin")
    ).values(
        dit=Func(
            F("donnees"),
            OuterRef("chemin"),
            function="jsonb_extract_path",
            output_field=JSONField(),
        )
    )
    chiffres = ChiffrePartage.objects.filter(dossier__in=dossiers)
    if annee is not None:
        chiffres = chiffres.filter(annee=annee)
    return (
        chiffres.annotate(reelle=Subquery(reelles.values("version_en_vigueur")[:1]))
        .annotate(declaree=Subquery(dit[:1]))
        .filter(declaree__isnull=False)
        .exclude(declaree=F("valeur"))
        .select_related("equipement", "dossier__gestionnaire")
        .order_by("equipement__nom", "equipement", "-annee", "dossier", "chemin")
    )


def ecarts_transmis(chiffres: "Iterable[Discordant]") -> list[EcartTransmis]:
    """Return the gaps among figures of ``chiffres_en_desaccord``, in two queries.

    Written otherwise is not always another figure: 1.50 and 1.5 are told apart here.
    """
    lus = list(chiffres)
    versions = Version.objects.in_bulk({c.reelle for c in lus})
    justifiees = _justifiees({c.reelle for c in lus}, [cle_de(c.chemin, c.dossier_id) for c in lus])
    ecarts = (_ecart(c, versions[c.reelle], justifiees) for c in lus)
    return [ecart for ecart in ecarts if ecart is not None]


def _ecart(
    chiffre: "Discordant", version: Version, justifiees: dict[tuple[int, str], Justification]
) -> EcartTransmis | None:
    grille = grille_par_reference(version.grille, chiffre.annee)
    champs = {c.code: c for section in grille.sections for c in section.champs}
    champ = champs.get(chiffre.chemin.rpartition(".")[2])
    declaree: Valeur = chiffre.declaree
    if champ is None or not different(champ, declaree, chiffre.valeur):
        return None
    declare, du_bilan = figures(champ, declaree, chiffre.valeur)
    dite = en_partage(chiffre)
    justification = justifiees.get((version.pk, cle_de(chiffre.chemin, chiffre.dossier_id)))
    explication = ""
    if dite.explication and dite.explique(declaree):
        explication = f"{dite.explication.texte} ({dite.explication.par})"
    elif justification and (justification.valeur, justification.reference) == (declare, du_bilan):
        explication = f"{justification.texte} ({justification.par})"
    ligne = _ligne(version, chiffre.chemin)
    return EcartTransmis(chiffre, champ, ligne, declare, du_bilan, explication)


def _ligne(version: Version, chemin: str) -> str:
    """The label of the row that a figure stands on; empty when it is asked once."""
    morceaux = chemin.split(".")
    cle = morceaux[1] if len(morceaux) > 1 else ""
    return next((li["libelle"] for li in version.lignes if li["cle"] == cle), "")


def _justifiees(
    versions: Collection[int], cles: Collection[str]
) -> dict[tuple[int, str], Justification]:
    ecrites = Justification.objects.filter(version__in=versions, cle__in=cles)
    return {(j.version_id, j.cle): j for j in ecrites.select_related("par")}
