"""Agents and what they do: journalled, not signed (DOMAINE §2); nobody gives oneself a function."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from habilitations.annuaire.services.acces import administre
from habilitations.annuaire.services.ecriture import exiger_valide
from habilitations.liens import champs_du_lien, heures_du_lien, lien_de_mot_de_passe
from habilitations.models import AffectationAgent, Caf, Fonction, Utilisateur
from habilitations.permissions import Acteur
from portal.socle import courriels, journal
from portal.socle.formats import date_fr
from portal.socle.refus import DemandeInvalide, impossible, interdit

NATIONALE = Fonction.ADMINISTRATEUR_NATIONAL


@dataclass(frozen=True)
class Nommee:
    """Who is to have a function, as typed; an account that exists keeps its own names."""

    email: str
    prenom: str
    nom: str
    telephone: str = ""


@transaction.atomic
def donner_fonction(
    qui: Nommee, *, caf_id: int | None, fonction: str, du: date, au: date | None, acteur: Acteur
) -> AffectationAgent:
    """Give an agent a function at a Caf, or the national one, from a day; tell them.

    By the responsable of the Caf, or a national administrator, who alone names another. The same
    again gives the first. Raises ActionRefusee (neither; to oneself), DemandeInvalide.
    """
    _exiger_droit_de_nommer(caf_id, fonction, acteur)
    if qui.email.strip().lower() == acteur.utilisateur.email:
        raise impossible("Personne ne se donne une fonction : demandez-la à un collègue.")
    return _donner(qui, caf_id, fonction, du, au, acteur.maintenant, acteur.utilisateur)


@transaction.atomic
def nommer_administrateur_national(
    qui: Nommee, *, le: datetime, jour: date, par: Utilisateur | None = None
) -> AffectationAgent:
    """Name a national administrator from the command line: the first one has nobody to name them.

    Journalled in the national chain, by ``par`` or by the portal. Raises DemandeInvalide.
    """
    return _donner(qui, None, NATIONALE, jour, None, le, par)


@transaction.atomic
def terminer_fonction(affectation_id: int, *, le: date, acteur: Acteur) -> AffectationAgent:
    """End a function: ``le`` is its last day. Again, it changes nothing.

    Raises ActionRefusee (not theirs to end; one's own; the last responsable of a Caf, the last
    national administrator), DemandeInvalide, AffectationAgent.DoesNotExist.
    """
    affectation = (
        AffectationAgent.objects.select_related("utilisateur", "caf")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=affectation_id)
    )
    _exiger_droit_de_nommer(affectation.caf_id, affectation.fonction, acteur)
    if affectation.utilisateur_id == acteur.utilisateur.pk:
        raise impossible("Personne ne termine sa propre fonction : demandez-le à un collègue.")
    if affectation.au == le:
        return affectation
    if le < affectation.du:
        raise DemandeInvalide("le", "Cette date précède le début de la fonction.")
    _exiger_releve(affectation, le, acteur)
    avant = date_fr(affectation.au)
    affectation.au = le
    affectation.save(update_fields=["au"])
    _raconter(
        "affectation.terminee",
        affectation,
        acteur.utilisateur,
        acteur.maintenant,
        {"au": (avant, date_fr(le))},
    )
    return affectation


def _exiger_releve(affectation: AffectationAgent, le: date, acteur: Acteur) -> None:
    """Raise ActionRefusee when nobody would be left to name anybody."""
    if affectation.fonction not in (NATIONALE, Fonction.RESPONSABLE_HABILITATIONS):
        return
    apres = max(le + timedelta(days=1), acteur.jour)
    autres = AffectationAgent.objects.filter(
        Q(au__isnull=True) | Q(au__gte=apres),
        fonction=affectation.fonction,
        caf=affectation.caf_id,
        utilisateur__is_active=True,
    ).exclude(utilisateur=affectation.utilisateur_id)
    if not autres.exists():
        raise impossible(
            "Personne d’autre n’a cette fonction : nommez d’abord quelqu’un, puis terminez-la."
        )


def _exiger_droit_de_nommer(caf_id: int | None, fonction: str, acteur: Acteur) -> None:
    if fonction == NATIONALE or caf_id is None:
        if not acteur.est_national:
            raise interdit("Seul un administrateur national en nomme un autre.")
        return
    if not administre(acteur, caf_id):
        raise interdit("Seul le responsable des habilitations de la Caf nomme ses agents.")


def _donner(
    qui: Nommee,
    caf_id: int | None,
    fonction: str,
    du: date,
    au: date | None,
    le: datetime,
    par: Utilisateur | None,
) -> AffectationAgent:
    caf = Caf.objects.get(pk=caf_id) if caf_id and fonction != NATIONALE else None
    utilisateur, cree = _compte(qui)
    if not utilisateur.is_active:
        raise DemandeInvalide("email", "Le compte de cette personne est fermé.")
    deja = AffectationAgent.objects.filter(
        Q(au__isnull=True) | Q(au__gte=du), utilisateur=utilisateur, caf=caf, fonction=fonction
    ).first()
    if deja:
        return deja
    affectation = AffectationAgent(
        utilisateur=utilisateur, caf=caf, fonction=fonction, du=du, au=au
    )
    exiger_valide(affectation)
    affectation.save(force_insert=True)
    if cree:
        journal.ecrire("compte.ouvert", auteur=par, objet=utilisateur, caf_id=caf_id, le=le)
    _raconter(
        "affectation.creee",
        affectation,
        par,
        le,
        {"fonction": ("", affectation.get_fonction_display()), "du": ("", date_fr(du))},
    )
    _prevenir(affectation, le)
    return affectation


def _compte(qui: Nommee) -> tuple[Utilisateur, bool]:
    """The account of an address, opened without a password when there is none."""
    email = qui.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise DemandeInvalide("email", "Écrivez une adresse électronique complète.") from None
    if connu := Utilisateur.objects.filter(email=email).first():
        return connu, False
    for champ in ("prenom", "nom"):
        if not getattr(qui, champ).strip():
            raise DemandeInvalide(champ, "Cette personne n’a pas de compte : écrivez son nom.")
    return Utilisateur.objects.get_or_create(
        email=email,
        defaults={
            "prenom": qui.prenom.strip(),
            "nom": qui.nom.strip(),
            "telephone": qui.telephone.strip(),
            "password": make_password(None),
        },
    )


def _raconter(
    action: str,
    affectation: AffectationAgent,
    par: Utilisateur | None,
    le: datetime,
    changements: dict[str, tuple[str, str]],
) -> None:
    journal.ecrire(
        action,
        auteur=par,
        objet=affectation,
        caf_id=affectation.caf_id,
        details={
            "objet": str(affectation),
            "personne": affectation.utilisateur_id,
            "fonction": affectation.fonction,
            "changements": {champ: list(paire) for champ, paire in changements.items()},
        },
        le=le,
    )


def _prevenir(affectation: AffectationAgent, le: datetime) -> None:
    """Tell the agent, with the link that opens the account of who has no password yet."""
    qui = affectation.utilisateur
    lien = "" if qui.has_usable_password() else lien_de_mot_de_passe(qui)
    contexte = {"affectation": affectation, "lien": lien, "heures": heures_du_lien()}
    texte, html = courriels.rendre("fonction_donnee", contexte)
    courriels.deposer(
        qui.email,
        "Une fonction vous est donnée sur le portail partenaires",
        texte,
        html=html,
        destinataire_id=qui.pk,
        concerne=affectation,
        caf_id=affectation.caf_id,
        maintenant=le,
        **champs_du_lien(lien, le),
    )
