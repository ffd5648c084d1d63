"""Messages on a file: who writes, once, who is told, who has read."""

from uuid import uuid4

import pytest
from django.db import connection

from declarations.models import Declaration
from declarations.services.messages import ecrire_message
from habilitations.models import Role
from portal.dossiers.models import MessageDossier
from portal.dossiers.models.messages import LONGUEUR_MESSAGE
from portal.socle.models import Courriel, Document, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.pieces import ecrire_par
from tests.declarations.remplir import jusqu_a
from tests.monde import JOUR, Monde, acteur, habiliter, nouveau_monde, personne
from tests.socle import fichiers


def test_chacun_de_ceux_qui_ont_part_au_dossier_ecrit(monde: Monde) -> None:
    declaration = monde.declaration()
    gens = monde.passerelles
    for qui in (gens.activite, gens.finances, gens.approbateur):
        assert not ecrire_par(declaration, qui).cote_caf
    for qui in (monde.conseiller, monde.remplacant, monde.ccd):
        assert ecrire_par(declaration, qui).cote_caf


def test_un_collegue_hors_portefeuille_lit_sans_ecrire(monde: Monde) -> None:
    with pytest.raises(ActionRefusee) as refus:
        ecrire_par(monde.declaration(), monde.hors_portefeuille)
    assert refus.value.interdite


def test_un_etranger_ne_sait_rien_du_dossier(monde: Monde) -> None:
    declaration = monde.declaration()
    for qui in (
        monde.voisins.activite,
        monde.conseiller_nord,
        monde.responsable,
        monde.national,
        personne("sans-role"),
    ):
        with pytest.raises(Declaration.DoesNotExist):
            ecrire_par(declaration, qui)
    assert not MessageDossier.objects.exists()


@pytest.mark.parametrize("etat", ["a_saisir", "validee", "sans_objet"])
def test_on_ecrit_a_tout_moment(monde: Monde, etat: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, etat)
    ecrire_par(declaration, monde.passerelles.activite)


@pytest.mark.parametrize(
    ("texte", "dit"),
    [("", "Écrivez"), (" \r\n ", "Écrivez"), ("x" * (LONGUEUR_MESSAGE + 1), "raccourcissez")],
)
def test_vide_ou_trop_long_est_refuse(monde: Monde, texte: str, dit: str) -> None:
    with pytest.raises(DemandeInvalide, match=dit):
        ecrire_par(monde.declaration(), monde.conseiller, texte)


def test_un_double_clic_n_ecrit_qu_une_fois(monde: Monde) -> None:
    declaration, jeton = monde.declaration(), uuid4()
    premier = ecrire_par(declaration, monde.conseiller, "Bonjour", jeton=jeton)
    assert ecrire_par(declaration, monde.conseiller, "Bonjour\r\n", jeton=jeton) == premier
    assert MessageDossier.objects.count() == 1
    assert LigneJournal.objects.filter(action="declaration.message_caf").count() == 1
    assert Courriel.objects.count() == 3


def test_le_meme_formulaire_retrouve_ne_perd_pas_un_autre_message(monde: Monde) -> None:
    declaration, jeton = monde.declaration(), uuid4()
    ecrire_par(declaration, monde.conseiller, "Bonjour", jeton=jeton)
    ecrire_par(declaration, monde.conseiller, "Une autre question", jeton=jeton)
    assert [m.texte for m in declaration.messages.all()] == ["Bonjour", "Une autre question"]


def test_une_piece_part_avec_le_message(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    message = ecrire_message(
        declaration.pk,
        acteur=acteur(monde.passerelles.activite),
        texte="Voici le contrat.",
        jeton=uuid4(),
        fichier=fichiers.televerse(nom="contrat.pdf"),
    )
    piece = message.pieces.get()
    assert (piece.document.nom, piece.cote_caf) == ("contrat.pdf", False)


def test_une_piece_refusee_n_envoie_rien(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        ecrire_message(
            monde.declaration().pk,
            acteur=acteur(monde.conseiller),
            texte="Voici.",
            jeton=uuid4(),
            fichier=fichiers.televerse(fichiers.SCRIPT, "contrat.pdf"),
        )
    assert refus.value.champ == "fichier"
    assert not MessageDossier.objects.exists()
    assert not Document.objects.exists()
    assert not Courriel.objects.exists()


def destinataires() -> set[str]:
    return set(Courriel.objects.values_list("destinataire", flat=True))


def test_un_message_de_la_caf_previent_chaque_personne_du_partenaire(monde: Monde) -> None:
    declaration, gens = monde.declaration(), monde.passerelles
    partie = habiliter(personne("partie"), gens.gestionnaire, monde.caf, Role.APPROBATEUR)
    partie.au = JOUR.replace(day=1)
    partie.save()
    habiliter(
        personne("habilitations.p"), gens.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS
    )
    habiliter(gens.activite, gens.gestionnaire, monde.caf, Role.APPROBATEUR)
    ecrire_par(declaration, monde.conseiller, "Le mot SECRET")
    assert destinataires() == {gens.activite.email, gens.finances.email, gens.approbateur.email}
    assert Courriel.objects.count() == 3


def test_un_message_du_partenaire_previent_qui_suit_le_dossier(monde: Monde) -> None:
    declaration = monde.declaration()
    ecrire_par(declaration, monde.passerelles.activite)
    assert destinataires() == {monde.portefeuille.referent(JOUR).email}


def test_le_ccd_qui_a_ecrit_est_prevenu_de_la_reponse(monde: Monde) -> None:
    declaration = monde.declaration()
    ecrire_par(declaration, monde.ccd)
    Courriel.objects.all().delete()
    ecrire_par(declaration, monde.passerelles.activite)
    assert destinataires() == {monde.portefeuille.referent(JOUR).email, monde.ccd.email}


def test_le_courriel_dit_ou_lire_et_pas_ce_qui_est_ecrit(monde: Monde) -> None:
    declaration = monde.declaration()
    ecrire_par(declaration, monde.conseiller, "Le mot SECRET")
    courriel = Courriel.objects.first()
    for texte in (courriel.objet, courriel.texte, courriel.html):
        assert "SECRET" not in texte
    assert declaration.reference in courriel.objet
    for texte in (courriel.texte, courriel.html):
        assert f"/declarations/{declaration.pk}/#messages" in texte
    assert "Caf de la Savoie" in courriel.texte
    assert "l&#x27;" not in courriel.texte
    assert (courriel.objet_type, courriel.objet_id) == ("declarations.declaration", declaration.pk)
    assert courriel.gestionnaire_id == declaration.gestionnaire_id


@pytest.mark.django_db(transaction=True)
def test_dix_envois_du_meme_formulaire_ne_font_qu_un_message() -> None:
    from concurrent.futures import ThreadPoolExecutor

    monde = nouveau_monde()
    declaration, jeton = monde.declaration(), uuid4()

    def envoyer(_: int) -> int:
        try:
            return ecrire_par(declaration, monde.conseiller, "Bonjour", jeton=jeton).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as fils:
        ecrits = set(fils.map(envoyer, range(10)))
    assert len(ecrits) == 1
    assert MessageDossier.objects.count() == 1
    assert Courriel.objects.count() == 3
