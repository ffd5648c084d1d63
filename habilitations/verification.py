"""Whether rights hold: their rows read into what ``regles.verdicts`` judges, by one or by many.

No access comes from the table alone: ``Acteur`` and every list of people who may do something go
through here. Verdicts are never kept; only the public keys of files are, until the files change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import prefetch_related_objects

from habilitations import trousseau
from habilitations.models import Adhesion, CleCaf, Delegation, Equipement, Habilitation
from habilitations.models.droits import HabilitationQuerySet
from habilitations.regles import verdicts
from habilitations.regles.contenus import ContenuAdhesion, ContenuDelegation, ContenuDroit
from habilitations.regles.verdicts import Motif
from portal.socle.requetes_ecrites import RequeteEcrite

ActeSigne = Habilitation | Delegation | Adhesion
_D_UNE_PERSONNE = RequeteEcrite(
    lambda personne, jour: (
        Habilitation.objects.non_finies(jour).filter(utilisateur=personne).a_completer()
    )
)
_AUCUN = Equipement.objects.none()


@dataclass
class Lues:
    """Delegations and adhesions met in one reading, by id and code of the Caf whose keys count.

    Each is verified once, whatever the number of rights that rest on it.
    """

    delegations: dict[tuple[int, str], verdicts.Delegation] = field(default_factory=dict)
    bases: dict[tuple[int, str], verdicts.Base] = field(default_factory=dict)


@dataclass(frozen=True)
class Examen:
    """A right, and why it gives nothing on the day asked; None when it gives."""

    droit: Habilitation
    motif: Motif | None

    @property
    def acte(self) -> Habilitation:
        return self.droit


def examiner(droits: Iterable[Habilitation], jour: date) -> list[Examen]:
    """Judge rights read by ``a_verifier``, on a day: no query but those of the rows."""
    lues = Lues()
    return [Examen(droit, verdicts.verdict(lire_droit(droit, lues), jour)) for droit in droits]


def droits_verifies(droits: HabilitationQuerySet, jour: date) -> list[Habilitation]:
    """Rights of a queryset that give access on a day, each verified; three queries at most.

    One where no équipement is named.
    """
    return tenus(completer(list(droits.actives(jour).a_completer())), jour)


def tenus(droits: Iterable[Habilitation], jour: date) -> list[Habilitation]:
    """Among rights read by ``a_verifier``, or completed, those that give access on a day."""
    return [examen.droit for examen in examiner(droits, jour) if examen.motif is None]


def droits_examines(personne_id: int, jour: date) -> list[Examen]:
    """Rights of a person that are not over on a day, each judged; one query for most people."""
    return examiner(completer(_D_UNE_PERSONNE.lire(personne_id, jour)), jour)


def completer(droits: list[Habilitation]) -> list[Habilitation]:
    """Rights read by ``a_completer``, with the équipements named, by them or their delegation.

    No query where none is named.
    """
    delegations = [(d.delegation, d) for d in droits if d.delegation]
    _lire_les_equipements([(droit, vars(droit)["nomme"]) for droit in droits])
    _lire_les_equipements([(acte, vars(d)["delegation_nomme"]) for acte, d in delegations])
    return droits


def _lire_les_equipements(actes: Sequence[tuple[Habilitation | Delegation, bool]]) -> None:
    prefetch_related_objects([acte for acte, nomme in actes if nomme], "equipements")
    for acte, nomme in actes:
        if not nomme:
            vars(acte)["_prefetched_objects_cache"] = {"equipements": _AUCUN}


def lire_droit(droit: Habilitation, lues: Lues | None = None) -> verdicts.Droit:
    """A right as it stands, with its signature and all that it depends on.

    ``lues``: what was already met in the same reading.
    """
    lues = Lues() if lues is None else lues
    delegation, base, code = droit.delegation, droit.base, droit.caf.code
    if delegation and (delegation.pk, code) not in lues.delegations:
        lues.delegations[delegation.pk, code] = lire_delegation(delegation, code)
    if base and (base.pk, code) not in lues.bases:
        lues.bases[base.pk, code] = lire_base(base, code)
    return verdicts.Droit(
        contenu=contenu_du_droit(droit),
        signature=_signature(droit, code),
        base=lues.bases[base.pk, code] if base else None,
        delegation=lues.delegations[delegation.pk, code] if delegation else None,
        compte_ouvert=droit.utilisateur.is_active,
    )


def lire_delegation(delegation: Delegation, code: str) -> verdicts.Delegation:
    """A delegation as it stands; ``code`` is that of the Caf whose keys are accepted."""
    return verdicts.Delegation(contenu_de_la_delegation(delegation), _signature(delegation, code))


def motif_de_signature(acte: ActeSigne) -> Motif | None:
    """What is wrong with the signature of a right, a delegation or an adhesion, by itself."""
    return verdicts.verifier_signature(contenu_de(acte), _signature(acte, acte.caf.code))


def contenu_de(acte: ActeSigne, equipements: frozenset[int] | None = None) -> verdicts.Signe:
    """What is signed of an act; ``equipements``: those it will cover once kept, else its rows."""
    if isinstance(acte, Habilitation):
        return contenu_du_droit(acte, equipements)
    if isinstance(acte, Delegation):
        return contenu_de_la_delegation(acte, equipements)
    return contenu_de_l_adhesion(acte)


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


def contenu_de_l_adhesion(adhesion: Adhesion) -> ContenuAdhesion:
    """The same of an adhesion."""
    return ContenuAdhesion(
        adhesion=adhesion.pk,
        gestionnaire=adhesion.gestionnaire_id,
        caf=adhesion.caf_id,
        mode=str(adhesion.mode),
        complete_le=adhesion.complete_le,
        suspendue_le=adhesion.suspendue_le,
        suspendue_motif=adhesion.suspendue_motif,
        fin_le=adhesion.fin_le,
        signe_par=adhesion.signee_par_id,
        signe_le=adhesion.signee_le,
        cle=adhesion.cle.identifiant if adhesion.cle else "",
    )


def lire_base(adhesion: Adhesion, code: str = "") -> verdicts.Base:
    """An adhesion as it stands; ``code``: the Caf whose keys are accepted, its own by default."""
    signature = _signature(adhesion, code or adhesion.caf.code)
    return verdicts.Base(contenu_de_l_adhesion(adhesion), signature)


def _signature(acte: ActeSigne, code: str) -> verdicts.Signature:
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
