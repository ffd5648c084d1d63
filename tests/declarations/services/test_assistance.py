"""An adviser types for a partner who cannot: shown as such everywhere, and never approves."""

import pytest

from declarations.chronologie import chronologie
from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur, rendre_version
from declarations.services.acteurs import acteurs_sur
from declarations.services.assistance import assister, rendre
from declarations.services.envoi import transmettre
from declarations.services.saisie import enregistrer
from declarations.services.volets import renvoyer_volet, signer_volet
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.remplir import referentiels, valeurs_completes
from tests.monde import Monde, acteur

MOTIF = "La secrétaire est en arrêt, données reçues par courrier le 12 janvier."


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


def tout_saisir(declaration: Declaration, monde: Monde) -> None:
    """Both volets typed and signed by the adviser."""
    conseiller = acteur(monde.conseiller)
    for nature, brut in valeurs_completes(declaration).items():
        enregistrer(declaration.pk, nature, acteur=conseiller, revision=0, brut=brut)
        signer_volet(declaration.pk, nature, acteur=conseiller)
    declaration.refresh_from_db()


def test_sans_ouverture_la_caf_ne_saisit_pas(monde: Monde, declaration: Declaration) -> None:
    with pytest.raises(ActionRefusee) as refus:
        enregistrer(
            declaration.pk, "finances", acteur=acteur(monde.conseiller), revision=0, brut={}
        )
    assert refus.value.interdite


def test_le_conseiller_saisit_et_signe_mais_le_partenaire_approuve(
    monde: Monde, declaration: Declaration
) -> None:
    assister(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
    tout_saisir(declaration, monde)

    assert declaration.etat == Etat.A_APPROUVER
    volets = list(declaration.version_courante.volets.all())
    assert all(v.saisi_par_la_caf and v.signe_par_la_caf for v in volets)
    with pytest.raises(ActionRefusee) as refus:
        transmettre(declaration.pk, acteur=acteur(monde.conseiller))
    assert refus.value.interdite
    with pytest.raises(ActionRefusee) as refus:
        renvoyer_volet(
            declaration.pk,
            "finances",
            acteur=acteur(monde.conseiller),
            motif="Le compte 64 est à revoir.",
        )
    assert refus.value.interdite

    transmettre(declaration.pk, acteur=acteur(monde.passerelles.approbateur))

    declaration.refresh_from_db()
    assert declaration.etat == Etat.TRANSMISE
    assert declaration.saisies_assistees.get().close_le is not None


def test_le_recepisse_et_la_chronologie_le_disent(monde: Monde, declaration: Declaration) -> None:
    assister(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
    tout_saisir(declaration, monde)
    transmettre(declaration.pk, acteur=acteur(monde.passerelles.approbateur))
    declaration.refresh_from_db()

    lue = rendre_version(declaration.version_courante, Lecteur(cote_caf=True))
    recits = [e.texte for e in chronologie(declaration, cote_caf=False)]
    maisons = {e.qui for e in chronologie(declaration, cote_caf=False)}

    signatures = [a.qui for a in lue.actes if "signées" in a.libelle]
    assert signatures == ["Colette Conseil, de la Caf, pour le partenaire"] * 2
    assert [f.valeur for f in lue.faits if f.libelle.startswith("Saisie par la Caf")] == [
        "données d’activité, données financières"
    ]
    assert "Colette Conseil saisit cette déclaration pour vous" in recits
    assert "Caf de la Savoie, pour le partenaire" in maisons


def test_la_saisie_se_rend(monde: Monde, declaration: Declaration) -> None:
    conseiller = acteur(monde.conseiller)
    assister(declaration.pk, acteur=conseiller, motif=MOTIF)
    rendre(declaration.pk, acteur=conseiller)

    declaration.refresh_from_db()
    assert ActeurDossier.SAISIE_CAF not in acteurs_sur(acteur(monde.conseiller), declaration)
    with pytest.raises(ActionRefusee):
        rendre(declaration.pk, acteur=conseiller)


def test_le_partenaire_garde_la_main(monde: Monde, declaration: Declaration) -> None:
    assister(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)

    fait = enregistrer(
        declaration.pk,
        "finances",
        acteur=acteur(monde.passerelles.finances),
        revision=0,
        brut={"comptes.60": "12"},
    )

    assert fait.ecrits == ("comptes.60",)
    assert not declaration.version_courante.volets.get(nature="finances").saisi_par_la_caf


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd"])
def test_seul_le_conseiller_du_dossier(monde: Monde, declaration: Declaration, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        assister(declaration.pk, acteur=acteur(getattr(monde, qui)), motif=MOTIF)
    assert refus.value.interdite


def test_le_droit_ne_passe_pas_a_un_collegue(monde: Monde, declaration: Declaration) -> None:
    assister(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
    declaration.refresh_from_db()

    assert ActeurDossier.SAISIE_CAF not in acteurs_sur(acteur(monde.ccd), declaration)
    assert ActeurDossier.SAISIE_CAF in acteurs_sur(acteur(monde.remplacant), declaration)


def test_un_second_clic_est_refuse_avec_un_message(monde: Monde, declaration: Declaration) -> None:
    assister(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
    with pytest.raises(ActionRefusee, match="déjà ouverte"):
        assister(declaration.pk, acteur=acteur(monde.remplacant), motif=MOTIF)


def test_le_motif_est_demande(monde: Monde, declaration: Declaration) -> None:
    with pytest.raises(DemandeInvalide):
        assister(declaration.pk, acteur=acteur(monde.conseiller), motif="  ")


def test_hors_fenetre_il_faut_une_derogation(monde: Monde, declaration: Declaration) -> None:
    declaration.campagne.ferme_le = declaration.campagne.echeance_le = declaration.campagne.ouvre_le
    declaration.campagne.save()
    with pytest.raises(ActionRefusee, match="close"):
        assister(declaration.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
