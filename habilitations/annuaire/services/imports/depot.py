"""Receiving a list, planning it line by line, and keeping the plan until it is confirmed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from celery import current_app
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from habilitations.annuaire.imports.fichier import FichierIllisible, lire_fichier
from habilitations.annuaire.imports.lecture import LigneLue
from habilitations.annuaire.imports.plan import LignePlan
from habilitations.annuaire.imports.planificateur import Planificateur
from habilitations.annuaire.services.acces import exiger_administrateur
from habilitations.annuaire.services.imports.etat import lire_etat
from habilitations.models import EtatImport, ImportAnnuaire, LigneImport
from habilitations.permissions import Acteur
from portal.socle import antivirus
from portal.socle.contenus import FichierRefuse
from portal.socle.documents import examiner, nettoyer_nom
from portal.socle.lecture_classeurs import TAILLE_MAX, TROP_LOURD, ClasseurRefuse, lire_tableau

# Up to so many lines a list is planned and imported at once; longer, apart, with its progress.
LIGNES_IMMEDIATES = 300
LOT = 500
# What waits for its confirmation longer is thrown away; reports of what was done stay a month.
ATTENTE, RAPPORT = timedelta(days=1), timedelta(days=30)
EXTENSIONS = (".xlsx", ".ods", ".csv")
TACHE_EXAMEN = "habilitations.tasks.examiner_import"
PAS_UNE_LISTE = "Ce fichier n’est ni un classeur XLSX ou ODS, ni un texte CSV : partez du modèle."


class ImportRefuse(Exception):
    """The file cannot be read as a list; nothing was kept. The message says why."""


def deposer(fichier: "UploadedFile[Any]", *, caf_id: int, acteur: Acteur) -> ImportAnnuaire:
    """Read a list and keep it until it is confirmed: planned at once when short, else apart.

    Raises ActionRefusee (who does not keep this annuaire), ImportRefuse.
    """
    exiger_administrateur(acteur, caf_id)
    contenu, nom = _contenu(fichier)
    try:
        lu = lire_fichier(lire_tableau(contenu, nom))
    except (ClasseurRefuse, FichierIllisible) as refus:
        raise ImportRefuse(str(refus)) from None
    purger(acteur.maintenant)
    depot = ImportAnnuaire.objects.create(
        caf_id=caf_id,
        depose_par=acteur.utilisateur,
        depose_le=acteur.maintenant,
        fichier_nom=nom,
        fichier_empreinte=hashlib.sha256(contenu).hexdigest(),
        contenu=[en_json(ligne) for ligne in lu.lignes],
        avertissements=lu.avertissements,
        total=len(lu.lignes),
    )
    if depot.total > LIGNES_IMMEDIATES:
        confier(TACHE_EXAMEN, depot.pk)
    else:
        examiner_import(depot.pk, acteur=acteur)
    depot.refresh_from_db()
    return depot


def confier(tache: str, depot_id: int) -> None:
    """Hand a list to the worker, once it is kept; lost by the queue, ``reprendre`` asks again."""

    def demander() -> None:
        # One attempt: a queue that is down must not hold a page back.
        current_app.send_task(tache, [depot_id], retry=False, ignore_result=True)

    transaction.on_commit(demander, robust=True)


def purger(maintenant: datetime) -> int:
    """Delete lists that nobody confirmed, and reports a month old; return how many lists."""
    perimes = ImportAnnuaire.objects.filter(
        Q(fini_le__isnull=True, depose_le__lt=maintenant - ATTENTE)
        | Q(fini_le__lt=maintenant - RAPPORT)
    )
    _, par_modele = perimes.delete()
    return par_modele.get(ImportAnnuaire._meta.label, 0)


def examiner_import(depot_id: int, *, acteur: Acteur) -> None:
    """Plan the lines of a list against the annuaire as it is, and keep what becomes of each."""
    depot = ImportAnnuaire.objects.select_related("caf").get(pk=depot_id)
    if depot.etat not in (EtatImport.EXAMEN, EtatImport.PRET):
        return
    plans = planifier(depot, acteur)

    def avancer(faites: int) -> None:
        ImportAnnuaire.objects.filter(pk=depot_id).update(faites=faites)

    garder_plan(depot, plans, avancer)


def planifier(depot: ImportAnnuaire, acteur: Acteur) -> list[LignePlan]:
    """What becomes of each line, in the order in which they are written; nothing is."""
    lignes = [de_json(ligne) for ligne in depot.contenu]
    return Planificateur(lire_etat(depot.caf, lignes, acteur)).planifier(lignes)


def garder_plan(
    depot: ImportAnnuaire, plans: Sequence[LignePlan], avancer: Callable[[int], None]
) -> None:
    """Replace the lines shown of a list, by lots, and say that it waits for its confirmation."""
    LigneImport.objects.filter(depot=depot).delete()
    for debut in range(0, len(plans), LOT):
        lot = plans[debut : debut + LOT]
        LigneImport.objects.bulk_create(
            _ligne(depot, rang, plan) for rang, plan in enumerate(lot, start=debut)
        )
        avancer(debut + len(lot))
    ImportAnnuaire.objects.filter(pk=depot.pk, etat=EtatImport.EXAMEN).update(etat=EtatImport.PRET)
    ImportAnnuaire.objects.filter(pk=depot.pk).update(
        compte=compter_issues(plans), vu=empreinte_du_plan(plans), faites=depot.total
    )


def compter_issues(plans: Iterable[LignePlan]) -> dict[str, int]:
    compte: dict[str, int] = {}
    for plan in plans:
        compte[plan.issue] = compte.get(plan.issue, 0) + 1
    return compte


def empreinte_du_plan(plans: Iterable[LignePlan]) -> str:
    """What stands for a plan that somebody looked at: the annuaire may move before they confirm."""
    total = hashlib.sha256()
    for plan in plans:
        vu = (plan.feuille, plan.numero, plan.issue, plan.cible, sorted(plan.changements.items()))
        total.update(repr(vu).encode())
    return total.hexdigest()


def _contenu(fichier: "UploadedFile[Any]") -> tuple[bytes, str]:
    """Content and name of a file that may be a list. Raises ImportRefuse."""
    if (fichier.size or 0) > TAILLE_MAX:
        raise ImportRefuse(TROP_LOURD)
    nom = nettoyer_nom(fichier.name or "")
    extension = PurePosixPath(nom.lower()).suffix
    if extension not in EXTENSIONS:
        raise ImportRefuse(PAS_UNE_LISTE)
    if not fichier.size:
        raise ImportRefuse("Ce fichier est vide.")
    try:
        if extension == ".csv":
            fichier.seek(0)
            contenu = fichier.read()
            antivirus.examiner(contenu)
            return contenu, nom
        examiner(fichier)
    except FichierRefuse as refus:
        raise ImportRefuse(str(refus)) from None
    return fichier.read(), nom


def _ligne(depot: ImportAnnuaire, rang: int, plan: LignePlan) -> LigneImport:
    return LigneImport(
        depot=depot,
        rang=rang,
        feuille=plan.feuille,
        numero=plan.numero,
        quoi=plan.quoi[:400],
        issue=plan.issue,
        changements={champ: list(paire) for champ, paire in plan.changements.items()},
        motifs=plan.motifs,
        remarques=plan.remarques,
    )


def en_json(ligne: LigneLue) -> dict[str, Any]:
    """A line as it is kept between its reading and its import."""
    return {
        "feuille": ligne.feuille,
        "numero": ligne.numero,
        "valeurs": {code: _ecrire(valeur) for code, valeur in ligne.valeurs.items()},
        "erreurs": list(ligne.erreurs),
        "remarques": list(ligne.remarques),
    }


def de_json(ligne: dict[str, Any]) -> LigneLue:
    return LigneLue(
        ligne["feuille"],
        ligne["numero"],
        {code: _lire(valeur) for code, valeur in ligne["valeurs"].items()},
        tuple(ligne["erreurs"]),
        tuple(ligne["remarques"]),
    )


def _ecrire(valeur: Any) -> Any:
    if isinstance(valeur, date):
        return {"date": valeur.isoformat()}
    return list(valeur) if isinstance(valeur, tuple) else valeur


def _lire(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return date.fromisoformat(valeur["date"])
    return tuple(valeur) if isinstance(valeur, list) else valeur
