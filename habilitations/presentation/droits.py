"""The rights of one person, partner by partner, with the acts that tell them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from habilitations import messages
from habilitations.models import ActeHabilitation, Habilitation
from habilitations.presentation.actes import periode, portee
from habilitations.regles.verdicts import Motif
from habilitations.services.actes import tient
from habilitations.services.contenu_acte import ACCORDES, ecrire_droits, jour_d_accord
from habilitations.verification import Examen, examiner
from portal.socle.formats import date_fr

# Ends that nobody has to mend.
FINIS = frozenset({Motif.FINI, Motif.RETIRE})


@dataclass(frozen=True)
class DroitTenu:
    """A right on the page. ``acte``: the one that tells it as it is; else it may be asked for."""

    pk: int
    role: str
    portee: str
    periode: str
    etat: str
    ton: str
    raison: str
    repose_sur: list[str]
    acte: ActeHabilitation | None
    demandable: bool


@dataclass(frozen=True)
class ActeRemis:
    """An act made one day, whatever its rights have become."""

    acte: ActeHabilitation
    etat: str
    ton: str


@dataclass(frozen=True)
class DroitsChez:
    """Those of one person at one partner of one Caf."""

    partenaire: str
    caf: str
    droits: list[DroitTenu]
    actes: list[ActeRemis]


def droits_de(
    droits: Iterable[Habilitation], actes: Iterable[ActeHabilitation], jour: date
) -> list[DroitsChez]:
    """What the page shows: rights read by ``a_verifier`` and acts, all of one person; no query."""
    actes = list(actes)
    chez: dict[tuple[int, int], list[Examen]] = {}
    for examen in examiner(droits, jour):
        cle = (examen.droit.gestionnaire_id, examen.droit.caf_id)
        chez.setdefault(cle, []).append(examen)
    for acte in actes:  # a partner at which no right is left still has its acts
        chez.setdefault((acte.gestionnaire_id, acte.caf_id), [])
    return [
        _chez(examens, [a for a in actes if (a.gestionnaire_id, a.caf_id) == cle])
        for cle, examens in chez.items()
    ]


def _chez(examens: list[Examen], actes: list[ActeHabilitation]) -> DroitsChez:
    a_jour = _actes_a_jour([e.droit for e in examens if e.motif in ACCORDES], actes)
    origine = actes[0] if actes else examens[0].droit
    return DroitsChez(
        partenaire=origine.gestionnaire.nom,
        caf=origine.caf.nom,
        droits=[dire_droit(examen, a_jour.get(examen.droit.pk)) for examen in examens],
        actes=[_remis(acte) for acte in actes],
    )


def _actes_a_jour(
    droits: list[Habilitation], actes: list[ActeHabilitation]
) -> dict[int, ActeHabilitation]:
    """For each right that holds, the act that says it and its companions as they are today."""
    par_jour: dict[date, list[Habilitation]] = {}
    for droit in droits:
        par_jour.setdefault(jour_d_accord(droit), []).append(droit)
    trouves: dict[int, ActeHabilitation] = {}
    for jour, siens in par_jour.items():
        dit = ecrire_droits(siens)
        for acte in actes:
            if acte.accorde_le == jour and acte.contenu["droits"] == dit and tient(acte):
                trouves |= {droit.pk: acte for droit in siens}
                break
    return trouves


def dire_droit(examen: Examen, acte: ActeHabilitation | None = None) -> DroitTenu:
    """A right in words; ``acte`` is the one that tells it, when there is one."""
    droit = examen.droit
    (dit,) = ecrire_droits([droit])
    etat, ton = _etat(examen.motif)
    return DroitTenu(
        pk=droit.pk,
        role=droit.get_role_display(),
        portee=", ".join(portee(dit)),
        periode=periode(droit.du, droit.au),
        etat=etat,
        ton=ton,
        raison=_raison(examen.motif),
        repose_sur=_repose_sur(droit),
        acte=acte,
        demandable=examen.motif in ACCORDES and acte is None,
    )


def _etat(motif: Motif | None) -> tuple[str, str]:
    if motif is None:
        return "En vigueur", "succes"
    if motif == Motif.PAS_COMMENCE:
        return "À venir", "info"
    if motif == Motif.SUSPENDU:
        return "Suspendu", "attention"
    return ("Terminé", "neutre") if motif in FINIS else ("Sans effet", "erreur")


def _raison(motif: Motif | None) -> str:
    """Why a right gives nothing; empty when nothing is to be explained."""
    return messages.phrase(motif) if motif and motif not in ACCORDES else ""


def _repose_sur(droit: Habilitation) -> list[str]:
    """Who signed for the Caf, on what, and who granted it under a delegation."""
    lignes = []
    if droit.signee_le and droit.signee_par:
        lignes.append(f"Signé pour la Caf par {droit.signee_par}, le {date_fr(droit.signee_le)}")
    if droit.delegation and droit.accordee_par:
        lignes.append(f"Accordé par {droit.accordee_par}, par délégation de la Caf")
    if droit.base and droit.base.complete_le:
        lignes.append(f"Adhésion complète depuis le {date_fr(droit.base.complete_le)}")
    return lignes


def _remis(acte: ActeHabilitation) -> ActeRemis:
    if not acte.est_scelle:
        return ActeRemis(acte, "En préparation", "info")
    return ActeRemis(acte, *(("Scellé", "succes") if tient(acte) else ("À refaire", "erreur")))
