"""The rows that every page of a declaration and every act on it read, by key.

Each is one written reading: they come at each field saved.
"""

from declarations.models import Declaration, DemandeCorrection, SaisieAssistee, Version, Volet
from portal.dossiers.services.derogations import rattacher_les_derogations
from portal.socle.requetes_ecrites import RequeteEcrite, rattacher

_AUTOUR = ("campagne", "caf", "gestionnaire", "equipement__portefeuille")
_DECLARATION = RequeteEcrite(
    lambda pk: (
        Declaration.objects.select_related(
            *_AUTOUR, "equipement__portefeuille__titulaire", "equipement__portefeuille__remplacant"
        )
        .filter(pk=pk)
        .order_by()
    )
)
# Nobody asks who follows it to save a field.
_VERROUILLEE = RequeteEcrite(
    lambda pk: Declaration.objects.select_related(*_AUTOUR).filter(pk=pk).order_by().verrouilles()
)
_SAISIES = RequeteEcrite(
    lambda pk: SaisieAssistee.objects.select_related("ouverte_par").filter(declaration=pk)
)
_VERSIONS = RequeteEcrite(lambda pk: Version.objects.filter(declaration=pk))
_VERSION = RequeteEcrite(
    lambda pk: Version.objects.select_related("calcul", "envoyee_par").filter(pk=pk).order_by()
)
_DEMANDES = RequeteEcrite(lambda pk: DemandeCorrection.objects.filter(version=pk))
_VOLETS = RequeteEcrite(lambda pk: Volet.objects.filter(version=pk))
_VOLETS_SIGNES = RequeteEcrite(
    lambda pk: Volet.objects.select_related("signe_par", "modifie_par").filter(version=pk)
)


def lire(pk: int) -> Declaration:
    """A declaration with all that its pages show around the figures.

    Raises Declaration.DoesNotExist.
    """
    declaration = _premiere(_DECLARATION.premiere(pk))
    rattacher_les_derogations(declaration)
    _lire_les_suites(declaration)
    version = _VERSION.lire(_au_travail(declaration))[0]
    rattacher(version, "volets", _VOLETS_SIGNES.lire(version.pk))
    rattacher(version, "demandes_origine", _DEMANDES.lire(version.pk))
    version.declaration = declaration
    declaration.version_courante = version
    return declaration


def verrouiller(pk: int) -> Declaration:
    """A declaration locked until the end of the transaction, with what every act asks.

    What is joined to a locked row is what it was before the wait: the rest is read after.
    Raises Declaration.DoesNotExist.
    """
    declaration = _premiere(_VERROUILLEE.premiere(pk))
    _lire_les_suites(declaration)
    courante = _au_travail(declaration)
    version = next(v for v in declaration.versions.all() if v.pk == courante)
    lire_les_volets(version)
    declaration.version_courante = version
    return declaration


def lire_les_volets(version: Version) -> Version:
    """A version with its two volets."""
    rattacher(version, "volets", _VOLETS.lire(version.pk))
    return version


def _lire_les_suites(declaration: Declaration) -> None:
    rattacher(declaration, "saisies_assistees", _SAISIES.lire(declaration.pk))
    rattacher(declaration, "versions", _VERSIONS.lire(declaration.pk))


def _premiere(lue: Declaration | None) -> Declaration:
    if lue is None:
        raise Declaration.DoesNotExist
    return lue


def _au_travail(declaration: Declaration) -> int:
    if declaration.version_courante_id is None:
        raise ValueError(f"{declaration} : sans version, alors qu’elle en a une dès l’appel")
    return declaration.version_courante_id
