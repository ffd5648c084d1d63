"""Letters, whatever they tell: made once for what they say, sealed by the worker, kept for good."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q

from habilitations.permissions import Acteur
from habilitations.services.papiers import Inscrit, PapierLu
from portal.socle import journal
from portal.socle.cachets.scelle import Scelle
from portal.socle.cachets.verification import est_compromise
from portal.socle.contenus import TYPES
from portal.socle.documents import Examen, garder, sans_orphelin
from subventions.models.lettres import Lettre

# By name: the task prints, and prints stand above the services.
SCELLER = "subventions.tasks.sceller_lettre"
# Crockford's digits: nothing that is read for another (I, L, O, U).
CHIFFRES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
L = TypeVar("L", bound=Lettre)


def etablir(modele: type[L], sujet: Any, dit: dict[str, Any], acteur: Acteur) -> L:
    """The letter that says this of its subject: the one there is, while its seal holds, or a new
    one, sealed once this is committed. The caller holds the subject locked."""
    lettres = modele._default_manager.filter(**{modele.SUJET: sujet})
    tenues = (lettre for lettre in lettres if lettre.contenu["dit"] == dit and tient(lettre))
    lettre = next(tenues, None) or _creer(modele, sujet, dit, acteur)
    _faire_sceller(lettre)
    return lettre


def conserver(lettre: L, scelle: Scelle, le: datetime) -> L:
    """Keep the sealed PDF of a letter, once: the second of two workers changes nothing.

    Raises FichierRefuse when the disk is full.
    """
    with sans_orphelin(), transaction.atomic():
        verrouillees = type(lettre)._default_manager.select_for_update(no_key=True)
        lettre = verrouillees.get(pk=lettre.pk)
        if lettre.est_scellee:
            return lettre
        lettre.document = garder(
            _examen(lettre, scelle.octets),
            auteur=lettre.demandee_par,
            gestionnaire_id=lettre.sujet.gestionnaire_id,
            caf_id=lettre.sujet.caf_id,
            le=le,
        )
        lettre.serie = scelle.serie
        lettre.save(update_fields=["document", "serie"])
        _raconter("lettre_scellee", lettre, None, le)
        return lettre


def tient(lettre: Lettre) -> bool:
    """Tell whether a letter is still worth handing out: its seal was not made void since."""
    return not (lettre.serie and est_compromise(lettre.serie))


def dit_encore(dit: Mapping[str, Any], actuel: Mapping[str, Any], *sauf: str) -> bool:
    """Tell whether all that a letter said still holds, ``sauf`` apart.

    What letters did not say yet when it was made is no reproach: it is compared on its own keys.
    """
    return all(_encore(dit[cle], actuel.get(cle)) for cle in dit if cle not in sauf)


def _encore(dit: Any, actuel: Any) -> bool:
    if isinstance(dit, dict) and isinstance(actuel, dict):
        return dit_encore(dit, actuel)
    return bool(dit == actuel)


def est_intacte(lettre: Lettre) -> bool:
    """Tell whether what the row says is what was hashed, of this letter."""
    tel_quel = empreinte_de(lettre.contenu) == lettre.empreinte
    return tel_quel and lettre.contenu["reference"] == lettre.reference


def empreinte_de(dit: dict[str, Any]) -> str:
    """SHA-256 of all that a letter says: keys sorted, no space, UTF-8."""
    texte = json.dumps(dit, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()


def motif_du_cachet(lettre: Lettre) -> str:
    """The reason that the seal states and covers: which letter, and the hash of what it says."""
    return f"{lettre.TITRE} {lettre.reference}, empreinte {lettre.empreinte}"


def nom_de_fichier(lettre: Lettre) -> str:
    """« droit-LD-73-7KQ2M9XD.pdf »."""
    return f"{lettre.SUJET}-{lettre.reference}.pdf"


def scellee(modele: type[L], condition: Q) -> L | None:
    """The sealed letter that answers this, with its document and what it tells."""
    scellees = modele._default_manager.filter(condition, document__isnull=False)
    return scellees.select_related("document", modele.SUJET).first()


def inscrit(lettre: Lettre, lire: Callable[[], PapierLu]) -> Inscrit:
    """A letter as the public page checks it."""
    return Inscrit(lettre.document, motif_du_cachet(lettre), est_intacte(lettre), lire)


def _creer(modele: type[L], sujet: Any, dit: dict[str, Any], acteur: Acteur) -> L:
    hasard = "".join(secrets.choice(CHIFFRES) for _ in range(8))
    reference = f"{modele.SIGLE}-{dit['caf']['code']}-{hasard}"
    tout = {"reference": reference, "le": acteur.maintenant.isoformat(), "dit": dit}
    lettre = modele._default_manager.create(
        **{modele.SUJET: sujet},
        reference=reference,
        contenu=tout,
        empreinte=empreinte_de(tout),
        demandee_par=acteur.utilisateur,
        demandee_le=acteur.maintenant,
    )
    _raconter("lettre_demandee", lettre, acteur.utilisateur, acteur.maintenant)
    return lettre


def _raconter(quoi: str, lettre: Lettre, auteur: Any, le: datetime) -> None:
    sujet = lettre.sujet
    details = {
        "reference": lettre.reference,
        "empreinte": lettre.empreinte,
        lettre.SUJET: sujet.pk,
    }
    if lettre.document is not None:
        details["fichier"] = lettre.document.sha256
    journal.ecrire(
        f"{lettre.SUJET}.{quoi}",
        auteur=auteur,
        objet=lettre,
        gestionnaire_id=sujet.gestionnaire_id,
        caf_id=sujet.caf_id,
        details=details,
        le=le,
    )


def _faire_sceller(lettre: Lettre) -> None:
    if lettre.est_scellee:
        return
    arguments = [lettre.SUJET, lettre.pk]

    def demander() -> None:
        # One attempt: a queue that is down must not hold a page back; beat asks again.
        current_app.send_task(SCELLER, arguments, retry=False, ignore_result=True)

    transaction.on_commit(demander, robust=True)


def _examen(lettre: Lettre, pdf: bytes) -> Examen:
    """Ours: nothing to be recognised in it."""
    nom = nom_de_fichier(lettre)
    fichier = SimpleUploadedFile(nom, pdf, content_type="application/pdf")
    return Examen(fichier, nom, TYPES["pdf"], len(pdf), hashlib.sha256(pdf).hexdigest())
