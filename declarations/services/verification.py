"""All the versions sent, checked against their hash and the journal, and the journal against them.

By batches, read only: a run may be stopped and begun again.
"""

from collections.abc import Iterator
from itertools import islice

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from declarations.models import Campagne, Declaration, Version
from declarations.services.integrite import ENVOI, fautes_des
from portal.socle.fautes import Faute
from portal.socle.models import ChaineJournal, LigneJournal
from portal.socle.verification import Rupture

LOT = 200
VALIDATION = "declaration.validee"
OBJET = "declarations.declaration"


def versions_alterees() -> Iterator[Faute]:
    """Versions sent whose content, computation or line of the journal no longer agree."""
    versions = (
        Version.objects.filter(envoyee_le__isnull=False)
        .select_related("declaration__caf", "gestionnaire", "calcul")
        .prefetch_related("volets", "passages")
        .order_by("pk")
    )
    lues = versions.iterator(chunk_size=LOT)
    while lot := list(islice(lues, LOT)):
        # The chains are walked whole by a check of their own.
        for version, raison in fautes_des(lot):
            yield Faute("version", nom_de(version), raison)


def envois_sans_version() -> Iterator[Faute]:
    """Sendings that the journal tells, of versions that are gone or no longer sent."""
    envoyee = Version.objects.filter(
        declaration_id=OuterRef("objet_id"),
        numero=OuterRef("numero_version"),
        envoyee_le__isnull=False,
    )
    lignes = (
        LigneJournal.objects.filter(action=ENVOI, objet_type=OBJET)
        .annotate(numero_version=Cast(KeyTextTransform("version", "details"), BigIntegerField()))
        .filter(~Exists(envoyee))
        .order_by("pk")
    )
    dites = lignes.values_list("objet_id", "numero_version")
    for objet_id, numero in dites.iterator(chunk_size=LOT):
        objet = f"déclaration n° {objet_id}, version {numero}"
        yield Faute("version", objet, "le journal dit son envoi, et elle n’est plus transmise")


def actes_sans_trace() -> Iterator[Rupture]:
    """Acts that the database knows and the journal does not: a chain, or a line, was taken away.

    Sendings and validations each have their line; a gestionnaire who was called and a Caf whose
    window was moved have a chain.
    """
    yield from _chaines_manquantes()
    for champ, action, dit in (
        ("envoyee_le", ENVOI, "l’envoi"),
        ("validee_le", VALIDATION, "la validation"),
    ):
        for version in _sans_ligne(champ, action).iterator(chunk_size=LOT):
            cle = f"gestionnaire:{version.gestionnaire_id}"
            yield Rupture(cle, 0, f"aucune ligne ne dit {dit} de {nom_de(version)}")


def nom_de(version: Version) -> str:
    return f"{version.declaration.reference}, version {version.numero}"


def _sans_ligne(champ: str, action: str) -> QuerySet[Version]:
    ligne = LigneJournal.objects.annotate(
        numero_version=KeyTextTransform("version", "details")
    ).filter(
        objet_type=OBJET,
        objet_id=OuterRef("declaration_id"),
        action=action,
        numero_version=Cast(OuterRef("numero"), TextField()),
    )
    return (
        Version.objects.filter(~Exists(ligne), **{f"{champ}__isnull": False})
        .select_related("declaration")
        .order_by("pk")
    )


def _chaines_manquantes() -> Iterator[Rupture]:
    envoyees = Version.objects.filter(envoyee_le__isnull=False)
    gestionnaires = {
        gestionnaire
        for actes in (Declaration.objects.all(), envoyees)
        for gestionnaire in actes.order_by().values_list("gestionnaire", flat=True).distinct()
    }
    cafs = set(Campagne.objects.filter(exceptionnelle=True).values_list("caf", flat=True))
    # Read last: an act done meanwhile has its chain by then.
    connues = set(ChaineJournal.objects.values_list("cle", flat=True))
    for cle in sorted({f"gestionnaire:{g}" for g in gestionnaires} - connues):
        yield Rupture(cle, 0, "la chaîne manque, alors que des déclarations lui ont été demandées")
    for cle in sorted({f"caf:{c}" for c in cafs} - connues):
        yield Rupture(cle, 0, "la chaîne manque, alors que des dates y ont été fixées")
