"""What is expected of a partner's person, declaration by declaration: what, by when, where."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from declarations.echeances import echeance_de
from declarations.models import Declaration, Volet
from declarations.presentation.contacts import RENVOI_ANONYME, renvois_de
from declarations.presentation.corrections import nommer_champs
from declarations.presentation.echanges import en_mots
from declarations.presentation.reste import Reste, reste_de
from declarations.presentation.suite import (
    acteurs_en_liste,
    enumerer,
    est_hors_fenetre,
)
from declarations.regles import etats
from declarations.regles.etats import ACTES, Action
from declarations.services.situation import situation_en_liste
from habilitations.permissions import Acteur
from portal.dossiers.presentation.limites import Limite
from portal.socle.francais import cle_de_tri

# What the button says, where it is not the verb alone.
BOUTONS = {Reste.REVOIR: "Revoir la saisie", Reste.COMPLETER: "Reprendre la saisie"}


@dataclass(frozen=True)
class ActionAttendue:
    """One line of « ce que vous avez à faire », with one way to do it."""

    declaration: Declaration
    titre: str
    texte: str
    limite: Limite
    adresse: str
    libelle: str
    champs: str = ""

    @property
    def dossier(self) -> Declaration:
        """The file, under the name that lines of every kind give it."""
        return self.declaration

    @property
    def page(self) -> str:
        """The page of the file."""
        return reverse("declarations:dossier", args=[self.declaration.pk])

    @property
    def non_lus(self) -> str:
        """« 2 messages non lus », when the list counted them."""
        return en_mots(getattr(self.declaration, "messages_non_lus", 0))

    @property
    def ton(self) -> str:
        return self.limite.ton


@dataclass(frozen=True)
class AFaire:
    """What is expected of a person: what can be done now, and what it is too late for.

    ``closes``: what this person should have done before the end of entry, only a dérogation lets
    them do it.
    """

    actions: list[ActionAttendue]
    closes: list[Declaration]


def a_faire(acteur: Acteur) -> AFaire:
    """Return what is expected of this person, most pressing first; a fixed number of queries."""
    declarations = list(
        Declaration.objects.visibles_comme_partenaire(acteur)
        .filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
        .pour_liste()
        .avec_messages_non_lus(acteur.utilisateur, cote_caf=False)
    )
    renvois = renvois_de(declarations)
    actions, closes = [], []
    for declaration in declarations:
        if action := action_de(declaration, acteur, renvois):
            actions.append(action)
        elif est_trop_tard(declaration, acteur):
            closes.append(declaration)
    actions.sort(
        key=lambda a: (a.limite.le, cle_de_tri(a.declaration.equipement.nom), a.declaration.pk)
    )
    return AFaire(actions, closes)


def action_de(
    declaration: Declaration, acteur: Acteur, renvois: Mapping[tuple[int, str], str]
) -> ActionAttendue | None:
    """Tell what this person can do now on a declaration loaded by ``pour_liste``, if anything.

    ``renvois``: who sent its volets back (``renvois_de``).
    """
    situation = situation_en_liste(declaration, acteur.jour)
    miennes = ACTES.taches(situation, acteurs_en_liste(acteur, declaration, cote_caf=False))
    echeance = echeance_de(declaration, acteur.jour)
    if not miennes or echeance is None or est_hors_fenetre(situation):
        return None
    limite = Limite.de(echeance, declaration.caf.code)
    if miennes[0].action == Action.TRANSMETTRE:
        return ActionAttendue(
            declaration,
            "Approuver et transmettre à la Caf",
            "Les deux volets sont signés : relisez-les avant de les transmettre.",
            limite,
            reverse("declarations:approbation", args=[declaration.pk]),
            "Relire et approuver",
        )
    roles = acteurs_en_liste(acteur, declaration, cote_caf=False)
    return _saisie(declaration, [t.partie for t in miennes], limite, roles, renvois)


def est_trop_tard(declaration: Declaration, acteur: Acteur) -> bool:
    """Tell whether this person's part is missing and entry is over, without dérogation."""
    situation = situation_en_liste(declaration, acteur.jour)
    roles = acteurs_en_liste(acteur, declaration, cote_caf=False)
    echeance = echeance_de(declaration, acteur.jour)
    close = echeance is not None and echeance.close_le is not None
    return close and est_hors_fenetre(situation) and bool(ACTES.taches(situation, roles))


def _saisie(
    declaration: Declaration,
    natures: list[str],
    limite: Limite,
    roles: frozenset[str],
    renvois: Mapping[tuple[int, str], str],
) -> ActionAttendue:
    """The volet to fill; with two of them, the file, from which to choose."""
    volets = [declaration.version_courante.volet(nature) for nature in natures]
    reste = reste_de(declaration, volets)
    verbe = reste.jusqu_a_la_signature if reste is Reste.COMPLETER else reste
    un_seul = len(natures) == 1
    champs = nommer_champs(declaration, natures, roles)
    return ActionAttendue(
        declaration,
        f"{verbe} les {enumerer(natures, ' et les ')}",
        _raison(declaration, volets, renvois),
        limite,
        reverse("declarations:volet", args=[declaration.pk, natures[0]])
        if un_seul
        else reverse("declarations:dossier", args=[declaration.pk]),
        BOUTONS.get(reste, reste),
        f"À corriger : {champs}." if champs else "",
    )


def _raison(
    declaration: Declaration, volets: list[Volet], renvois: Mapping[tuple[int, str], str]
) -> str:
    """Why a volet came back, by whom, in the words of who sent it back."""
    for volet in volets:
        if volet.renvoi_motif:
            qui = renvois.get((declaration.pk, volet.nature), RENVOI_ANONYME)
            return f"{qui} vous a renvoyé ce volet : « {volet.renvoi_motif} »"
    if declaration.version_courante.est_correction:
        for demande in declaration.version_courante.demandes_origine.all():
            return f"La Caf demande une correction : « {demande.motif} »"
    return ""
