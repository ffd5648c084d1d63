"""Declarations in their partners' hands: who is awaited for what, in the words of a reminder."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial

from django.urls import reverse

from declarations.echeances import a_commence, echeance_de
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.reste import Reste, reste_de
from declarations.presentation.suite import (
    Approbateurs,
    acteurs_en_liste,
    approbateurs_de,
    suite_de,
)
from declarations.presentation.suivi import declarations_suivies
from declarations.regles import etats
from declarations.regles.etats import ACTES, Action, Etat
from declarations.services.situation import situation_en_liste
from habilitations.permissions import Acteur
from portal.dossiers.attendus import (
    Attendu,
    Demande,
    DossierAttendu,
    Genre,
    Repere,
    Source,
    fiche_de,
)
from portal.dossiers.regles.echeances import Echeance
from portal.dossiers.regles.transitions import Tache

NOM = "declarations"
GENRE = Genre("une déclaration", "la déclaration", "déclarations")


def dossiers(demande: Demande) -> Iterator[DossierAttendu]:
    """Every declaration asked for that its partner has in hand, by age."""
    # The window is joined: no list to sort here, and one query less.
    lues = list(_demandees(demande).pour_liste().select_related("campagne").order_by("pk"))
    # Read once, for who asks whose turn it is: the digest of an adviser alone does.
    approbateurs = cache(partial(approbateurs_de, lues, demande.jour))
    for declaration in lues:
        equipement = declaration.equipement
        ouverte = a_commence(declaration, demande.jour)
        echeance = echeance_de(declaration, demande.jour) if ouverte else None
        yield DossierAttendu(
            fiche_de(
                declaration,
                _repere(declaration),
                demande.jour,
                reference=declaration.reference,
                campagne=declaration.campagne_id,
            ),
            echeance,
            (equipement.caf_id, equipement.gestionnaire_id),
            partial(_attendu_de, declaration, echeance),
            partial(_suite, declaration, approbateurs),
        )


def echeances(demande: Demande) -> Iterator[tuple[int, Echeance]]:
    """The Caf and the deadline of each of them whose entry has begun."""
    lues = (
        _demandees(demande)
        .select_related("campagne", "version_courante")
        .prefetch_related("derogations", "version_courante__demandes_origine")
    )
    for declaration in lues:
        echeance = echeance_de(declaration, demande.jour)
        if echeance and a_commence(declaration, demande.jour):
            yield declaration.caf_id, echeance


def reperes(dossiers: Collection[int]) -> Iterator[Repere]:
    """What these declarations are called."""
    for declaration in Declaration.objects.filter(pk__in=dossiers).select_related("equipement"):
        yield _repere(declaration)


def _repere(declaration: Declaration) -> Repere:
    return Repere(
        declaration.pk,
        GENRE,
        declaration.libelle,
        declaration.equipement.nom,
        _page(declaration),
    )


SOURCE = Source(dossiers, echeances, reperes)


def manque(taches: Sequence[Tache], reste: Reste = Reste.SAISIR) -> str:
    """Say what is expected, as an infinitive: « Saisir et signer les données d’activité ».

    Raises ValueError when nothing is expected.
    """
    if not taches:
        raise ValueError("rien n’est attendu")
    if taches[0].action == Action.TRANSMETTRE:
        return "Relire, approuver et transmettre à la Caf"
    volets = " et les ".join(etats.LIBELLES_VOLET[t.partie] for t in taches)
    return f"{reste.jusqu_a_la_signature} les {volets}"


def _demandees(demande: Demande) -> DeclarationQuerySet:
    declarations = Declaration.objects.all()
    if demande.suivi_par is not None:
        declarations = declarations_suivies(demande.suivi_par)
    if demande.portefeuille_de is not None:
        declarations = declarations.du_portefeuille(demande.portefeuille_de)
    if demande.gestionnaires is not None:
        declarations = declarations.filter(equipement__gestionnaire__in=demande.gestionnaires)
    if demande.dossiers is not None:
        declarations = declarations.filter(pk__in=demande.dossiers)
    return declarations.filter(etat__in=etats.CHEZ_LE_PARTENAIRE)


def _attendu_de(
    declaration: Declaration, echeance: Echeance | None, acteur: Acteur
) -> Attendu | None:
    situation = situation_en_liste(declaration, acteur.jour)
    attendues = ACTES.taches(situation, acteurs_en_liste(acteur, declaration, cote_caf=False))
    if not attendues:
        return None
    volets = [declaration.version_courante.volet(t.partie) for t in attendues if t.partie]
    texte = manque(attendues, reste_de(declaration, volets))
    return Attendu(texte, _lien(declaration, [v.nature for v in volets], echeance))


def _lien(declaration: Declaration, volets: list[str], echeance: Echeance | None) -> str:
    """Where the person does it: the volet, the approval, or the file when there is a choice."""
    if echeance is None or echeance.close_le or len(volets) > 1:
        return _page(declaration)
    if volets:
        return reverse("declarations:volet", args=[declaration.pk, volets[0]])
    return reverse("declarations:approbation", args=[declaration.pk])


def _page(declaration: Declaration) -> str:
    return reverse("declarations:dossier", args=[declaration.pk])


def _suite(
    declaration: Declaration, approbateurs: Callable[[], Approbateurs], acteur: Acteur
) -> str:
    noms = approbateurs() if declaration.etat == Etat.A_APPROUVER else {}
    return suite_de(declaration, acteur, cote_caf=True, approbateurs=noms).texte
