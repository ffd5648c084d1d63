"""Sign-off, its withdrawal, its return, and justifications."""

import pytest

from declarations.models import Declaration, Justification, PassageControles
from declarations.regles.etats import Etat
from declarations.regles.grille import ACTIVITE, FINANCES
from declarations.services.contenu import contenu_de
from declarations.services.justifications import justifier
from declarations.services.saisie import enregistrer
from declarations.services.volets import renvoyer_volet, retirer_signature, signer_volet
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import jusqu_a, justifier_tout, remplir
from tests.monde import Monde, acteur


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    return monde.declaration()


@pytest.fixture
def avec_ecart(monde: Monde) -> Declaration:
    """Hours of one lieu far from the réelle of the year before."""
    jusqu_a(monde.declaration("reelle", 2025), monde, "validee")
    declaration = monde.declaration("previsionnelle", 2026)
    lieu = monde.er.lieux.order_by("nom")[0]
    return remplir(declaration, monde, {f"lieux.l{lieu.pk}.heures_entretiens": "300"})


def ecarts(declaration: Declaration) -> list[str]:
    declaration.refresh_from_db()
    constats = contenu_de(declaration.version_courante).evaluation.constats
    return [s.constat.cle for s in constats if s.est_obstacle]


def test_un_volet_incomplet_ne_se_signe_pas(monde: Monde, declaration: Declaration) -> None:
    remplir(declaration, monde)
    qui = acteur(monde.passerelles.activite)
    lieu = monde.er.lieux.first()
    enregistrer(
        declaration.pk,
        "activite",
        acteur=qui,
        revision=1,
        brut={f"lieux.l{lieu.pk}.heures_entretiens": ""},
    )

    with pytest.raises(ActionRefusee, match="un point"):
        signer_volet(declaration.pk, "activite", acteur=qui)


def test_la_signature_garde_ce_que_disent_les_controles(
    monde: Monde, declaration: Declaration
) -> None:
    remplir(declaration, monde)

    signer_volet(declaration.pk, "activite", acteur=acteur(monde.passerelles.activite))

    passage = PassageControles.objects.get()
    assert (passage.moment, passage.volet) == ("signature", "activite")


def test_la_declaration_est_a_approuver_quand_les_deux_volets_sont_signes(
    monde: Monde, declaration: Declaration
) -> None:
    remplir(declaration, monde)
    activite, finances = acteur(monde.passerelles.activite), acteur(monde.passerelles.finances)

    assert signer_volet(declaration.pk, "finances", acteur=finances) == "en_saisie"
    assert signer_volet(declaration.pk, "activite", acteur=activite) == "a_approuver"


def test_signer_deux_fois_est_dit_sans_effet(monde: Monde, declaration: Declaration) -> None:
    remplir(declaration, monde)
    qui = acteur(monde.passerelles.activite)
    signer_volet(declaration.pk, "activite", acteur=qui)

    with pytest.raises(ActionRefusee, match="déjà signé"):
        signer_volet(declaration.pk, "activite", acteur=qui)

    assert PassageControles.objects.count() == 1


def test_on_reprend_sa_signature_pas_celle_d_un_autre(
    monde: Monde, declaration: Declaration
) -> None:
    jusqu_a(declaration, monde, "a_approuver")

    with pytest.raises(ActionRefusee) as refus:
        retirer_signature(declaration.pk, "finances", acteur=acteur(monde.passerelles.activite))
    retirer_signature(declaration.pk, "activite", acteur=acteur(monde.passerelles.activite))

    declaration.refresh_from_db()
    assert refus.value.interdite
    assert declaration.etat == "en_saisie"
    assert declaration.version_courante.volets.get(nature="finances").signe_le is not None


def test_l_approbateur_renvoie_un_volet_avec_un_motif(
    monde: Monde, declaration: Declaration
) -> None:
    jusqu_a(declaration, monde, "a_approuver")
    approbateur = acteur(monde.passerelles.approbateur)

    with pytest.raises(DemandeInvalide):
        renvoyer_volet(declaration.pk, "finances", acteur=approbateur, motif="   ")
    renvoyer_volet(
        declaration.pk, "finances", acteur=approbateur, motif="Le compte 64 est à revoir"
    )

    declaration.refresh_from_db()
    volet = declaration.version_courante.volets.get(nature="finances")
    assert declaration.etat == "en_saisie"
    assert volet.renvoi_motif == "Le compte 64 est à revoir"
    assert declaration.version_courante.volets.get(nature="activite").signe_le is not None


def test_un_ecart_se_justifie_par_un_motif_et_un_texte(
    monde: Monde, avec_ecart: Declaration
) -> None:
    cle = "C06:heures_entretiens"
    qui = acteur(monde.passerelles.activite)
    assert cle in ecarts(avec_ecart)

    for motif, texte in (("", "Un texte"), ("inventé", "Un texte"), ("activite", "  ")):
        with pytest.raises(DemandeInvalide):
            justifier(avec_ecart.pk, cle, acteur=qui, motif=motif, texte=texte)
    justifier(avec_ecart.pk, cle, acteur=qui, motif="activite", texte="Une permanence de plus")

    assert cle not in ecarts(avec_ecart)


def test_une_justification_tombe_quand_les_chiffres_changent(
    monde: Monde, avec_ecart: Declaration
) -> None:
    cle, qui = "C06:heures_entretiens", acteur(monde.passerelles.activite)
    justifier(avec_ecart.pk, cle, acteur=qui, motif="activite", texte="Une permanence de plus")
    lieu = monde.er.lieux.order_by("nom")[0]

    enregistrer(
        avec_ecart.pk,
        "activite",
        acteur=qui,
        revision=1,
        brut={f"lieux.l{lieu.pk}.heures_entretiens": "400"},
    )

    assert cle in ecarts(avec_ecart)
    assert Justification.objects.get().texte == "Une permanence de plus"


def test_on_ne_justifie_pas_ce_qui_n_est_plus_constate(
    monde: Monde, declaration: Declaration
) -> None:
    remplir(declaration, monde)

    with pytest.raises(DemandeInvalide, match="n’est plus constaté"):
        justifier(
            declaration.pk,
            "C06:charges",
            acteur=acteur(monde.passerelles.finances),
            motif="activite",
            texte="Rien",
        )


@pytest.mark.parametrize("qui", ["finances", "approbateur"])
def test_un_ecart_d_activite_revient_a_qui_l_a_saisi(
    monde: Monde, avec_ecart: Declaration, qui: str
) -> None:
    with pytest.raises(ActionRefusee) as refus:
        justifier(
            avec_ecart.pk,
            "C06:heures_entretiens",
            acteur=acteur(getattr(monde.passerelles, qui)),
            motif="activite",
            texte="Une permanence de plus",
        )

    assert refus.value.interdite


def test_la_derniere_signature_attend_un_ecart_apparu_dans_l_autre_volet(monde: Monde) -> None:
    """The Caf lowered its notification once the activité was signed; its provider explains it."""
    declaration = jusqu_a(declaration_clas(monde, notifies=3), monde, Etat.EN_SAISIE)
    gens = monde.passerelles
    justifier_tout(declaration, monde)
    signer_volet(declaration.pk, ACTIVITE, acteur=acteur(gens.activite))
    declaration.equipement.notifications.update(collectifs=2)
    with pytest.raises(ActionRefusee, match="dans l’autre volet"):
        signer_volet(declaration.pk, FINANCES, acteur=acteur(gens.finances))

    justifier_tout(declaration, monde)

    assert signer_volet(declaration.pk, FINANCES, acteur=acteur(gens.finances)) == Etat.A_APPROUVER
