"""A right opens when a declaration is sent, and becomes definitive when it is validated (§4)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from habilitations.models import Utilisateur
from portal.socle import journal
from portal.socle.requetes_ecrites import RequeteEcrite
from subventions.droits.regles.situation import EtatDroit
from subventions.droits.services.caducite import rendre_caduques
from subventions.models import Calcul, Droit, NatureDroit

_TABLE = Droit._meta.db_table
_DU_CALCUL = RequeteEcrite(lambda calcul: Droit.objects.filter(calcul=calcul))


@transaction.atomic
def ouvrir_droit(
    calcul: Calcul,
    nature: NatureDroit,
    *,
    numero: int = 0,
    dossier_id: int | None,
    maintenant: datetime,
    par: Utilisateur | None,
    definitif: bool = False,
) -> Droit:
    """Open the right that a computation gives; it replaces the one of the same state.

    Sent again after a correction: the provisional one is replaced. A rectificative: the definitive
    one counts beside it until the validation. ``definitif`` opens it so at once: nobody validates
    afterwards what the Caf itself took up from ELAN. To be called with the file locked, or the
    équipement where there is no file: two at once wait for one another. Idempotent by computation.
    """
    if deja := _DU_CALCUL.premiere(calcul.pk):
        return deja
    equipement_id = calcul.equipement_id
    if equipement_id is None:
        raise ValueError("Un droit est celui d’un équipement.")
    etat = EtatDroit.DEFINITIF if definitif else EtatDroit.PROVISOIRE
    droit = Droit(
        pk=_prochain_numero(),
        caf_id=calcul.caf_id,
        gestionnaire_id=calcul.gestionnaire_id,
        equipement_id=equipement_id,
        dispositif=calcul.dispositif,
        annee=calcul.annee,
        nature=nature,
        numero=numero,
        dossier_id=dossier_id,
        calcul=calcul,
        etat=etat,
        ouvert_le=maintenant,
        definitif_le=maintenant if definitif else None,
    )
    anterieurs = Droit.objects.de(equipement_id, calcul.annee).filter(nature=nature, numero=numero)
    for ancien in anterieurs.filter(etat=etat).select_for_update(no_key=True):
        _remplacer(ancien, droit, maintenant, par)
    droit.save(force_insert=True)
    journaliser("droit.ouvert", droit, maintenant, par)
    return droit


@transaction.atomic
def rendre_definitif(
    calcul_id: int, *, maintenant: datetime, par: Utilisateur | None
) -> Droit | None:
    """Make definitive the right of a computation, its declaration being validated.

    The former definitive one is replaced, and stays readable. Return None when the computation
    opened none; again, no effect.
    """
    droit = Droit.objects.select_for_update(no_key=True).filter(calcul=calcul_id).first()
    if droit is None or droit.etat != EtatDroit.PROVISOIRE:
        return droit
    anciens = Droit.objects.de(droit.equipement_id, droit.annee).filter(
        nature=droit.nature, numero=droit.numero, etat=EtatDroit.DEFINITIF
    )
    for ancien in anciens.select_for_update(no_key=True):
        _remplacer(ancien, droit, maintenant, par)
    droit.etat, droit.definitif_le = EtatDroit.DEFINITIF, maintenant
    droit.save(update_fields=["etat", "definitif_le"])
    journaliser("droit.definitif", droit, maintenant, par)
    return droit


@transaction.atomic
def annuler_droits(
    dossier_id: int, motif: str, *, maintenant: datetime, par: Utilisateur | None
) -> int:
    """Cancel the rights of a file that became « sans objet »; return how many."""
    droits = Droit.objects.en_vigueur().filter(dossier=dossier_id)
    return _annuler(droits.select_for_update(no_key=True), motif, maintenant, par)


@transaction.atomic
def annuler_droit_repris(
    equipement_id: int, annee: int, motif: str, *, maintenant: datetime, par: Utilisateur | None
) -> int:
    """Cancel the right taken up from ELAN whose figures no longer make an amount."""
    droits = Droit.objects.en_vigueur().de(equipement_id, annee).filter(dossier=None)
    return _annuler(droits.select_for_update(no_key=True), motif, maintenant, par)


@transaction.atomic
def retablir_droits(
    dossier_id: int, motif: str, *, maintenant: datetime, par: Utilisateur | None
) -> int:
    """Bring back the rights of a file that was wrongly said « sans objet », as they were."""
    annules = Droit.objects.filter(dossier=dossier_id, etat=EtatDroit.ANNULE)
    droits = list(annules.select_for_update(no_key=True))
    for droit in droits:
        droit.etat = EtatDroit.DEFINITIF if droit.definitif_le else EtatDroit.PROVISOIRE
        droit.annule_le = None
        droit.save(update_fields=["etat", "annule_le"])
        journaliser("droit.rouvert", droit, maintenant, par, motif)
    return len(droits)


def _annuler(
    droits: Iterable[Droit], motif: str, maintenant: datetime, par: Utilisateur | None
) -> int:
    nombre = 0
    for droit in droits:
        rendre_caduques(droit, maintenant, par, "La déclaration est devenue sans objet.")
        droit.etat, droit.annule_le = EtatDroit.ANNULE, maintenant
        droit.save(update_fields=["etat", "annule_le"])
        journaliser("droit.annule", droit, maintenant, par, motif)
        nombre += 1
    return nombre


def _remplacer(
    ancien: Droit, nouveau: Droit, maintenant: datetime, par: Utilisateur | None
) -> None:
    """The former one says by which it was replaced; what was only proposed for it ends."""
    rendre_caduques(ancien, maintenant, par, "Le droit a été remplacé par un calcul plus récent.")
    ancien.etat, ancien.remplace_le = EtatDroit.REMPLACE, maintenant
    ancien.remplace_par_id = nouveau.pk
    ancien.save(update_fields=["etat", "remplace_le", "remplace_par"])
    journaliser("droit.remplace", ancien, maintenant, par, remplace_par=nouveau.pk)


def _prochain_numero() -> int:
    """The id of a right to come: the one it replaces names it first."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [_TABLE])
        return int(curseur.fetchone()[0])


def journaliser(
    action: str,
    droit: Droit,
    maintenant: datetime,
    par: Utilisateur | None,
    motif: str = "",
    **details: object,
) -> None:
    """Tell an act on a right in the journal of its gestionnaire. No amount: the rows hold them."""
    journal.ecrire(
        action,
        auteur=par,
        objet=droit,
        gestionnaire_id=droit.gestionnaire_id,
        caf_id=droit.caf_id,
        motif=motif,
        details={
            "equipement": droit.equipement_id,
            "annee": droit.annee,
            "nature": str(droit.nature),
            "numero": droit.numero,
            "calcul": droit.calcul_id,
            **details,
        },
        le=maintenant,
    )
