"""What each person reads of the finances of a CCT: the amount or its ceiling, reasons, constats."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.presentation.releves import releves
from declarations.regles.etats import Etat
from declarations.services.volets import renvoyer_volet
from habilitations.models import Role
from portal.socle.formats import euros
from tests.declarations.cct import declaration_cct
from tests.declarations.montants import cle, dossier, montant, plafond
from tests.declarations.pdf import texte_de
from tests.declarations.remplir import MOTIF_CORRECTION, jusqu_a, remplir, signer
from tests.declarations.salaires import chiffres
from tests.monde import JOUR, Monde, acteur, changer, habiliter, personne

__all__ = ["dossier"]
pytestmark = pytest.mark.usefixtures("fige")


@pytest.mark.parametrize("nom", ["volet", "historique", "historique_champ"])
@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_le_volet_des_finances_ne_s_ouvre_pas(
    monde: Monde, dossier: Declaration, client: Client, nom: str
) -> None:
    chemin = ["comptes.64"] if nom == "historique_champ" else []
    adresse = reverse(f"declarations:{nom}", args=[dossier.pk, "finances", *chemin])
    for qui, statut in (("activite", 403), ("finances", 200), ("approbateur", 200)):
        client.force_login(getattr(monde.passerelles, qui))
        assert client.get(adresse).status_code == statut, qui


@pytest.mark.parametrize("dossier", [Etat.VALIDEE], indirect=True)
def test_le_recepisse_et_la_liste_disent_le_plafond(
    monde: Monde, dossier: Declaration, client: Client
) -> None:
    client.force_login(monde.passerelles.activite)
    recepisse = client.get(reverse("declarations:recepisse", args=[dossier.pk, 1]))
    pdf = " ".join(texte_de(recepisse.content).split())
    assert plafond("48000") in pdf
    assert "Charges de personnel" not in pdf
    liste = " ".join(client.get(reverse("declarations:suivi")).content.decode().split())
    assert plafond("48000") in liste


def test_chacun_lit_selon_ses_roles_sur_cet_equipement_ce_jour(
    monde: Monde, client: Client
) -> None:
    """Both provider roles read all; a role over another équipement, or of yesterday, nothing."""
    declaration, saisies = declaration_cct(monde)
    jusqu_a(declaration, monde, Etat.TRANSMISE, changements=chiffres(declaration, saisies))
    gestionnaire, caf = monde.passerelles.gestionnaire, monde.caf
    gens = {nom: personne(nom) for nom in ("deux", "ailleurs", "hier")}
    for qui in gens.values():
        habiliter(qui, gestionnaire, caf, Role.FOURNISSEUR_ACTIVITE)
    habiliter(gens["deux"], gestionnaire, caf, Role.FOURNISSEUR_FINANCES)
    habiliter(
        gens["ailleurs"], gestionnaire, caf, Role.FOURNISSEUR_FINANCES, equipements=[monde.er]
    )
    fini = habiliter(gens["hier"], gestionnaire, caf, Role.FOURNISSEUR_FINANCES)
    changer([fini], au=JOUR - timedelta(days=1))

    exact = " ".join(euros(declaration.versions.get(numero=1).calcul.montant).split())
    attendus = {"deux": exact, "ailleurs": plafond("48000"), "hier": plafond("48000")}
    for nom, attendu in attendus.items():
        client.force_login(gens[nom])
        for adresse in ("dossier", "version"):
            arguments = [declaration.pk] if adresse == "dossier" else [declaration.pk, 1]
            page = client.get(reverse(f"declarations:{adresse}", args=arguments))
            assert montant(page.content.decode()) == attendu, (nom, adresse)
        liste = " ".join(client.get(reverse("declarations:suivi")).content.decode().split())
        assert attendu in liste
        assert (exact in liste) is (nom == "deux")


def test_le_plafond_attend_le_temps_de_travail_et_lui_seul(monde: Monde, client: Client) -> None:
    declaration, saisies = declaration_cct(monde)
    chemin = f"postes.{cle(declaration, 1)}.mois"
    rien = {c: "" for c in saisies if c.endswith(".salaire_charge")}
    remplir(declaration, monde, saisies | rien | {chemin: ""})
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:dossier", args=[declaration.pk])
    contenu = " ".join(client.get(adresse).content.decode().split())
    assert "1 réponse du poste « Paul Projet »" in contenu
    assert "montant-total" not in contenu
    remplir(declaration, monde, saisies | rien)
    assert montant(client.get(adresse).content.decode()) == plafond("48000")


@pytest.mark.parametrize("dossier", [Etat.A_CORRIGER], indirect=True)
def test_un_motif_ecrit_sur_les_finances_n_est_lu_que_de_leurs_lecteurs(
    monde: Monde, dossier: Declaration, client: Client
) -> None:
    """Why the finances are asked for again, or sent back by a colleague, quotes their figures."""
    signer(dossier, monde)
    renvoi = "Claire gagne 41 327,19 € et non 42 000."
    renvoyer_volet(
        dossier.pk, "finances", acteur=acteur(monde.passerelles.approbateur), motif=renvoi
    )
    adresses_lues = [
        reverse("declarations:dossier", args=[dossier.pk]),
        reverse("declarations:volet", args=[dossier.pk, "activite"]),
        reverse("declarations:comparaison", args=[dossier.pk, 1, 2]),
        reverse("declarations:suivi"),
        reverse("accueil:a_faire"),
    ]
    lus = {}
    for qui in ("activite", "finances"):
        client.force_login(getattr(monde.passerelles, qui))
        lus[qui] = "".join(client.get(a).content.decode() for a in adresses_lues)
    for motif in (renvoi, MOTIF_CORRECTION):
        assert motif in lus["finances"]
        assert motif not in lus["activite"]


@pytest.mark.parametrize("dossier", [Etat.VALIDEE], indirect=True)
def test_le_catalogue_ne_compte_pas_ce_qui_ne_se_lit_pas(
    monde: Monde, dossier: Declaration
) -> None:
    """How often C06 fired on the charges or the amount of a CCT is a figure of its finances."""

    def constats(qui: str) -> int:
        lus = releves(acteur(getattr(monde.passerelles, qui)), "cct")
        return sum(releve.constats for releve in lus.par_code.values())

    gardes = [p.constats for v in dossier.versions.all() for p in v.passages.filter(moment="envoi")]
    cles = [c["cle"] for constats_gardes in gardes for c in constats_gardes]
    assert "C06:estimation" in cles
    assert constats("finances") >= len(cles)
    assert constats("activite") == sum(cle == "C06:etp_annuels" for cle in cles)
