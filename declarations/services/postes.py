"""Withdrawing a poste conventionné: only while no declaration names it."""

from django.db import transaction

from declarations.models import Version
from declarations.services.lignes import lignes_gardees
from habilitations.models import PosteConventionne
from habilitations.permissions import Acteur
from habilitations.services import postes
from portal.socle.formats import citer
from portal.socle.refus import impossible


@transaction.atomic
def retirer_poste(poste_id: int, *, acteur: Acteur) -> None:
    """Take a post out of its convention; its ETP can be changed instead once it was declared.

    A declaration names the post on its rows, and a correction starts from them: what was declared
    keeps the post it was declared on. Raises ActionRefusee, and what
    ``habilitations.services.postes.retirer_poste`` raises.
    """
    poste = PosteConventionne.objects.select_related("convention").get(pk=poste_id)
    postes.retirer_poste(poste_id, acteur=acteur)
    version = _derniere_version(poste)
    if version:  # Undoes the withdrawal, in the same transaction.
        raise impossible(
            f"La déclaration {citer(version.declaration.libelle)} porte sur ce poste : "
            "modifiez-le plutôt que de le retirer."
        )


def _derniere_version(poste: PosteConventionne) -> Version | None:
    """The latest version with a row on this post, but for rows withdrawn."""
    versions = Version.objects.filter(
        declaration__equipement=poste.convention.equipement_id,
        lignes__contains=[{"poste_conventionne": poste.pk}],
    ).select_related("declaration")
    portent = [
        version
        for version in versions.order_by("declaration__annee", "declaration", "numero")
        if any(ligne.poste_conventionne == poste.pk for ligne in lignes_gardees(version))
    ]
    return portent[-1] if portent else None
