"""What an adhesion concluded changes, from its fiche: équipements, rights signed, delegation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from habilitations.adhesions.models import DossierAdhesion, FicheAdhesion
from habilitations.adhesions.regles.fiche import ROLES, Fiche, Section, manques
from habilitations.adhesions.services.droits_de_fiche import manquants, suspendus, tenus_par_role
from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Convention,
    Delegation,
    Equipement,
    Habilitation,
    Lieu,
    Portefeuille,
)
from habilitations.permissions import Acteur
from habilitations.services.actes import demander_acte
from habilitations.services.delegations import Portee, accorder_delegation
from habilitations.services.fiches import journaliser
from habilitations.services.invitations import Invite, Voulu, accorder_plusieurs
from portal.socle import journal
from portal.socle.refus import DemandeInvalide, impossible

Valeurs = Mapping[str, Any]
INCOMPLETE = "La fiche n’est pas complète : il manque un équipement, ou quelqu’un pour un rôle."


@dataclass(frozen=True)
class Inscription:
    """What the Caf says of an équipement that it did not know: who follows it, and its COF.

    Without a COF the équipement is there, and its declarations are called once it has one.
    """

    portefeuille_id: int
    cof_reference: str = ""
    cof_du: date | None = None
    cof_au: date | None = None


@dataclass(frozen=True)
class AFaire:
    """What concluding would do. ``droits``: per person, the roles that they do not hold yet;
    ``suspendues``: those who are given none, their rights being suspended."""

    equipements: list[Valeurs] = field(default_factory=list)
    droits: list[tuple[Valeurs, list[str]]] = field(default_factory=list)
    delegation: bool = False
    suspendues: list[Valeurs] = field(default_factory=list)


def a_faire(dossier: DossierAdhesion, jour: date) -> AFaire:
    """What the fiche asks for and does not exist yet; nothing when nobody has typed it."""
    fiche = _typee(dossier)
    if fiche is None:
        return AFaire()
    # An équipement still to be created has no id: a number of its own stands for it.
    cles = {c: e["connu"] or -rang for rang, (c, e) in enumerate(fiche.equipements.items(), 1)}
    tenus = tenus_par_role(dossier.adhesion, jour)
    droits = [
        (
            p,
            [
                r
                for r in ROLES
                if r in p["roles"] and manquants(fiche, p, r, cles, tenus) != frozenset()
            ],
        )
        for p in fiche.liste(Section.PERSONNES)
    ]
    exclus = suspendus(dossier.adhesion, jour)
    return AFaire(
        [e for e in fiche.equipements.values() if not e["connu"]],
        [(p, roles) for p, roles in droits if roles and p["courriel"] not in exclus],
        dossier.mode == Adhesion.Mode.DELEGUE and not _a_une_delegation(dossier.adhesion, jour),
        [p for p, roles in droits if roles and p["courriel"] in exclus],
    )


def inscrire(
    dossier: DossierAdhesion, inscriptions: Mapping[str, Inscription], acteur: Acteur
) -> list[Habilitation]:
    """Do what the fiche asks for, in the transaction of the conclusion; return the rights signed.

    The adhesion is in force already. Each person is told by one e-mail, their act is made. Raises
    ActionRefusee (fiche incomplete, no key), DemandeInvalide (an équipement without its portfolio,
    dates of a COF).
    """
    fiche = _typee(dossier)
    if fiche is None:
        return []
    if manques(fiche, (Section.EQUIPEMENTS, Section.PERSONNES), dossier.mode):
        raise impossible(INCOMPLETE)
    _mettre_a_jour(dossier, fiche, acteur)
    cles = _equipements(dossier, fiche, inscriptions, acteur)
    if dossier.mode == Adhesion.Mode.DELEGUE and not _a_une_delegation(
        dossier.adhesion, acteur.jour
    ):
        portee = Portee(frozenset(ROLES_DECLARATION), None, acteur.jour)
        _chez(dossier, accorder_delegation, portee, acteur=acteur)
    return _droits(dossier, fiche, cles, acteur)


def _typee(dossier: DossierAdhesion) -> Fiche | None:
    """The fiche, if anybody has typed who does what; papers alone change no right."""
    kept = FicheAdhesion.objects.filter(dossier=dossier).first()
    if kept is None or not {Section.EQUIPEMENTS, Section.PERSONNES} & set(kept.saisies):
        return None
    return kept.lue


def _mettre_a_jour(dossier: DossierAdhesion, fiche: Fiche, acteur: Acteur) -> None:
    """The name and address that were signed become those of the partner."""
    gestionnaire, dit = dossier.gestionnaire, fiche.une(Section.PARTENAIRE)
    avant = {c: getattr(gestionnaire, c) for c in ("nom", "adresse")}
    apres = {c: dit.get(c) or avant[c] for c in avant}
    if apres == avant:
        return
    gestionnaire.nom, gestionnaire.adresse = apres["nom"], apres["adresse"]
    gestionnaire.full_clean()
    gestionnaire.save(update_fields=["nom", "adresse"])
    journal.ecrire(
        "partenaire.modifie",
        auteur=acteur.utilisateur,
        objet=gestionnaire,
        gestionnaire_id=gestionnaire.pk,
        caf_id=dossier.caf_id,
        details={"avant": avant, "apres": apres},
        le=acteur.maintenant,
    )


def _equipements(
    dossier: DossierAdhesion,
    fiche: Fiche,
    inscriptions: Mapping[str, Inscription],
    acteur: Acteur,
) -> dict[str, int]:
    """Keys of the fiche to ids, those unknown being created."""
    siens = set(
        Equipement.objects.filter(
            caf=dossier.caf_id, gestionnaire=dossier.gestionnaire_id
        ).values_list("pk", flat=True)
    )
    cles: dict[str, int] = {}
    for cle, dit in fiche.equipements.items():
        if dit["connu"] is None:
            cles[cle] = _creer(dossier, cle, dit, inscriptions.get(cle), acteur).pk
        elif dit["connu"] in siens:
            cles[cle] = dit["connu"]
        else:
            raise impossible(f"L’équipement « {dit['nom']} » n’est plus à ce partenaire.")
    return cles


def _creer(
    dossier: DossierAdhesion,
    cle: str,
    dit: Valeurs,
    inscription: Inscription | None,
    acteur: Acteur,
) -> Equipement:
    choisi = inscription.portefeuille_id if inscription else 0
    portefeuille = Portefeuille.objects.filter(caf=dossier.caf_id, pk=choisi).first()
    if inscription is None or portefeuille is None:
        raise DemandeInvalide(f"portefeuille_{cle}", "Choisissez le portefeuille qui le suivra.")
    equipement = Equipement(
        caf=dossier.caf,
        gestionnaire=dossier.gestionnaire,
        portefeuille=portefeuille,
        dispositif=dit["dispositif"],
        nom=dit["nom"],
        organisation=dit["organisation"],
    )
    equipement.full_clean()
    equipement.save(force_insert=True)
    Lieu.objects.bulk_create(
        Lieu(
            equipement=equipement, nom=nom, adresse=dit["adresse"] if len(dit["lieux"]) == 1 else ""
        )
        for nom in dit["lieux"]
    )
    _conventionner(equipement, cle, inscription)
    journaliser(
        "equipement.inscrit",
        equipement,
        acteur,
        dossier=dossier.pk,
        cof=inscription.cof_reference,
        portefeuille=portefeuille.nom,
    )
    return equipement


def _conventionner(equipement: Equipement, cle: str, inscription: Inscription) -> None:
    if not inscription.cof_reference:
        return
    if inscription.cof_du is None or inscription.cof_au is None:
        raise DemandeInvalide(f"cof_du_{cle}", "Indiquez les deux dates de la convention.")
    if inscription.cof_au < inscription.cof_du:
        raise DemandeInvalide(f"cof_au_{cle}", "La date de fin précède la date de début.")
    Convention.objects.create(
        equipement=equipement,
        reference=inscription.cof_reference,
        du=inscription.cof_du,
        au=inscription.cof_au,
    )


def _droits(
    dossier: DossierAdhesion, fiche: Fiche, cles: Mapping[str, int], acteur: Acteur
) -> list[Habilitation]:
    """Rights that nobody holds yet, signed; one e-mail and one act for each person."""
    tenus = tenus_par_role(dossier.adhesion, acteur.jour)
    exclus = suspendus(dossier.adhesion, acteur.jour)
    signes: list[Habilitation] = []
    for personne in fiche.liste(Section.PERSONNES):
        voulus = []
        for role in ROLES:
            if role in personne["roles"]:
                ids = manquants(fiche, personne, role, cles, tenus)
                if ids is None or ids:
                    voulus.append(Voulu(role, ids, acteur.jour))
        if not voulus or personne["courriel"] in exclus:
            continue
        invite = Invite(
            personne["courriel"], personne["prenom"], personne["nom"], personne["telephone"]
        )
        accordes = _chez(dossier, accorder_plusieurs, invite, voulus, acteur=acteur)
        demander_acte(accordes[0].pk, acteur=acteur)
        signes += accordes
    return signes


def _a_une_delegation(base: Adhesion, jour: date) -> bool:
    return Delegation.objects.en_cours(jour).filter(base=base).exists()


def _chez(dossier: DossierAdhesion, service: Any, *args: Any, acteur: Acteur) -> Any:
    return service(
        *args, caf_id=dossier.caf_id, gestionnaire_id=dossier.gestionnaire_id, acteur=acteur
    )
