"""The journal told in words, for the partner and for the Caf."""

import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import declarations.services
from declarations.chronologie import ACTIONS, INCONNUE, chronologie, mots_de
from declarations.models import Campagne, Declaration
from declarations.regles.etats import ACTES, Etat
from declarations.services import (
    ajout_lignes,
    assistance,
    derogations,
    elargissement,
    instruction,
    messages,
    pieces,
    reprise,
    volets,
)
from declarations.services.campagnes import appeler
from declarations.services.integrite import signaler
from habilitations.permissions import Acteur
from portal.socle.composants import TONS
from portal.socle.models import LigneJournal
from tests.declarations.cct import appeler_cct, declaration_cct
from tests.declarations.chronologies import COTES
from tests.declarations.remplir import (
    MOTIF_CORRECTION,
    demander_correction,
    jusqu_a,
    remplir,
    signer,
    transmettre,
)
from tests.monde import MAINTENANT, Monde, acteur
from tests.socle.fichiers import televerse


def actions_ecrites() -> set[str]:
    """Verbs of the table, words given to ``journaliser``, actions of ``journal``."""
    dossier = Path(declarations.services.__file__).parent
    texte = "\n".join(fichier.read_text(encoding="utf-8") for fichier in dossier.glob("*.py"))
    directes = re.findall(r"journaliser\(\s*\"(\w+)\"", texte)
    nommees = re.findall(r"\"declaration\.(\w+)\"", texte)
    choisies = re.findall(r"verbe = \"(\w+)\" if .* else \"(\w+)\"", texte)
    de_la_table = {transition.verbe for transition in ACTES if transition.verbe}
    return {*directes, *nommees, *(mot for paire in choisies for mot in paire), *de_la_table}


def parcours_entier(monde: Monde) -> Declaration:
    """Everything that can happen to a declaration, but for « sans objet » once validated."""
    conseiller = acteur(monde.conseiller)
    jusqu_a(monde.declaration("reelle", 2025), monde, Etat.VALIDEE)
    declaration = monde.declaration("previsionnelle", 2026)
    derogations.accorder_derogation(
        declaration.pk, acteur=conseiller, motif="Comptable absent.", expire_le=date(2026, 3, 20)
    )
    derogations.retirer_derogation(declaration.pk, acteur=conseiller, motif="Accordée par erreur.")
    instruction.declarer_sans_objet(declaration.pk, acteur=conseiller, motif="Appelée par erreur.")
    instruction.retablir(declaration.pk, acteur=conseiller, motif="Elle est bien attendue.")
    remplir(declaration, monde, {"comptes.64": "120 000", "comptes.741": "47 200"})
    gens = monde.passerelles
    echanger(declaration, acteur(gens.activite))
    signer(declaration, monde)
    volets.renvoyer_volet(
        declaration.pk,
        "activite",
        acteur=acteur(gens.approbateur),
        motif="Revoir les heures d’Ugine.",
    )
    signer(declaration, monde)
    volets.retirer_signature(declaration.pk, "finances", acteur=acteur(gens.finances))
    signer(declaration, monde)
    transmettre(declaration, monde)
    instruction.prendre_en_charge(declaration.pk, acteur=conseiller)
    echanger(declaration, conseiller)
    demander_correction(declaration, monde)
    instruction.retirer_correction(declaration.pk, acteur=conseiller, motif="Demandée par erreur.")
    demander_correction(declaration, monde)
    elargissement.elargir_correction(
        declaration.pk,
        acteur=conseiller,
        motif="Les heures d’Ugine aussi.",
        pour_le=date(2026, 3, 1),
        volets=("activite",),
    )
    signer(declaration, monde)
    transmettre(declaration, monde)
    instruction.prendre_en_charge(declaration.pk, acteur=conseiller)
    instruction.valider(declaration.pk, acteur=conseiller)
    instruction.ouvrir_rectificative(
        declaration.pk, acteur=conseiller, motif="Subvention oubliée.", pour_le=date(2026, 3, 1)
    )
    signaler(declaration.versions.get(numero=1), ("le journal cite une autre empreinte",))
    declaration.refresh_from_db()
    return declaration


def parcours_des_lignes(monde: Monde) -> Declaration:
    """What happens to the rows of a CCT, and typing in the partner's place."""
    ancienne, saisies = declaration_cct(monde)
    jusqu_a(ancienne, monde, Etat.TRANSMISE, changements=saisies)
    declaration = appeler_cct(ancienne.equipement, "previsionnelle", 2026)
    alice, conseiller = acteur(monde.passerelles.activite), acteur(monde.conseiller)
    reprise.reprendre_structure(declaration.pk, reprise.PRECEDENT, acteur=alice)
    ajout_lignes.ajouter_ligne(declaration.pk, "pabc", acteur=alice)
    ajout_lignes.modifier_ligne(declaration.pk, "pabc", acteur=alice, libelle="Remplacement")
    ajout_lignes.retirer_ligne(declaration.pk, "pabc", acteur=alice)
    ajout_lignes.retablir_ligne(declaration.pk, "pabc", acteur=alice)
    assistance.assister(declaration.pk, acteur=conseiller, motif="Absence de la comptable.")
    assistance.rendre(declaration.pk, acteur=conseiller)
    declaration.refresh_from_db()
    return declaration


def echanger(declaration: Declaration, qui: Acteur) -> None:
    """A message, and a paper joined then withdrawn."""
    messages.ecrire_message(declaration.pk, acteur=qui, texte="SECRET", jeton=uuid4())
    piece = pieces.joindre(
        declaration.pk,
        acteur=qui,
        fichier=televerse(nom="SECRET.pdf"),
        libelle="SECRET",
        jeton=uuid4(),
    )
    pieces.retirer(declaration.pk, piece.pk, acteur=qui, motif="SECRET dans ce document")


def test_chaque_action_ecrite_a_ses_mots() -> None:
    assert actions_ecrites() == set(ACTIONS)


@COTES
def test_le_parcours_entier_se_raconte_sans_mot_de_repli(monde: Monde, cote_caf: bool) -> None:
    parcours = (parcours_entier(monde), parcours_des_lignes(monde))
    lignes = [une for d in parcours for une in LigneJournal.objects.sur(d)]

    evenements = [e for d in parcours for e in chronologie(d, cote_caf)]

    assert {une.action.removeprefix("declaration.") for une in lignes} == set(ACTIONS)
    assert all(mots_de(une.action) is not INCONNUE for une in lignes)
    assert len(evenements) == len(lignes)
    assert all("{" not in e.texte and "None" not in e.texte for e in evenements)
    assert not any("SECRET" in e.texte + e.detail for e in evenements)
    assert {e.ton for e in evenements} <= set(TONS)
    assert {e.qui for e in evenements} == {"Caf de la Savoie", "Association Les Passerelles"}


def test_la_derniere_ligne_vient_en_premier(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)

    textes = [e.texte for e in chronologie(declaration, cote_caf=False)]

    assert textes[0] == "Agathe Approbation a approuvé la version 1 et l’a transmise à la Caf"
    assert textes[-1] == "La Caf vous a demandé cette déclaration"


def test_une_correction_dit_par_qui_sur_quoi_et_pour_quand(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.A_CORRIGER)

    evenement = chronologie(declaration, cote_caf=False)[0]

    assert evenement.texte == (
        "Colette Conseil a demandé une correction des données financières pour le 18 février 2026"
    )
    assert evenement.detail == f"«\u00a0{MOTIF_CORRECTION}\u00a0»"
    assert evenement.qui == "Caf de la Savoie"
    assert evenement.ton == "attention"


def test_une_correction_nomme_les_donnees(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
    lieu = monde.er.lieux.get(nom="Ugine")
    champs = ("comptes.64", f"lieux.l{lieu.pk}.heures_entretiens")
    demander_correction(declaration, monde, volets=(), champs=champs)

    texte = chronologie(declaration, cote_caf=True)[0].texte.replace("\u00a0", " ")

    assert "de « 64 Charges de personnel » et de « Heures d’entretiens – Ugine »" in texte


def test_la_chronologie_tient_en_deux_requetes(
    monde: Monde, django_assert_num_queries: object
) -> None:
    declaration = parcours_entier(monde)
    declaration = Declaration.objects.select_related(
        "caf", "gestionnaire", "equipement", "version_courante"
    ).get(pk=declaration.pk)

    with django_assert_num_queries(2):
        chronologie(declaration, cote_caf=False)


@COTES
def test_qui_demande_une_actualisee_est_nomme(monde: Monde, cote_caf: bool) -> None:
    campagne = Campagne.objects.create(
        caf=monde.caf,
        dispositif="er",
        nature="actualisee",
        numero=1,
        annee=2026,
        ouvre_le=date(2026, 2, 1),
        echeance_le=date(2026, 2, 28),
        ferme_le=date(2026, 3, 30),
    )

    declaration = appeler(campagne, monde.er, acteur=acteur(monde.conseiller))

    evenement = chronologie(declaration, cote_caf)[0]
    a_qui = "a demandé au partenaire" if cote_caf else "vous a demandé"
    assert evenement.texte == f"Colette Conseil {a_qui} une déclaration actualisée"
    assert evenement.qui == "Caf de la Savoie"
    assert evenement.quand == MAINTENANT
