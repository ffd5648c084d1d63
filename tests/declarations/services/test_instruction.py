"""The adviser's acts: corrections, rectificative, « sans objet », dérogations."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from declarations.models import Declaration
from declarations.services import instruction
from declarations.services.derogations import accorder_derogation
from habilitations.models import Utilisateur
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.remplir import demander_correction, jusqu_a, referentiels, signer
from tests.monde import JOUR, MAINTENANT, Monde, acteur


@pytest.fixture
def en_instruction(monde: Monde) -> Declaration:
    return jusqu_a(monde.declaration(), monde, "en_instruction")


def demander(declaration: Declaration, qui: Utilisateur, **options: object) -> object:
    arguments = {
        "motif": "Le compte 64 est à revoir",
        "pour_le": JOUR,
        "volets": ("finances",),
    } | options
    return instruction.demander_correction(declaration.pk, acteur=acteur(qui), **arguments)


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd"])
def test_hors_du_portefeuille_on_lit_sans_agir(
    monde: Monde, en_instruction: Declaration, qui: str
) -> None:
    for acte in (instruction.valider, instruction.prendre_en_charge):
        with pytest.raises(ActionRefusee) as refus:
            acte(en_instruction.pk, acteur=acteur(getattr(monde, qui)))
        assert refus.value.interdite


@pytest.mark.parametrize("qui", ["conseiller_nord", "responsable", "national"])
def test_ailleurs_le_dossier_n_existe_pas(
    monde: Monde, en_instruction: Declaration, qui: str
) -> None:
    with pytest.raises(Declaration.DoesNotExist):
        instruction.valider(en_instruction.pk, acteur=acteur(getattr(monde, qui)))


def test_le_remplacant_agit_comme_le_titulaire(monde: Monde, en_instruction: Declaration) -> None:
    instruction.valider(en_instruction.pk, acteur=acteur(monde.remplacant))

    en_instruction.refresh_from_db()
    assert en_instruction.version_courante.validee_par == monde.remplacant


@pytest.mark.parametrize(
    ("options", "champ"),
    [
        ({"motif": "  "}, "motif"),
        ({"pour_le": JOUR - timedelta(days=1)}, "pour_le"),
        ({"pour_le": JOUR + timedelta(days=367)}, "pour_le"),
        ({"volets": ()}, "volets"),
        ({"volets": ("inconnu",)}, "champs"),
        ({"volets": (), "champs": ("comptes.999",)}, "champs"),
    ],
)
def test_une_demande_de_correction_dit_tout(
    monde: Monde, en_instruction: Declaration, options: dict, champ: str
) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        demander(en_instruction, monde.conseiller, **options)

    en_instruction.refresh_from_db()
    assert refus.value.champ == champ
    assert en_instruction.etat == "en_instruction"
    assert en_instruction.versions.count() == 1


def test_seules_les_signatures_touchees_tombent(monde: Monde, en_instruction: Declaration) -> None:
    demander(en_instruction, monde.conseiller, volets=(), champs=("comptes.60",))

    en_instruction.refresh_from_db()
    volets = {v.nature: v for v in en_instruction.version_courante.volets.all()}
    assert volets["activite"].signe_le is not None
    assert volets["activite"].champs_ouverts == []
    assert volets["finances"].signe_le is None
    assert volets["finances"].champs_ouverts == ["comptes.60"]


def test_une_correction_se_rend_apres_la_fenetre(monde: Monde, en_instruction: Declaration) -> None:
    demander_correction(en_instruction, monde)
    apres = MAINTENANT + timedelta(days=90)

    signer(en_instruction, monde, apres)

    en_instruction.refresh_from_db()
    assert en_instruction.etat == "a_approuver"


def test_les_justifications_suivent_dans_la_nouvelle_version(monde: Monde) -> None:
    referentiels(monde.caf)
    jusqu_a(monde.declaration("reelle", 2025), monde, "validee")
    lieu = monde.er.lieux.order_by("nom")[0]
    declaration = jusqu_a(
        monde.declaration("previsionnelle", 2026),
        monde,
        "en_instruction",
        changements={f"lieux.l{lieu.pk}.heures_entretiens": "300"},
    )
    avant = declaration.version_courante.justifications.count()

    demander_correction(declaration, monde)

    assert avant > 0
    assert declaration.version_courante.justifications.count() == avant


def test_sans_objet_demande_un_motif_et_se_retablit(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_saisie")
    conseiller = acteur(monde.conseiller)
    with pytest.raises(DemandeInvalide):
        instruction.declarer_sans_objet(declaration.pk, acteur=conseiller, motif="")
    instruction.declarer_sans_objet(
        declaration.pk, acteur=conseiller, motif="Déclaration appelée à tort"
    )
    declaration.refresh_from_db()
    assert (declaration.etat, declaration.etat_precedent) == ("sans_objet", "en_saisie")

    instruction.retablir(declaration.pk, acteur=conseiller, motif="C’était une erreur de ma part")

    declaration.refresh_from_db()
    assert declaration.etat == "en_saisie"
    assert declaration.sans_objet_motif == ""


def test_une_derogation_porte_motif_auteur_et_fin(monde: Monde) -> None:
    declaration = monde.declaration()
    conseiller = acteur(monde.conseiller)
    for options in ({"motif": ""}, {"expire_le": JOUR - timedelta(days=1)}):
        with pytest.raises(DemandeInvalide):
            accorder_derogation(
                declaration.pk,
                acteur=conseiller,
                **({"motif": "Incendie de la mairie", "expire_le": date(2026, 4, 1)} | options),
            )

    derogation = accorder_derogation(
        declaration.pk, acteur=conseiller, motif="Incendie de la mairie", expire_le=date(2026, 4, 1)
    )

    assert derogation.accordee_par == monde.conseiller
    assert timezone.localdate(derogation.accordee_le) == JOUR

    accorder_derogation(
        declaration.pk, acteur=conseiller, motif="Incendie de la mairie", expire_le=date(2026, 4, 1)
    )
    assert declaration.derogations.count() == 1, "un second clic n’accorde rien de plus"
