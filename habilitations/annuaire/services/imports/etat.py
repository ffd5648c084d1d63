"""What the annuaire holds of what a file names: read by sets, whatever its length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from habilitations import messages
from habilitations.annuaire.imports import etat as plain
from habilitations.annuaire.imports.lecture import LigneLue
from habilitations.annuaire.services.droits import droits_en_cours
from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Equipement,
    Gestionnaire,
    Habilitation,
    Lieu,
    Portefeuille,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.regles import verdicts
from habilitations.services.accord import est_responsable
from habilitations.verification import lire_base
from portal.socle.usages import relations_vers


@dataclass(frozen=True)
class Cites:
    """What the lines name: SIRET and addresses."""

    sirets: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def des_lignes(cls, lignes: Iterable[LigneLue]) -> "Cites":
        sirets, emails = set(), set()
        for ligne in lignes:
            if siret := ligne.valeurs.get("siret"):
                sirets.add(str(siret))
            if email := ligne.valeurs.get("email"):
                emails.add(str(email))
        return cls(frozenset(sirets), frozenset(emails))


def lire_etat(caf: Caf, lignes: Iterable[LigneLue], acteur: Acteur) -> plain.Etat:
    """The annuaire of a Caf, as far as these lines meet it."""
    cites = Cites.des_lignes(lignes)
    equipements = _equipements(caf)
    personnes = _personnes(caf, cites.emails)
    droits = droits_en_cours(caf, acteur.jour, [p.pk for p in personnes.values()])
    return plain.Etat(
        jour=acteur.jour,
        gestionnaires=_gestionnaires(caf, cites.sirets, acteur),
        equipements=equipements,
        lieux=_lieux(caf),
        personnes=personnes,
        droits=tuple(_droit(droit) for droit in droits),
        suspendus=_suspendus(caf, acteur, [p.pk for p in personnes.values()]),
        portefeuilles=tuple(Portefeuille.objects.filter(caf=caf).values_list("nom", flat=True)),
        signataire=est_responsable(caf.pk, acteur),
    )


def _gestionnaires(
    caf: Caf, sirets: frozenset[str], acteur: Acteur
) -> Mapping[str, plain.GestionnaireConnu]:
    connus = list(Gestionnaire.objects.filter(siret__in=sirets))
    ids = [g.pk for g in connus]
    cafs: dict[int, set[int]] = {pk: set() for pk in ids}
    for modele in (Adhesion, Equipement):
        paires = modele.objects.filter(gestionnaire__in=ids).values_list("gestionnaire", "caf")
        for gestionnaire, autre in paires.distinct():
            cafs[gestionnaire].add(autre)
    bases = {a.gestionnaire_id: a for a in Adhesion.objects.filter(caf=caf, gestionnaire__in=ids)}
    return {
        g.siret: plain.GestionnaireConnu(
            pk=g.pk,
            siret=g.siret,
            nom=g.nom,
            nature=g.nature,
            adresse=g.adresse,
            ici=caf.pk in cafs[g.pk],
            modifiable=acteur.est_national or cafs[g.pk] <= {caf.pk},
            base_refusee=_refus_de_la_base(bases.get(g.pk), acteur),
        )
        for g in connus
    }


def _refus_de_la_base(base: Adhesion | None, acteur: Acteur) -> str:
    """Why no right may be granted on an adhesion; empty when one may."""
    if base is None:
        return "Ce gestionnaire n’a pas d’adhésion auprès de la Caf : rien n’y repose."
    motif = verdicts.etat_base(lire_base(base), acteur.jour)
    return messages.phrase(motif) if motif else ""


def _equipements(caf: Caf) -> Mapping[int, plain.EquipementConnu]:
    charges = Equipement.objects.filter(caf=caf).select_related("gestionnaire", "portefeuille")
    retenus = equipements_retenus(caf)
    return {
        e.pk: plain.EquipementConnu(
            pk=e.pk,
            siret=e.gestionnaire.siret,
            nom=e.nom,
            dispositif=e.dispositif,
            organisation=e.organisation,
            portefeuille=e.portefeuille.nom,
            ouvert_le=e.ouvert_le,
            ferme_le=e.ferme_le,
            dossiers=e.pk in retenus,
        )
        for e in charges
    }


def equipements_retenus(caf: Caf) -> frozenset[int]:
    """Ids of those of which the dispositif may not change: something more than lieux uses them."""
    retenus: set[int] = set()
    siens = Equipement.objects.filter(caf=caf).values("pk")
    for modele, champ in relations_vers(Equipement):
        if modele._meta.label != "habilitations.Lieu":
            lignes = modele._base_manager.filter(**{f"{champ}__in": siens})
            retenus.update(lignes.order_by().values_list(champ, flat=True).distinct())
    return frozenset(retenus)


def _lieux(caf: Caf) -> Mapping[int, plain.LieuConnu]:
    return {
        lieu.pk: plain.LieuConnu(
            lieu.pk, lieu.equipement_id, lieu.nom, lieu.adresse, lieu.ouvert_le, lieu.ferme_le
        )
        for lieu in Lieu.objects.filter(equipement__caf=caf)
    }


def _personnes(caf: Caf, emails: frozenset[str]) -> Mapping[str, plain.PersonneConnue]:
    """Accounts of these addresses; ``ici`` when nothing ties them to another Caf, or to none."""
    comptes = list(Utilisateur.objects.filter(email__in=emails))
    ids = [compte.pk for compte in comptes]
    ailleurs: set[int] = set()
    ici: set[int] = set()
    for modele in (Habilitation, AffectationAgent):
        paires = modele.objects.filter(utilisateur__in=ids).values_list("utilisateur", "caf")
        for qui, autre in paires.distinct():
            (ici if autre == caf.pk else ailleurs).add(qui)
    agents = AffectationAgent.objects.filter(utilisateur__in=ids)
    ailleurs.update(agents.values_list("utilisateur", flat=True))
    return {
        c.email: plain.PersonneConnue(
            c.pk,
            c.email,
            c.prenom,
            c.nom,
            c.telephone,
            ouvert=c.is_active,
            ici=c.pk in ici and c.pk not in ailleurs and not c.is_staff,
        )
        for c in comptes
    }


def _suspendus(caf: Caf, acteur: Acteur, personnes: list[int]) -> frozenset[tuple[str, str]]:
    droits = Habilitation.objects.non_finies(acteur.jour).filter(
        caf=caf,
        utilisateur__in=personnes,
        suspendue_le__isnull=False,
        retiree_le__isnull=True,
    )
    return frozenset(droits.values_list("utilisateur__email", "gestionnaire__siret"))


def _droit(droit: Habilitation) -> plain.DroitConnu:
    couverts = None if droit.tous_equipements else frozenset(e.pk for e in droit.equipements.all())
    return plain.DroitConnu(
        droit.utilisateur.email, droit.gestionnaire.siret, droit.role, couverts, droit.du, droit.au
    )
