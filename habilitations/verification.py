"""Whether rights hold: their rows read into what ``regles.verdicts`` judges, by one or by many.

No access comes from the table alone: ``Acteur`` and every list of people who may do something go
through here. Verdicts are never kept; only the public keys of files are, until the files change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Max

from habilitations import trousseau
from habilitations.models import Adhesion, CleCaf, Delegation, Habilitation
from habilitations.models.droits import HabilitationQuerySet
from habilitations.regles import verdicts
from habilitations.regles.contenus import ContenuDelegation, ContenuDroit
from habilitations.regles.verdicts import Motif
from portal.socle.models import LigneJournal

LOT = 2_000
# Delegations met in one reading, by id and code of the Caf whose keys were accepted.
Lues = dict[tuple[int, str], verdicts.Delegation]
# Acts that sign a right anew, at the moment that their line of the journal bears.
ACTES_SIGNES = (
    *("droit.accorde", "droit.suspendu", "droit.repris", "droit.retire"),
    "droit.borne",
)
DERNIER = ("objet_id", "dernier")
# Acts that take away what rests on an adhesion, and those that give it back.
SUSPENSIONS = ("adhesion.suspendue", "adhesion.reprise")
FINS = ("adhesion.fin", "adhesion.rouverte")


@dataclass(frozen=True)
class Examen:
    """A right, and why it gives nothing on the day asked; None when it gives."""

    droit: Habilitation
    motif: Motif | None


def examiner(droits: Iterable[Habilitation], jour: date) -> list[Examen]:
    """Judge rights read by ``a_verifier``, on a day: no query but those of the rows."""
    lues: Lues = {}
    return [Examen(droit, verdicts.verdict(lire_droit(droit, lues), jour)) for droit in droits]


def droits_verifies(droits: HabilitationQuerySet, jour: date) -> list[Habilitation]:
    """Rights of a queryset that give access on a day, each verified; three queries at most."""
    return [e.droit for e in examiner(droits.actives(jour).a_verifier(), jour) if e.motif is None]


def alterations() -> Iterator[Examen]:
    """Judge every right, whatever the day, by lots: six queries each, constant memory.

    Also told here, and not at each request, from the journal: a right put back as it was signed
    before, whole and with its signature, while a later act on it is told; an adhesion, which
    nobody signs, suspended or ended by an act that no other act took back, and whose row says
    otherwise.
    """
    tous = Habilitation.objects.a_verifier().order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(tous, LOT)):
        derniers = _derniers_actes([droit.pk for droit in lot])
        levees = _bases_levees({base.pk: base for droit in lot if (base := droit.base)})
        lues: Lues = {}
        for droit in lot:
            motif = verdicts.alteration(lire_droit(droit, lues))
            dernier = derniers.get(droit.pk)
            if motif is None and dernier and droit.signee_le and droit.signee_le < dernier:
                motif = Motif.REJOUE
            if motif is None and (droit.base_id or 0) in levees:
                motif = Motif.BASE_LEVEE
            yield Examen(droit, motif)


def _derniers_actes(droits: list[int]) -> dict[int, datetime]:
    """When the last act that signed each of these rights took place, as the journal tells it."""
    lignes = LigneJournal.objects.filter(
        objet_type=Habilitation._meta.label_lower, objet_id__in=droits, action__in=ACTES_SIGNES
    )
    return dict(lignes.values("objet_id").annotate(dernier=Max("le")).values_list(*DERNIER))


def _bases_levees(bases: Mapping[int, Adhesion]) -> set[int]:
    """Ids of the adhesions that give more than the last act on them in the journal left."""
    lignes = LigneJournal.objects.filter(
        objet_type=Adhesion._meta.label_lower, objet_id__in=bases, action__in=(*SUSPENSIONS, *FINS)
    )
    levees: dict[tuple[int, tuple[str, str]], bool] = {}
    for ligne in lignes.order_by("pk"):
        pk, action, details = ligne.objet_id or 0, ligne.action, ligne.details
        base = bases[pk]
        if action in SUSPENSIONS:
            levees[pk, SUSPENSIONS] = action == SUSPENSIONS[0] and base.suspendue_le is None
        else:
            levees[pk, FINS] = action == FINS[0] and _dure(base, details.get("apres"))
    return {pk for (pk, _), levee in levees.items() if levee}


def _dure(base: Adhesion, fin: str | None) -> bool:
    """Tell whether an adhesion goes on after the last day that an act gave it."""
    return fin is not None and (base.fin_le is None or base.fin_le > date.fromisoformat(fin))


def lire_droit(droit: Habilitation, lues: Lues | None = None) -> verdicts.Droit:
    """A right as it stands, with its signature and all that it depends on.

    ``lues`` are the delegations already met in the same reading: each is verified once.
    """
    delegation, code = droit.delegation, droit.caf.code
    lue = _lire_une_fois(delegation, code, {} if lues is None else lues) if delegation else None
    return verdicts.Droit(
        contenu=contenu_du_droit(droit),
        signature=_signature(droit, code),
        base=lire_base(droit.base) if droit.base else None,
        delegation=lue,
        compte_ouvert=droit.utilisateur.is_active,
    )


def _lire_une_fois(delegation: Delegation, code: str, lues: Lues) -> verdicts.Delegation:
    cle = (delegation.pk, code)
    if cle not in lues:
        lues[cle] = lire_delegation(delegation, code)
    return lues[cle]


def lire_delegation(delegation: Delegation, code: str) -> verdicts.Delegation:
    """A delegation as it stands; ``code`` is that of the Caf whose keys are accepted."""
    return verdicts.Delegation(contenu_de_la_delegation(delegation), _signature(delegation, code))


def motif_de_signature(acte: Habilitation | Delegation) -> Motif | None:
    """What is wrong with the signature of a right or of a delegation, by itself."""
    contenu = (
        contenu_du_droit(acte) if isinstance(acte, Habilitation) else contenu_de_la_delegation(acte)
    )
    return verdicts.verifier_signature(contenu, _signature(acte, acte.caf.code))


def contenu_du_droit(
    droit: Habilitation, equipements: frozenset[int] | None = None
) -> ContenuDroit:
    """What is signed of a right: its row and the équipements it covers, or will once kept."""
    return ContenuDroit(
        reference=str(droit.reference),
        personne=droit.utilisateur_id,
        gestionnaire=droit.gestionnaire_id,
        caf=droit.caf_id,
        role=str(droit.role),
        tous=droit.tous_equipements,
        equipements=_equipements(droit) if equipements is None else equipements,
        du=droit.du,
        au=droit.au,
        base=droit.base_id,
        delegation=str(droit.delegation.reference) if droit.delegation else None,
        accorde_par=droit.accordee_par_id,
        signe_par=droit.signee_par_id,
        signe_le=droit.signee_le,
        cle=droit.cle.identifiant if droit.cle else "",
        suspendu_le=droit.suspendue_le,
        suspendu_motif=droit.suspendue_motif,
        retire_le=droit.retiree_le,
        retire_motif=droit.retiree_motif,
    )


def contenu_de_la_delegation(
    delegation: Delegation, equipements: frozenset[int] | None = None
) -> ContenuDelegation:
    """The same of a delegation."""
    return ContenuDelegation(
        reference=str(delegation.reference),
        gestionnaire=delegation.gestionnaire_id,
        caf=delegation.caf_id,
        base=delegation.base_id,
        niveau=str(delegation.niveau),
        roles=frozenset(str(role) for role in delegation.roles),
        tous=delegation.tous_equipements,
        equipements=_equipements(delegation) if equipements is None else equipements,
        du=delegation.du,
        au=delegation.au,
        signe_par=delegation.signee_par_id,
        signe_le=delegation.signee_le,
        cle=delegation.cle.identifiant if delegation.cle else "",
        retire_le=delegation.retire_le,
        retire_motif=delegation.retire_motif,
    )


def lire_base(adhesion: Adhesion) -> verdicts.Base:
    return verdicts.Base(
        pk=adhesion.pk,
        caf=adhesion.caf_id,
        gestionnaire=adhesion.gestionnaire_id,
        mode=adhesion.mode,
        complete_le=adhesion.complete_le,
        suspendue_le=adhesion.suspendue_le,
        fin_le=adhesion.fin_le,
    )


def _signature(acte: Habilitation | Delegation, code: str) -> verdicts.Signature:
    return verdicts.Signature(acte.forme, acte.signature, _cle(acte.cle, code))


def _cle(cle: CleCaf | None, code: str) -> verdicts.Cle | None:
    """A key as the registry tells it, and its public part as this installation knows it."""
    if cle is None:
        return None
    publique = trousseau.publiques(code).get(cle.identifiant)
    return verdicts.Cle(cle.identifiant, cle.caf_id, publique, cle.au, cle.revoquee_le)


def _equipements(acte: Habilitation | Delegation) -> frozenset[int]:
    """Ids covered; prefetched when there are many acts."""
    return frozenset(e.pk for e in acte.equipements.all())
