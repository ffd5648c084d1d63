"""Is a version still what was sent? Recomputed from its content, compared with the journal.

The objects verified are those about to be shown: nothing is read a second time. What is found is
told to the technical log each time, and to the file's own journal once a day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from declarations.models import Version
from declarations.services.contenu.fige import constats_de_l_envoi
from declarations.services.contenu.papiers import lire_les_pieces
from declarations.services.dossier import DossierVerrouille
from declarations.services.empreintes import FormuleInconnue, empreinte
from portal.socle import journal
from portal.socle.lignes_citees import defaut_de_ligne
from portal.socle.models import LigneJournal
from portal.socle.refus import impossible

log = structlog.get_logger(__name__)

ENVOI, CONSTAT = "declaration.transmise", "declaration.alteree"
UN_JOUR = timedelta(days=1)

CONTENU = "ce qui est gardé ne donne plus l’empreinte de l’envoi"
CALCUL = "le calcul gardé ne donne plus sa propre empreinte"
FORMULE = "la formule de l’empreinte n’est pas celle que cite le journal"
SANS_LIGNE = "aucune ligne du journal ne dit cet envoi"
PLUSIEURS_LIGNES = "plusieurs lignes du journal disent cet envoi"
AUTRE_EMPREINTE = "le journal cite une autre empreinte"
AUTRE_ENVOI = "le journal cite un autre auteur ou une autre date"
LIGNE_DOUTEUSE = "la ligne du journal qui dit l’envoi ne peut pas être crue : {}"


class VersionAlteree(Exception):
    """A version is no longer what was sent: nothing of it is shown. ``fautes`` say why."""

    def __init__(self, version: Version, fautes: tuple[str, ...]) -> None:
        super().__init__(f"{version} : {' ; '.join(fautes)}")
        self.version = version
        self.fautes = fautes


def exiger_intacte(version: Version) -> None:
    """Raise VersionAlteree, and tell it, unless a version that was sent is what was sent."""
    if version.est_envoyee and (fautes := fautes_de(version)):
        signaler(version, fautes)
        raise VersionAlteree(version, fautes)


def est_alteree(version: Version) -> bool:
    """Tell whether a version that was sent is no longer what was sent; it is then told."""
    try:
        exiger_intacte(version)
    except VersionAlteree:
        return True
    return False


def exiger_intacte_pour_agir(dossier: DossierVerrouille) -> None:
    """Raise ActionRefusee: an altered version is neither validated nor copied into the next one."""
    version = dossier.version
    if version.est_envoyee and (fautes := fautes_de(version)):
        _dire(version, fautes)  # the refusal undoes what would be written in the journal
        raise impossible(
            f"La version {version.numero} n’est plus celle qui a été transmise : ce "
            "dossier ne peut pas avancer avant son rétablissement par l’exploitant du portail."
        )


def fautes_de(version: Version) -> tuple[str, ...]:
    """Return what belies a version that was sent, in French; empty when it is what was sent."""
    lignes = list(lignes_d_envoi([version.declaration_id]).filter(details__version=version.numero))
    fautes = [*_fautes_du_contenu(version), *_fautes_du_journal(version, lignes)]
    if len(lignes) == 1 and (defaut := defaut_de_ligne(lignes[0])):
        fautes.append(LIGNE_DOUTEUSE.format(defaut))
    return tuple(fautes)


def fautes_des(versions: Collection[Version]) -> Iterator[tuple[Version, str]]:
    """The same for many, each with the version that it belies: papers and journal are read once.

    The lines of the journal are taken at their word: for who walks the chains besides.
    """
    lire_les_pieces(versions)
    dites: dict[tuple[int | None, object], list[LigneJournal]] = defaultdict(list)
    for ligne in lignes_d_envoi([v.declaration_id for v in versions]).select_related(None):
        dites[ligne.objet_id, ligne.details.get("version")].append(ligne)
    for version in versions:
        lignes = dites[version.declaration_id, version.numero]
        for faute in (*_fautes_du_contenu(version), *_fautes_du_journal(version, lignes)):
            yield version, faute


def _fautes_du_contenu(version: Version) -> tuple[str, ...]:
    try:
        retrouvee = empreinte(version, constats_de_l_envoi(version))
    except FormuleInconnue:
        return (FORMULE,)
    fautes = [] if retrouvee == version.empreinte else [CONTENU]
    # Its own hash stands by itself: the former formula covers it, and nothing else of it.
    if not version.calcul_fige.est_intact:
        fautes.append(CALCUL)
    return tuple(fautes)


def _fautes_du_journal(version: Version, lignes: Sequence[LigneJournal]) -> tuple[str, ...]:
    """Compare with the lines that tell its sending: one is awaited."""
    if len(lignes) != 1:
        return (PLUSIEURS_LIGNES if lignes else SANS_LIGNE,)
    ligne, fautes = lignes[0], []
    if ligne.details.get("empreinte") != version.empreinte:
        fautes.append(AUTRE_EMPREINTE)
    # A line that names no formula was written when there was only the first.
    if ligne.details.get("formule", 1) != version.formule:
        fautes.append(FORMULE)
    if (ligne.auteur_id, ligne.le) != (version.envoyee_par_id, version.envoyee_le):
        fautes.append(AUTRE_ENVOI)
    return tuple(fautes)


def lignes_d_envoi(declarations: Collection[int]) -> QuerySet[LigneJournal]:
    """The lines that tell the sendings of these declarations, by their ids."""
    return LigneJournal.objects.filter(
        objet_type="declarations.declaration", objet_id__in=declarations, action=ENVOI
    ).select_related("chaine")


def signaler(version: Version, fautes: tuple[str, ...]) -> None:
    """Tell an alteration: to the technical log, and once a day to the journal of the file."""
    declaration = version.declaration
    _dire(version, fautes)
    deja = LigneJournal.objects.sur(declaration).filter(
        action=CONSTAT, details__version=version.numero, le__gte=timezone.now() - UN_JOUR
    )
    try:
        with transaction.atomic():
            if deja.exists():
                return
            journal.ecrire(
                CONSTAT,
                auteur=None,
                objet=declaration,
                gestionnaire_id=declaration.gestionnaire_id,
                caf_id=declaration.caf_id,
                details={"version": version.numero, "fautes": list(fautes)},
            )
    except DatabaseError:
        log.exception("integrite.constat_non_ecrit", reference=declaration.reference)


def _dire(version: Version, fautes: tuple[str, ...]) -> None:
    log.error(
        "integrite.version_alteree",
        reference=version.declaration.reference,
        version=version.numero,
        fautes=list(fautes),
    )
