"""A version opened again for the partner: whether it was begun, and taking it back before it is."""

from declarations.models import Declaration, Version


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
