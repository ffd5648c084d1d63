"""A CLAS whose notification is not inscribed yet: the partner declares and sends all the same."""

from declarations.exports.recepisse import recepisse_pdf
from declarations.presentation.lignes import montant_en_vigueur
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur
from declarations.services import instruction
from declarations.services.contenu import contenu_de
from subventions.regles.estimation import EN_ATTENTE
from tests.declarations.clas import declaration_clas, notifier
from tests.declarations.pdf import texte_de
from tests.declarations.remplir import demander_correction, jusqu_a, signer, transmettre
from tests.monde import Monde, acteur


def test_l_estimation_attend_la_notification(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.EN_SAISIE)

    estimation = contenu_de(declaration.version_courante).evaluation.estimation

    assert estimation is not None
    assert (estimation.statut, estimation.montant) == (EN_ATTENTE, None)
    assert estimation.manquants == ("collectifs_notifies",)


def test_la_declaration_se_transmet_et_le_recepisse_le_dit(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.TRANSMISE)

    version = declaration.version_courante
    assert version.calcul.statut == EN_ATTENTE
    assert (
        montant_en_vigueur(declaration, frozenset({ActeurDossier.CONSEILLER}))
        == "En attente d’une donnée de la Caf"
    )
    texte = texte_de(recepisse_pdf(version, Lecteur(cote_caf=True)))
    assert "En attente d’une donnée de la Caf" in texte
    assert "Barème non publié" not in texte


def test_une_correction_calcule_avec_la_notification_venue_depuis(monde: Monde) -> None:
    """What was sent is not computed again: the next version is."""
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.EN_INSTRUCTION)
    notifier(monde, declaration.equipement, 3)
    demander_correction(declaration, monde)
    signer(declaration, monde)
    transmettre(declaration, monde)
    instruction.prendre_en_charge(declaration.pk, acteur=acteur(monde.conseiller))

    premiere, seconde = declaration.versions.order_by("numero")
    assert premiere.calcul.montant is None
    assert seconde.calcul.montant is not None
    assert seconde.donnees["collectifs_notifies"] == "3"
    assert "collectifs_notifies" not in premiere.donnees
