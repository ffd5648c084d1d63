"""Loading a file for a page: in scope or 404, with all that its views share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Derogation, SaisieAssistee, Version, Volet
from declarations.presentation.attente import Attente, adresse_dans, attente
from declarations.presentation.suite import libelle_etat, ton_etat
from declarations.regles import etats
from declarations.regles.etats import Situation
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS, Emplacement, Grille
from declarations.regles.lecteurs import lecteurs_de_piece, sans_detail, tout_est_lisible
from declarations.regles.progression import Progression, progression
from declarations.services.ajout_lignes import lignes_modifiables
from declarations.services.dossier import Dossier, acteurs_sur, est_cote_caf, situation_de
from declarations.services.erreurs import ActionRefusee
from declarations.services.evaluation import Evaluation, evaluer
from declarations.services.integrite import VersionAlteree, exiger_intacte
from declarations.services.lectures import tracer_ouverture
from declarations.services.lignes import emplacements_de, lignes_figees
from declarations.services.redites import est_une_redite
from habilitations.permissions import Acteur
from habilitations.presentation.fiche import interlocuteur
from portal.socle.composants import Interlocuteur
from subventions.regles.estimation import Estimation


@dataclass
class Page:
    """A declaration as one person sees it now; its costly parts are computed when first read."""

    declaration: Declaration
    version: Version
    acteur: Acteur
    acteurs: frozenset[str]

    @classmethod
    def de(cls, dossier: Dossier) -> "Page":
        """What a service has just left, shown as it is: nothing is read again."""
        return cls(dossier.declaration, dossier.version, dossier.acteur, dossier.acteurs)

    @property
    def cote_caf(self) -> bool:
        return est_cote_caf(self.acteurs)

    @property
    def grille(self) -> Grille:
        return grille_par_reference(self.version.grille, self.declaration.annee)

    @cached_property
    def evaluation(self) -> Evaluation:
        return evaluer(self.declaration, self.version)

    @cached_property
    def situation(self) -> Situation:
        en_cours = None if self.version.est_envoyee else self.evaluation
        return situation_de(self.declaration, self.version, self.acteur.jour, en_cours)

    @cached_property
    def estimation(self) -> Estimation | None:
        """What counts: the computation frozen at the sending, the live one before.

        Its steps quote the figures it starts from: who may not read them all reads the amount.
        """
        envoyee = self.version.est_envoyee
        connue = self.version.calcul.estimation if envoyee else self.evaluation.estimation
        return sans_detail(connue) if self.detail_reserve else connue

    @cached_property
    def alteree(self) -> bool:
        """True when the version at work was sent, and is no longer what was sent: it is told."""
        try:
            exiger_intacte(self.version)
        except VersionAlteree:
            return True
        return False

    @cached_property
    def attente(self) -> Attente:
        """What the live estimate waits for, or is computed on so far; nothing once sent."""
        if self.version.est_envoyee:
            return Attente()
        evaluee = self.evaluation
        return attente(
            evaluee.chiffrage.manques,
            self.grille.ligne,
            evaluee.lignes,
            adresse_dans(self.declaration.pk, evaluee.lignes),
            None if self.version.volet(FINANCES).signe_le else evaluee.chiffrage.base,
        )

    @cached_property
    def detail_reserve(self) -> bool:
        """True when some figures of the grid are not for this person (salaries)."""
        return not tout_est_lisible(self.grille, self.acteurs, self.cote_caf)

    @property
    def a_des_reserves(self) -> bool:
        """True when the grid keeps some figures from some roles of the partner (salaries)."""
        return not tout_est_lisible(self.grille, frozenset(), False)

    @property
    def piece_reservee(self) -> bool:
        """True when a paper joined by this person is kept from those who read no salary."""
        saisie_caf = etats.SAISIE_CAF in self.acteurs
        if self.cote_caf and not saisie_caf:
            return False
        return bool(lecteurs_de_piece(self.grille, self.acteurs, saisie_caf))

    @property
    def etat(self) -> etats.Etat:
        return etats.ETATS[self.declaration.etat]

    @property
    def libelle_etat(self) -> str:
        return libelle_etat(self.declaration.etat, self.cote_caf)

    @property
    def ton_etat(self) -> str:
        return ton_etat(self.declaration.etat, self.cote_caf)

    def peut(self, action: str, nature: str | None = None) -> bool:
        return etats.refus(action, self.situation, self.acteurs, nature) is None

    def a_le_role(self, action: str, nature: str | None = None) -> bool:
        return bool(etats.acteurs_de(action, nature) & self.acteurs)

    def volet(self, nature: str) -> Volet:
        """Return a volet of the version at work; 404 when there is none of this name."""
        if nature not in VOLETS:
            raise Http404("Ce volet n’existe pas.")
        return self.version.volet(nature)

    def places(self, nature: str) -> dict[str, Emplacement]:
        """Every field of a volet by chemin, those whose condition is not met included."""
        return {e.chemin: e for e in emplacements_de(self.declaration, self.version, nature)}

    @cached_property
    def emplacements(self) -> dict[str, Emplacement]:
        """Every field of the declaration by chemin; what was sent needs no check to tell them."""
        if self.version.est_envoyee:
            return {e.chemin: e for e in emplacements_de(self.declaration, self.version)}
        return self.evaluation.contexte.emplacements

    def progression(self, nature: str) -> Progression:
        """How far the typing of a volet has come."""
        if self.version.est_envoyee:
            lignes, donnees = lignes_figees(self.version), self.version.donnees
        else:
            lignes, donnees = self.evaluation.lignes, self.evaluation.donnees
        return progression(self.grille, self.declaration.nature, lignes, nature, donnees)

    @property
    def figures_visibles(self) -> bool:
        """The Caf does not read a draft, unless it types in the partner's place."""
        return not self.cote_caf or self.version.est_envoyee or etats.SAISIE_CAF in self.acteurs

    @property
    def assistance(self) -> SaisieAssistee | None:
        """The typing in the partner's place under way, if any."""
        return next((s for s in self.declaration.saisies_assistees.all() if not s.close_le), None)

    @cached_property
    def lignes_modifiables(self) -> bool:
        """Tell whether this person may add or withdraw rows now."""
        activite, finances = (self.version.volet(v) for v in VOLETS)
        return self.peut(etats.SAISIR, ACTIVITE) and lignes_modifiables(
            self.grille, activite, finances, self.declaration.nature
        )

    @cached_property
    def interlocuteur(self) -> Interlocuteur:
        return interlocuteur(self.declaration.equipement, self.acteur.jour)


def charger(request: HttpRequest, pk: int) -> Page:
    """Load a declaration this person may see; anything else is a 404."""
    acteur: Acteur = request.acteur
    try:
        declaration = (
            Declaration.objects.visibles_par(acteur)
            .select_related(
                "campagne",
                "caf",
                "gestionnaire",
                "equipement__portefeuille__titulaire",
                "equipement__portefeuille__remplacant",
            )
            .prefetch_related(
                "derogations",
                "versions",
                "saisies_assistees__ouverte_par",
                Prefetch(
                    "derogations",
                    queryset=Derogation.objects.actives(acteur.jour),
                    to_attr="derogations_actives",
                ),
            )
            .get(pk=pk)
        )
    except Declaration.DoesNotExist:
        raise Http404(
            "Cette déclaration n’existe pas, ou elle n’est pas dans votre périmètre."
        ) from None
    version = (
        declaration.versions.select_related("calcul", "envoyee_par")
        .prefetch_related("volets__signe_par", "volets__modifie_par", "demandes_origine")
        .get(pk=declaration.version_courante_id)
    )
    version.declaration = declaration
    declaration.version_courante = version
    acteurs = acteurs_sur(acteur, declaration)
    tracer_ouverture(declaration, acteur, acteurs)
    return Page(declaration, version, acteur, acteurs)


def exiger_role(page: Page, action: str, nature: str | None = None) -> None:
    """Answer 403 when this person's role may never do this action on this file."""
    refus = etats.refus_du_role(action, page.acteurs, nature)
    if refus:
        raise PermissionDenied(refus.message)


def agir(
    request: HttpRequest, pk: int, service: Callable[..., Any], *args: Any, succes: str, **kw: Any
) -> HttpResponse:
    """Call a service for this person, then go back to the file with a message.

    A refusal by the role is a 403; one by the moment (already sent, window closed) is a message on
    the file; a second click reads that it is done. DemandeInvalide is left to the caller, whose
    form shows it.
    """
    try:
        service(pk, *args, acteur=request.acteur, **kw)
    except Declaration.DoesNotExist:
        raise Http404 from None
    except ActionRefusee as erreur:
        if erreur.interdite:
            raise PermissionDenied(str(erreur)) from None
        if est_une_redite(pk, erreur, acteur=request.acteur, motif=kw.get("motif", "")):
            messages.success(request, f"C’est déjà fait. {succes}")
        else:
            messages.warning(request, str(erreur))
    else:
        messages.success(request, succes)
    return redirect("declarations:dossier", pk=pk)
