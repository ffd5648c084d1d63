"""What is expected of a partner's person, declaration by declaration: what, by when, where."""

from dataclasses import dataclass

from django.urls import reverse

from declarations.models import Declaration, Volet
from declarations.presentation.limites import Limite, limite_de
from declarations.presentation.suite import acteurs_en_liste, enumerer, situation_en_liste
from declarations.regles import etats
from declarations.regles.attente import taches
from habilitations.permissions import Acteur
from portal.socle.formats import date_fr
from portal.socle.francais import cle_de_tri


@dataclass(frozen=True)
class ActionAttendue:
    """One line of « ce que vous avez à faire », with one way to do it."""

    declaration: Declaration
    titre: str
    texte: str
    limite: Limite
    adresse: str
    libelle: str
    possible: bool = True

    @property
    def ton(self) -> str:
        return self.limite.ton


def actions_attendues(acteur: Acteur) -> list[ActionAttendue]:
    """Return what is expected of this person, most pressing first; a fixed number of queries.

    What can no longer be done, entry being closed, comes last: it still waits for somebody.
    """
    declarations = (
        Declaration.objects.visibles_comme_partenaire(acteur.utilisateur, acteur.jour)
        .filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
        .pour_liste(acteur.jour)
        .select_related("equipement__portefeuille__remplacant")
    )
    actions = [a for d in declarations if (a := action_de(d, acteur))]
    return sorted(
        actions,
        key=lambda a: (
            not a.possible,
            a.limite.le,
            cle_de_tri(a.declaration.equipement.nom),
            a.declaration.pk,
        ),
    )


def action_de(declaration: Declaration, acteur: Acteur) -> ActionAttendue | None:
    """Tell what this person has to do on a declaration loaded by ``pour_liste``, if anything."""
    situation = situation_en_liste(declaration, acteur.jour)
    miennes = taches(situation, acteurs_en_liste(acteur, declaration, cote_caf=False))
    limite = limite_de(declaration, acteur.jour)
    if not miennes or limite is None:
        return None
    if not situation.correction and not situation.fenetre_ouverte:
        return _impossible(declaration, acteur, limite)
    if miennes[0].action == etats.TRANSMETTRE:
        return ActionAttendue(
            declaration,
            "Approuver et transmettre à la Caf",
            "Les deux volets sont signés : relisez-les avant de les transmettre.",
            limite,
            reverse("declarations:approbation", args=[declaration.pk]),
            "Relire et approuver",
        )
    return _saisie(declaration, [t.volet for t in miennes], limite)


def _saisie(declaration: Declaration, natures: list[str], limite: Limite) -> ActionAttendue:
    """The volet to fill; with two of them, the file, from which to choose."""
    volets = [declaration.version_courante.volet(nature) for nature in natures]
    verbe, libelle = _verbe(declaration, volets)
    un_seul = len(natures) == 1
    return ActionAttendue(
        declaration,
        f"{verbe} les {enumerer(natures, ' et les ')}",
        _raison(declaration, volets),
        limite,
        reverse("declarations:volet", args=[declaration.pk, natures[0]])
        if un_seul
        else reverse("declarations:dossier", args=[declaration.pk]),
        libelle,
    )


def _verbe(declaration: Declaration, volets: list[Volet]) -> tuple[str, str]:
    if declaration.etat == etats.A_CORRIGER:
        return "Corriger", "Corriger"
    if any(v.renvoi_motif for v in volets):
        return "Revoir", "Revoir la saisie"
    if any(v.modifie_le for v in volets):
        return "Compléter et signer", "Reprendre la saisie"
    return "Saisir", "Saisir"


def _raison(declaration: Declaration, volets: list[Volet]) -> str:
    """Why a volet came back, in the words of who sent it back."""
    for volet in volets:
        if volet.renvoi_motif:
            return f"Renvoyé par l’approbateur : « {volet.renvoi_motif} »"
    if declaration.version_courante.est_correction:
        for demande in declaration.version_courante.demandes_origine.all():
            return f"La Caf demande une correction : « {demande.motif} »"
    return ""


def _impossible(declaration: Declaration, acteur: Acteur, limite: Limite) -> ActionAttendue:
    """Entry is not open: say since when or from when, and who can help."""
    campagne = declaration.campagne
    referent = declaration.equipement.portefeuille.referent(acteur.jour)
    if acteur.jour < campagne.ouvre_le:
        titre = f"Saisie à partir du {date_fr(campagne.ouvre_le)}"
        texte = "La période de saisie n’est pas encore ouverte."
    else:
        titre = "Non transmise : la saisie est close"
        texte = f"Seul votre gestionnaire conseil, {referent}, peut accorder une dérogation."
    return ActionAttendue(
        declaration,
        titre,
        texte,
        limite,
        reverse("declarations:dossier", args=[declaration.pk]),
        "Voir la déclaration",
        possible=False,
    )
