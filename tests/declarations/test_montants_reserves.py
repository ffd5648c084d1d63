"""What the activity provider of a CCT reads does not move with what it may not read."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import MONTRES, prefixe
from declarations.models import Declaration, Volet
from declarations.presentation.releves import releves
from declarations.regles.etats import Etat
from declarations.services.volets import renvoyer_volet, signer_volet
from habilitations.models import Role
from portal.socle.formats import euros
from tests.declarations.cct import POSTES, appeler_cct, coordination, declaration_cct
from tests.declarations.pdf import texte_de
from tests.declarations.remplir import (
    MOTIF_CORRECTION,
    jusqu_a,
    justifier_tout,
    remplir,
    signer,
)
from tests.declarations.salaires import adresses, chiffres, lisible, mener
from tests.monde import JOUR, Monde, acteur, changer, habiliter, personne

pytestmark = pytest.mark.usefixtures("fige")

# Made anew at each answer: tokens of forms, keys of rows and papers to come, nonces.
CHANGEANT = re.compile(
    r'name="csrfmiddlewaretoken"value="\w+"|"X-CSRFToken":"\w+"|nonce="[^"]+"'
    r'|name="cle_ligne"value="\w+"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
)
MONTANT = re.compile(r'class="montant-total">([^<]+)<')


def stable(texte: str) -> str:
    return CHANGEANT.sub("…", texte)


def cle(declaration: Declaration, rang: int = 0) -> str:
    return str(declaration.version_courante.lignes[rang]["cle"])


def montant(contenu: str) -> str:
    """The amount that a page announces, on one line."""
    (trouve,) = MONTANT.findall(contenu)
    return " ".join(trouve.split())


def plafond(valeur: str) -> str:
    return f"jusqu’à {' '.join(euros(Decimal(valeur)).split())}"


def avec_finances(declaration: Declaration, *, salaire: str, charges: str) -> None:
    """Change the figures of the finances behind everybody's back, as a colleague would."""
    volet = Volet.objects.get(version=declaration.version_courante_id, nature="finances")
    for chemin in volet.donnees:
        if chemin.endswith(".salaire_charge"):
            volet.donnees[chemin] = salaire
        elif chemin in ("comptes.64", "comptes.741"):
            volet.donnees[chemin] = charges
    Volet.objects.filter(pk=volet.pk).update(donnees=volet.donnees)


@pytest.fixture
def dossier(monde: Monde, request: pytest.FixtureRequest) -> Declaration:
    return mener(monde, request.param)


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE, Etat.A_APPROUVER], indirect=True)
@pytest.mark.longue
def test_aucune_reponse_ne_change_avec_les_finances(
    monde: Monde, dossier: Declaration, client: Client
) -> None:
    """Whatever the finances say, every address answers the same: nothing can be told from it.

    Among the figures tried, those that make C03, C06, C07, C08 and C17 fire, and those that
    make none of them fire.
    """
    client.force_login(monde.passerelles.activite)
    pour_lecteur = Client()
    pour_lecteur.force_login(monde.passerelles.finances)
    # Once before, which says what there is, and after which nothing is new any more: a page may
    # tell how much is unread, another one mark it as read.
    toutes = [adresse.chemin for adresse in adresses(dossier)]
    trouvees = [a for a in toutes if client.get(a).status_code != 404]
    assert len(trouvees) > 40
    lectures, vues = [], set()
    for salaire, charges in (("1.00", "2.00"), ("30000.00", "100000.00"), ("90000.00", "5.00")):
        avec_finances(dossier, salaire=salaire, charges=charges)
        lectures.append({a: stable(lisible(client.get(a))) for a in trouvees})
        dossier_lu = pour_lecteur.get(reverse("declarations:dossier", args=[dossier.pk]))
        vues.add(montant(dossier_lu.content.decode()))
    assert len(vues) == 3, "qui lit les montants les voit bouger"
    for adresse in trouvees:
        assert len({lecture[adresse] for lecture in lectures}) == 1, adresse


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_le_panneau_apres_une_saisie(monde: Monde, dossier: Declaration, client: Client) -> None:
    """Months of a poste set to 0: what moves is the ceiling, never the salary."""
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:saisie", args=[dossier.pk, "activite"])
    chemin = f"postes.{cle(dossier)}.mois"
    for salaire in ("1.00", "30000.00", "90000.00"):
        avec_finances(dossier, salaire=salaire, charges="100000.00")
        montants = []
        for mois in ("0", "12"):
            revision = dossier.version_courante.volets.get(nature="activite").revision
            client.post(adresse, {"revision": revision, chemin: mois})
            panneau = client.get(reverse("declarations:panneau", args=[dossier.pk, "activite"]))
            montants.append(montant(panneau.content.decode()))
        assert montants == [plafond("24000"), plafond("48000")]


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_un_refus_de_justifier(monde: Monde, dossier: Declaration, client: Client) -> None:
    """A constat that one may not read is answered as one that does not stand."""
    client.force_login(monde.passerelles.activite)
    for cle_constat in ("C06:estimation", "C06:charges", "C17:salaires"):
        reponses = []
        for salaire in ("1.00", "90000.00"):
            avec_finances(dossier, salaire=salaire, charges="5.00")
            nom = prefixe(cle_constat)
            envoi = {
                MONTRES: cle_constat,
                f"{nom}-motif": "organisation",
                f"{nom}-texte": "Un départ en juin, qui n’a pas été remplacé.",
            }
            rendu = client.post(reverse("declarations:justifier", args=[dossier.pk]), envoi)
            piece = client.get(
                reverse("declarations:joindre_piece", args=[dossier.pk]), {"constat": cle_constat}
            )
            reponses.append((rendu.status_code, stable(lisible(rendu)), piece.status_code))
        assert reponses[0] == reponses[1], cle_constat
        assert reponses[0][0] == 422


@pytest.mark.parametrize("dossier", [Etat.EN_SAISIE], indirect=True)
def test_ni_un_refus_de_signer(monde: Monde, dossier: Declaration) -> None:
    """An amount that has moved stops the finances, and the sending, not who may not read it."""
    justifier_tout(dossier, monde)
    signer_volet(dossier.pk, "finances", acteur=acteur(monde.passerelles.finances))
    avec_finances(dossier, salaire="1.00", charges="5.00")
    etat = signer_volet(dossier.pk, "activite", acteur=acteur(monde.passerelles.activite))
    assert etat == Etat.A_APPROUVER


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


def coordinations(monde: Monde, salaires: tuple[str, ...]) -> None:
    """As many CCT sent as there are salaries, each of one poste at its ceiling or below."""
    for rang, salaire in enumerate(salaires, start=1):
        equipement = coordination(monde, postes=1)
        equipement.nom = f"Coordination {rang}"
        equipement.save(update_fields=["nom"])
        declaration = appeler_cct(equipement)
        prenom, nom = POSTES[0].split()
        poste = f"postes.{cle(declaration)}"
        changements = {
            f"{poste}.prenom": prenom,
            f"{poste}.nom": nom,
            f"{poste}.salaire_charge": salaire,
        }
        jusqu_a(declaration, monde, Etat.TRANSMISE, changements=changements)


def ordre(client: Client, tri: str) -> list[str]:
    contenu = client.get(reverse("declarations:suivi"), {"sort": tri}).content.decode()
    return re.findall(r"(Coordination \d|Espace de rencontre Les Passerelles)<span", contenu)


@pytest.mark.parametrize("salaires", [("41 000", "9 000"), ("9 000", "41 000")])
def test_le_tri_par_montant_n_est_pas_un_oracle(
    monde: Monde, client: Client, salaires: tuple[str, str]
) -> None:
    """The same order whatever the salaries, both ways; who reads the amounts sees them sorted."""
    jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
    coordinations(monde, salaires)
    er = "Espace de rencontre Les Passerelles"
    client.force_login(monde.passerelles.activite)
    assert ordre(client, "montant") == [er, "Coordination 1", "Coordination 2"]
    assert ordre(client, "-montant") == [er, "Coordination 1", "Coordination 2"]

    client.force_login(monde.passerelles.approbateur)
    moins, plus = sorted((1, 2), key=lambda n: Decimal(salaires[n - 1].replace(" ", "")))
    vu = [nom for nom in ordre(client, "montant") if nom != er]
    assert vu == [f"Coordination {moins}", f"Coordination {plus}"]


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
