"""Opening more of a declaration that is being corrected, without taking anything back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from declarations.models import DemandeCorrection
from declarations.regles.etats import Action
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.instruction import champs_a_ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.regles.a_rendre import bornes_de_la_demande
from portal.socle.motifs import exiger_motif
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus


@transaction.atomic
def elargir_correction(
    declaration_id: int,
    *,
    acteur: Acteur,
    motif: str,
    pour_le: date,
    volets: Iterable[str] = (),
    champs: Iterable[str] = (),
) -> None:
    """Open more fields, or whole volets, of the correction or rectificative that is under way.

    What the partner typed meanwhile is kept; only the sign-offs of the volets touched fall. The
    due date may move further, never nearer. Raises ActionRefusee (nothing of it was closed, too),
    DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez au partenaire pourquoi la correction s’élargit.")
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.ELARGIR_CORRECTION)
    demande = DemandeCorrection.objects.get(version=dossier.version)
    if pour_le < max(demande.pour_le, dossier.jour):
        raise DemandeInvalide(
            "pour_le", "Gardez la date annoncée au partenaire, ou donnez-lui plus de temps."
        )
    bornes_de_la_demande(dossier.jour, demande.pour_le).exiger("pour_le", pour_le)
    entiers, nommes = _ouvrir_plus(dossier, frozenset(volets), frozenset(champs))
    demande.motif = f"{demande.motif}\n{motif}"
    demande.pour_le = pour_le
    demande.volets = sorted({*demande.volets, *entiers})
    demande.champs = sorted({*demande.champs, *nommes})
    demande.save(update_fields=["motif", "pour_le", "volets", "champs"])
    dossier.oublier()
    dossier.accomplir(
        Action.ELARGIR_CORRECTION,
        situation,
        motif,
        pour_le=pour_le.isoformat(),
        volets=entiers,
        champs=nommes,
    )


def _ouvrir_plus(
    dossier: DossierVerrouille, volets: frozenset[str], champs: frozenset[str]
) -> tuple[list[str], list[str]]:
    """Open what is still closed of what is asked; return the whole volets, then the fields, that
    were. A volet touched is to be signed again."""
    entiers: list[str] = []
    nommes: list[str] = []
    for nature, demandes in champs_a_ouvrir(dossier, volets, champs).items():
        volet = dossier.version.volet(nature)
        if volet.champs_ouverts is None:
            continue
        nouveaux = [c for c in demandes or () if c not in volet.champs_ouverts]
        if demandes is not None and not nouveaux:
            continue
        if demandes is None:
            entiers.append(nature)
            volet.champs_ouverts = None
        else:
            nommes += nouveaux
            volet.champs_ouverts = [*volet.champs_ouverts, *nouveaux]
        volet.signe_le = volet.signe_par = None
        volet.signe_par_la_caf = False
        volet.save(update_fields=["champs_ouverts", "signe_le", "signe_par", "signe_par_la_caf"])
    if not entiers and not nommes:
        refus = Refus(MOMENT, "Ce que vous désignez est déjà ouvert à la correction.")
        raise ActionRefusee(refus, Action.ELARGIR_CORRECTION)
    return sorted(entiers), sorted(nommes)
