"""Partners: added to the annuaire of a Caf, changed, given another SIRET, deleted while unused."""

from typing import Any

from django.db import transaction

from habilitations.annuaire.services.acces import (
    cafs_du,
    exiger_administrateur,
    exiger_identite,
    gestionnaires_de,
)
from habilitations.annuaire.services.ecriture import exiger_a_jour, exiger_valide, raconter, remplir
from habilitations.models import Adhesion, Gestionnaire, Habilitation
from habilitations.permissions import Acteur
from habilitations.regles.siret import SiretIllisible, lire_siret
from habilitations.services.accord import est_responsable
from habilitations.services.signatures_en_masse import signer_pour_un_partenaire
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import DemandeInvalide, impossible
from portal.socle.usages import est_utilise, retenue

SIRET = "gestionnaire.siret"
CHAMPS = ("nom", "nature", "adresse")
SANS_ADHESION = frozenset({"habilitations.Adhesion"})
AUTREMENT = (
    "Un partenaire qui part garde sa fiche : son adhésion prend fin un jour donné, et ses "
    "équipements se ferment ou se transfèrent."
)


@transaction.atomic
def creer_gestionnaire(
    *, caf_id: int, siret: str, nom: str, nature: str, adresse: str, acteur: Acteur
) -> Gestionnaire:
    """Add a partner to the annuaire of a Caf: its adhesion there is opened, and is not complete.

    A partner that another Caf knows is tied to this one too, and keeps its name and address.
    Raises ActionRefusee (who does not keep this annuaire), DemandeInvalide (SIRET, a name missing,
    already there).
    """
    exiger_administrateur(acteur, caf_id)
    numero = exiger_siret(siret)
    connu = Gestionnaire.objects.filter(siret=numero).first()
    if connu and caf_id in cafs_du(connu):
        raise DemandeInvalide("siret", f"Ce partenaire est déjà dans l’annuaire : {connu.nom}.")
    voulu = {"siret": numero, "nom": nom.strip(), "nature": nature, "adresse": adresse.strip()}
    gestionnaire = connu or Gestionnaire()
    changements = {} if connu else remplir(gestionnaire, voulu)
    if not connu:
        gestionnaire.save(force_insert=True)
    Adhesion.objects.create(caf_id=caf_id, gestionnaire=gestionnaire)
    action = "gestionnaire.rattache" if connu else "gestionnaire.cree"
    _raconter(action, gestionnaire, acteur, caf_id, changements=changements)
    return gestionnaire


@transaction.atomic
def modifier_gestionnaire(
    gestionnaire_id: int, *, caf_id: int, acteur: Acteur, depuis: str = "", **voulu: Any
) -> Gestionnaire:
    """Change name, nature and address of a partner; the same again changes nothing.

    Raises ActionRefusee (another Caf knows it too), DemandeInvalide, Gestionnaire.DoesNotExist.
    """
    gestionnaire = ouvrir_gestionnaire(gestionnaire_id, caf_id, acteur)
    exiger_identite(acteur, gestionnaire)
    exiger_a_jour(gestionnaire, CHAMPS, depuis)
    changements = remplir(gestionnaire, {c: str(voulu[c]).strip() for c in CHAMPS})
    if changements:
        gestionnaire.save(update_fields=list(changements))
        _raconter("gestionnaire.modifie", gestionnaire, acteur, caf_id, changements=changements)
    return gestionnaire


@transaction.atomic
def changer_siret(
    gestionnaire_id: int,
    *,
    caf_id: int,
    siret: str,
    motif: str,
    acteur: Acteur,
    signer: bool = False,
) -> Gestionnaire:
    """Give a partner another SIRET: a slip mended, or its seat moved. Again, it changes nothing.

    Rights name the partner, not its SIRET: they hold. ``signer`` has those of this Caf signed
    again, by its responsable, who answers for them under the new one. Raises ActionRefusee,
    DemandeInvalide (SIRET, that of another partner, no reason), Gestionnaire.DoesNotExist.
    """
    gestionnaire = ouvrir_gestionnaire(gestionnaire_id, caf_id, acteur)
    exiger_identite(acteur, gestionnaire)
    motif = exiger_motif(motif, "Indiquez pourquoi le SIRET change.")
    numero = exiger_siret(siret)
    if numero == gestionnaire.siret:
        fait = "Ce SIRET est déjà celui du partenaire."
        exiger_le_meme_au_journal(motif, gestionnaire, SIRET, fait)
        return gestionnaire
    if autre := Gestionnaire.objects.filter(siret=numero).first():
        raise DemandeInvalide(
            "siret",
            f"Ce SIRET est celui de « {autre.nom} » : transférez-lui les équipements, un par un.",
        )
    avant = gestionnaire.siret
    gestionnaire.siret = numero
    exiger_valide(gestionnaire)
    gestionnaire.save(update_fields=["siret"])
    _raconter(
        SIRET,
        gestionnaire,
        acteur,
        caf_id,
        motif=motif,
        changements={"siret": (avant, numero)},
        droits=droits_de(gestionnaire).count(),
    )
    if signer and est_responsable(caf_id, acteur):
        signer_pour_un_partenaire(caf_id, gestionnaire.pk, acteur=acteur)
    return gestionnaire


def retenue_du_gestionnaire(gestionnaire: Gestionnaire) -> str:
    """Why a partner is not deleted; empty when it may be, with its adhesions never complete."""
    if dite := retenue(gestionnaire, AUTREMENT, sauf=SANS_ADHESION):
        return dite
    for adhesion in Adhesion.objects.filter(gestionnaire=gestionnaire):
        if adhesion.complete_le:
            return f"L’adhésion de ce partenaire a été complète. {AUTREMENT}"
        if dite := retenue(adhesion, AUTREMENT):
            return dite
    return ""


def se_supprime(gestionnaire: Gestionnaire) -> bool:
    """Tell whether deleting a partner may be offered: the same, asked in a few words."""
    if est_utilise(gestionnaire, sauf=SANS_ADHESION):
        return False
    siennes = Adhesion.objects.filter(gestionnaire=gestionnaire)
    return not any(a.complete_le or est_utilise(a) for a in siennes)


@transaction.atomic
def supprimer_gestionnaire(gestionnaire_id: int, *, caf_id: int, acteur: Acteur) -> None:
    """Delete a partner added by mistake, with an adhesion that never was complete.

    Raises ActionRefusee when anything uses it, Gestionnaire.DoesNotExist.
    """
    gestionnaire = ouvrir_gestionnaire(gestionnaire_id, caf_id, acteur)
    exiger_identite(acteur, gestionnaire)
    if dite := retenue_du_gestionnaire(gestionnaire):
        raise impossible(dite)
    Adhesion.objects.filter(gestionnaire=gestionnaire).delete()
    _raconter("gestionnaire.supprime", gestionnaire, acteur, caf_id, siret=gestionnaire.siret)
    gestionnaire.delete()


def ouvrir_gestionnaire(gestionnaire_id: int, caf_id: int, acteur: Acteur) -> Gestionnaire:
    """Lock a partner of a Caf for one act. Raises ActionRefusee, Gestionnaire.DoesNotExist."""
    exiger_administrateur(acteur, caf_id)
    siens = gestionnaires_de(caf_id).select_for_update(no_key=True)
    return siens.get(pk=gestionnaire_id)


def droits_de(gestionnaire: Gestionnaire) -> Any:
    """Rights at a partner that are not withdrawn, whatever the Caf."""
    return Habilitation.objects.filter(gestionnaire=gestionnaire, retiree_le__isnull=True)


def exiger_siret(ecrit: str) -> str:
    """The 14 digits of what was typed. Raises DemandeInvalide on ``siret``."""
    try:
        return lire_siret(ecrit)[0]
    except SiretIllisible as illisible:
        raise DemandeInvalide("siret", str(illisible)) from None


def _raconter(
    action: str, gestionnaire: Gestionnaire, acteur: Acteur, caf_id: int, **details: Any
) -> None:
    raconter(
        action, gestionnaire, acteur, gestionnaire_id=gestionnaire.pk, caf_id=caf_id, **details
    )
