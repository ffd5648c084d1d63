"""Whom a partner's person may call at the Caf, for one file or for any."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from declarations.models import Declaration, Volet
from declarations.regles.etats import LIBELLES_ACTEUR, ActeurDossier
from declarations.services.acteurs import acteur_du_role
from declarations.services.dossier_ouvert import DossierOuvert
from habilitations.models import Equipement, Role
from habilitations.permissions import Acteur
from habilitations.presentation.fiche import interlocuteur
from portal.dossiers.services.destinataires import partenaires_par_role
from portal.socle.composants import Interlocuteur
from portal.socle.francais import cle_de_tri, enumerer
from portal.socle.models import LigneJournal


def interlocuteur_de(dossier: DossierOuvert) -> Interlocuteur:
    """Who answers for a file, on the day it is read."""
    return interlocuteur(dossier.declaration.equipement, dossier.jour)


# Who sent a volet back, when the journal does not say.
RENVOI_ANONYME = "L’approbateur"


@dataclass(frozen=True)
class Contact:
    """A person of the partner, for the Caf: roles in words, telephone and address."""

    nom: str
    roles: str
    telephone: str
    courriel: str


def equipe_du_partenaire(dossier: DossierOuvert) -> list[Contact]:
    """The partner's people who open a file, by name, for the Caf only; three queries."""
    if not dossier.cote_caf:
        return []
    gens = partenaires_par_role(dossier.declaration, dossier.jour)
    contacts = [
        Contact(
            personne.nom_complet,
            enumerer([Role(role).label for role in Role if role in roles]),
            personne.telephone,
            personne.email,
        )
        for personne, roles in gens.items()
    ]
    return sorted(contacts, key=lambda contact: cle_de_tri(contact.nom))


def qui_a_renvoye(declaration: Declaration, volet: Volet) -> str:
    """Who sent a volet back last, by the name they had that day; « L’approbateur » if none knows.

    One query, none for a volet that was not sent back.
    """
    if not volet.renvoi_motif:
        return ""
    return renvois_de([declaration]).get((declaration.pk, volet.nature), RENVOI_ANONYME)


def titre_du_renvoi(dossier: DossierOuvert, volet: Volet) -> str:
    """« Paule Pilote vous a renvoyé ce volet », in the words of who reads; "" for none."""
    qui = qui_a_renvoye(dossier.declaration, volet)
    verbe = "a renvoyé" if dossier.cote_caf else "vous a renvoyé"
    return f"{qui} {verbe} ce volet" if qui else ""


def renvois_de(declarations: Iterable[Declaration]) -> Mapping[tuple[int, str], str]:
    """Who sent back last each volet that waits, by file and nature; one query, whatever their
    number, none when nothing came back."""
    renvoyees = [
        d.pk for d in declarations if any(v.renvoi_motif for v in d.version_courante.volets.all())
    ]
    if not renvoyees:
        return {}
    lignes = LigneJournal.objects.filter(
        action="declaration.volet_renvoye",
        objet_type=Declaration._meta.label_lower,
        objet_id__in=renvoyees,
    )
    actes = lignes.order_by("pk").values_list("objet_id", "details__volet", "auteur_libelle")
    return {(pk, nature): nom for pk, nature, nom in actes if pk}  # the last one stands


def nommer(dossier: DossierOuvert, acteurs: Iterable[str]) -> list[str]:
    """Whose turn it is, by name: « Alice Activité ou Béa Bis », « Colette Conseil ».

    A role that nobody holds is named itself: somebody has to be given it.
    """
    gens = partenaires_par_role(dossier.declaration, dossier.jour)
    noms = []
    for acteur in acteurs:
        if acteur == ActeurDossier.CONSEILLER:
            noms.append(interlocuteur_de(dossier).nom)
            continue
        tenants = [
            p
            for p, roles in gens.items()
            if acteur in {str(acteur_du_role(role)) for role in roles}
        ]
        dits = sorted((p.nom_complet for p in tenants), key=cle_de_tri)
        noms.append(enumerer(dits, " ou ") if dits else LIBELLES_ACTEUR[ActeurDossier(acteur)])
    return list(dict.fromkeys(noms))


def interlocuteurs(acteur: Acteur) -> list[Interlocuteur]:
    """The advisers of one's équipements, or their substitutes, each once; one query."""
    equipements = Equipement.objects.ouverts_a(acteur).select_related(
        "caf", "portefeuille__titulaire", "portefeuille__remplacant"
    )
    trouves = {
        (equipement.portefeuille.referent(acteur.jour).pk, equipement.caf_id): interlocuteur(
            equipement, acteur.jour
        )
        for equipement in equipements
    }
    return sorted(trouves.values(), key=lambda i: (cle_de_tri(i.caf), cle_de_tri(i.nom)))
