"""Estimates of the declarations not sent yet, for who asks what a barème value would change."""

from collections.abc import Iterator

from declarations.models import Declaration, Version
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.etats import Etat
from declarations.services.contenu import Vivant
from declarations.services.contenu.chiffrage import chiffrer
from subventions.propositions.sources import EnCours, Portee, Source
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import Estimation

NOM = "declarations"
LOT = 200


def estimations(portee: Portee) -> Iterator[EnCours]:
    """Each draft, read by lots; its figures are read once, whatever it is estimated with."""
    cles = _declarations(portee).order_by("pk").values_list("version_courante", flat=True)
    ids = list(cles)
    for debut in range(0, len(ids), LOT):
        versions = Version.objects.filter(pk__in=ids[debut : debut + LOT])
        for version in versions.select_related("declaration__equipement").prefetch_related(
            "volets"
        ):
            yield _en_cours(Vivant(version))


def _en_cours(contenu: Vivant) -> EnCours:
    declaration = contenu.declaration

    def estimer(bareme: Bareme) -> Estimation:
        grille, lignes, donnees = contenu.grille, contenu.lignes, contenu.donnees
        return chiffrer(grille, declaration.annee, bareme, lignes, donnees).estimation

    return EnCours(declaration.annee, declaration.caf_id, estimer)


def _compter(portee: Portee) -> int:
    return _declarations(portee).count()


def _declarations(portee: Portee) -> DeclarationQuerySet:
    """Declarations at work, a correction or a rectificative included."""
    declarations = Declaration.objects.filter(
        dispositif=portee.dispositif,
        annee__gte=portee.periode.debut,
        version_courante__envoyee_le__isnull=True,
    ).exclude(etat=Etat.SANS_OBJET)
    if portee.periode.fin is not None:
        declarations = declarations.filter(annee__lte=portee.periode.fin)
    if portee.caf_id is not None:
        declarations = declarations.filter(caf=portee.caf_id)
    return declarations


SOURCE = Source(_compter, estimations)
