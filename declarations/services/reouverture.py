"""A version opened again for the partner: copied, begun or not yet, taken back before it is."""

from collections.abc import Mapping
from datetime import datetime

from declarations.models import Declaration, Version, Volet


def copier(
    declaration: Declaration,
    ancienne: Version,
    origine: str,
    ouverts: Mapping[str, list[str] | None],
    maintenant: datetime,
) -> Version:
    """Copy the sent version into a new one; a volet not touched keeps its sign-off."""
    nouvelle = Version.objects.create(
        declaration=declaration,
        numero=ancienne.numero + 1,
        origine=origine,
        grille=ancienne.grille,
        lignes=ancienne.lignes,
        cree_le=maintenant,
    )
    for volet in ancienne.volets.all():
        touche = ouverts[volet.nature] != []
        Volet.objects.create(
            version=nouvelle,
            nature=volet.nature,
            donnees=volet.donnees,
            auteurs=volet.auteurs,
            revision=volet.revision,
            champs_ouverts=ouverts[volet.nature],
            modifie_le=volet.modifie_le,
            modifie_par=volet.modifie_par,
            signe_le=None if touche else volet.signe_le,
            signe_par=None if touche else volet.signe_par,
            saisi_par_la_caf=volet.saisi_par_la_caf,
            signe_par_la_caf=not touche and volet.signe_par_la_caf,
        )
    for justification in ancienne.justifications.all():
        justification.pk = None
        justification.version = nouvelle
        justification.save(force_insert=True)
    return nouvelle


def correction_commencee(version: Version) -> bool:
    """Tell whether anything was typed, signed, justified or joined since a version was opened.

    What it holds is compared with the version sent that it was copied from; three queries.
    """
    avant = Version.objects.filter(declaration=version.declaration_id, numero=version.numero - 1)
    if (origine := avant.first()) is None:
        return True
    if version.lignes != origine.lignes:
        return True
    revisions = dict(origine.volets.values_list("nature", "revision"))
    for volet in version.volets.all():
        touche = volet.champs_ouverts != []
        if volet.revision != revisions[volet.nature] or (touche and volet.signe_le):
            return True
    return _est_justifiee_ou_documentee(version, origine)


def _est_justifiee_ou_documentee(version: Version, origine: Version) -> bool:
    champs = ("cle", "motif", "texte")
    if set(version.justifications.values_list(*champs)) != set(
        origine.justifications.values_list(*champs)
    ):
        return True
    pieces = version.declaration.pieces.filter(version=version.numero)
    return bool(pieces.exists())


def abandonner(declaration: Declaration, version: Version) -> None:
    """Delete a version that nobody began, and what it was copied with: history keeps it all.

    ``declaration`` is at work on another one already.
    """
    version.justifications.all().delete()
    version.demandes_origine.all().delete()
    version.volets.all().delete()
    version.delete()
