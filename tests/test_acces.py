"""Every URL is asked for by every kind of person, and answers as its row of the table says.

A URL without a row fails. Declarations are looked at « à saisir » (``d``), « transmise » (``t``)
and « validée » (``v``), the first two with a paper of the provider of the activity
(``brouillon``, ``envoyee``), all of the partner « Les Passerelles »; so are the équipements.
"""

from collections.abc import Callable
from unittest import mock

import pytest
import time_machine
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, reverse

from habilitations.models import Utilisateur
from habilitations.presence import marque
from tests.acces import (
    ACTIVITE_SEULE,
    AGENTS,
    APPROBATEUR,
    CONCERNES,
    CONNECTES,
    CONSEILLER,
    CONSEILLERS,
    CONSEILLERS_CAF,
    EQUIPEMENTS,
    FENETRES,
    FICHE,
    FICHE_SUIVIE,
    INSTRUCTEURS,
    JOINDRE,
    LECTURE_DOSSIER,
    PARTENAIRES,
    PERSONNES,
    REAUTHENTIFIER,
    RESPONSABLE,
    SAISIE_DU_PARTENAIRE,
    SES_ROLES,
    TOUS,
    VERSION_LUE,
    MondeAcces,
    formulaires_a_saisir,
    ids_en_double,
    noms,
    soumis,
)
from tests.en_tetes import defauts, est_rendue, est_sans_trace, marques
from tests.monde import MAINTENANT, MOT_DE_PASSE
from tests.tables_acces import TABLES, Table

# (name, arguments, method) → codes.
TABLE: Table = TABLES | {
    ("accueil:public", (), "get"): "200 " + "302 " * 14,
    ("accueil:a_faire", (), "get"): CONNECTES,
    ("accueil:aide", (), "get"): TOUS,
    ("accueil:plan_du_site", (), "get"): TOUS,
    ("accueil:accessibilite", (), "get"): TOUS,
    ("accueil:donnees_personnelles", (), "get"): TOUS,
    ("accueil:prolonger_session", (), "post"): soumis("302 " + "204 " * 14),
    ("accueil:sante", (), "get"): TOUS,
    ("accueil:sante_pret", (), "get"): TOUS,
    ("accueil:composants", (), "get"): CONNECTES,
    ("account_login", (), "get"): "200 " + "302 " * 14,
    ("account_logout", (), "get"): "302 " + "200 " * 14,
    ("account_inactive", (), "get"): TOUS,
    ("account_signup", (), "get"): "200 " + "302 " * 14,
    ("account_reauthenticate", (), "get"): "302 " + "200 " * 14,
    ("account_change_password", (), "get"): CONNECTES,
    ("account_set_password", (), "get"): "302 " * 15,
    ("account_reset_password", (), "get"): TOUS,
    ("account_reset_password_done", (), "get"): TOUS,
    ("account_reset_password_from_key_done", (), "get"): TOUS,
    ("account_reset_password_from_key", ("abc", "clef"), "get"): TOUS,
    ("account_index", (), "get"): "302 " * 15,
    ("mot_de_passe_administration", (), "get"): "302 " * 15,
    ("etat_du_service", (), "get"): "302 " * 15,
    ("mes_connexions", (), "get"): CONNECTES,
    # No directory is configured here: tests/habilitations/identites has its own.
    ("mon_annuaire", (), "get"): "302 " + "404 " * 14,
    ("delier_annuaire", ("caf-73",), "post"): "403 " + "404 " * 14,
    ("openid_connect_login", ("caf-73",), "post"): "404 " * 15,
    ("openid_connect_callback", ("caf-73",), "get"): "404 " * 15,
    ("fermer_connexion", (999999,), "post"): soumis("302 " * 15),
    ("fermer_autres_connexions", (), "post"): soumis("302 " * 15),
    ("mfa_index", (), "get"): CONNECTES,
    ("mfa_authenticate", (), "get"): "302 " * 15,
    ("mfa_reauthenticate", (), "get"): "302 " * 15,
    ("mfa_activate_totp", (), "get"): REAUTHENTIFIER,
    ("mfa_deactivate_totp", (), "get"): "302 " + "404 " * 14,
    ("mfa_view_recovery_codes", (), "get"): "302 " + "404 " * 14,
    ("mfa_generate_recovery_codes", (), "get"): REAUTHENTIFIER,
    ("mfa_download_recovery_codes", (), "get"): "302 " + "404 " * 14,
    ("mfa_list_webauthn", (), "get"): CONNECTES,
    ("mfa_add_webauthn", (), "get"): REAUTHENTIFIER,
    ("mfa_reauthenticate_webauthn", (), "get"): "302 " * 15,
    ("mfa_remove_webauthn", (999,), "get"): REAUTHENTIFIER,
    ("mfa_edit_webauthn", (999,), "get"): REAUTHENTIFIER,
    ("mfa_login_webauthn", (), "get"): "302 " * 15,
    ("declarations:suivi", (), "get"): PARTENAIRES,
    ("declarations:file", (), "get"): INSTRUCTEURS,
    ("declarations:colonnes", (), "get"): INSTRUCTEURS,
    ("declarations:colonnes", (), "post"): soumis(INSTRUCTEURS, "302"),
    ("declarations:exercices", (), "get"): INSTRUCTEURS,
    ("declarations:lignes_des_dossiers", (), "get"): INSTRUCTEURS,
    ("declarations:lot", (), "post"): soumis(CONSEILLERS, "302"),
    ("declarations:lot_rapport", (), "get"): CONSEILLERS.replace("200", "302"),
    ("declarations:export", (), "post"): soumis(INSTRUCTEURS),
    ("declarations:export_lignes", (), "post"): soumis(INSTRUCTEURS),
    ("declarations:export_droits", (), "post"): soumis(INSTRUCTEURS),
    ("declarations:export_suivi", (999,), "get"): INSTRUCTEURS.replace("200", "404"),
    ("declarations:export_fichier", (999,), "get"): INSTRUCTEURS.replace("200", "404"),
    ("declarations:suivant", ("d",), "get"): INSTRUCTEURS.replace("200", "302"),
    ("accueil:recherche", (), "get"): CONNECTES,
    ("dossiers:avis", (), "get"): CONNECTES,
    ("dossiers:avis_tout_lu", (), "post"): soumis("302 " * 15),
    ("declarations:calendrier", (), "get"): CONNECTES,
    ("declarations:elan", (), "get"): INSTRUCTEURS,
    ("declarations:elan_modele", (), "get"): CONSEILLERS,
    ("declarations:elan_import", (), "get"): CONSEILLERS,
    ("declarations:elan_import", (), "post"): soumis(CONSEILLERS, "422"),
    ("declarations:elan_import_apercu", (999999,), "get"): CONSEILLERS.replace("200", "404"),
    ("declarations:elan_lecture", ("elan", 2024), "get"): LECTURE_DOSSIER,
    ("declarations:elan_lecture", ("elan", 2025), "get"): "302 " + "404 " * 14,
    ("declarations:elan_saisie", ("elan", 2024), "get"): CONSEILLER,
    ("declarations:elan_saisie", ("elan", 2024), "post"): soumis(CONSEILLER, "302"),
    ("declarations:actualisees", (), "get"): CONSEILLERS,
    ("declarations:actualisees_selection", ("73", "er", 2026, 1), "get"): CONSEILLERS_CAF,
    ("declarations:actualisees_selection", ("73", "er", 2026, 1), "post"): soumis(
        CONSEILLERS_CAF, "422"
    ),
    ("declarations:catalogue_controles", (), "get"): CONCERNES,
    ("declarations:cartographie", ("er", "reelle", 2025, "xlsx"), "get"): CONNECTES,
    ("declarations:exercice", ("equipement", 2025), "get"): LECTURE_DOSSIER,
    ("declarations:exercice", ("equipement", 1999), "get"): "302 " + "404 " * 14,
    ("declarations:anciennes", (), "get"): PARTENAIRES.replace("302", "403").replace(
        "403", "302", 1
    ),
    ("declarations:ancienne", ("t", 1), "get"): "302 " + "404 " * 14,
    ("declarations:recepisse_ancien", ("t", 1), "get"): "302 " + "404 " * 14,
    ("declarations:elargissement", ("c",), "get"): CONSEILLER,
    ("declarations:elargissement", ("c",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:retrait_correction", ("c",), "get"): CONSEILLER,
    ("declarations:retrait_correction", ("c",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:retrait_derogation", ("d",), "get"): CONSEILLER,
    ("declarations:retrait_derogation", ("d",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:dossier", ("d",), "get"): LECTURE_DOSSIER,
    ("declarations:volet", ("d", "activite"), "get"): SES_ROLES,
    ("declarations:volet", ("d", "finances"), "get"): SES_ROLES,
    ("declarations:volet", ("t", "finances"), "get"): VERSION_LUE,
    ("declarations:volet", ("d", "inconnu"), "get"): "302 " + "404 " * 14,
    ("declarations:volet", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:saisie", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE),
    ("declarations:panneau", ("d", "activite"), "get"): SAISIE_DU_PARTENAIRE,
    ("declarations:panneau", ("t", "finances"), "get"): SAISIE_DU_PARTENAIRE.replace("200", "403"),
    ("declarations:panneau", ("d", "inconnu"), "get"): "302 " + "404 " * 14,
    ("declarations:classeur", ("d", "activite"), "get"): ACTIVITE_SEULE,
    ("declarations:deposer_classeur", ("d", "activite"), "get"): ACTIVITE_SEULE,
    ("declarations:deposer_classeur", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "422"),
    ("declarations:historique", ("d", "activite"), "get"): SAISIE_DU_PARTENAIRE,
    ("declarations:historique", ("t", "finances"), "get"): SAISIE_DU_PARTENAIRE,
    ("declarations:historique_champ", ("d", "finances", "comptes.60"), "get"): (
        SAISIE_DU_PARTENAIRE
    ),
    ("declarations:historique_champ", ("d", "finances", "inconnu"), "get"): (
        SAISIE_DU_PARTENAIRE.replace("200", "404")
    ),
    ("declarations:historique_champ", ("k", "finances", "salaire"), "get"): (
        "302 404  403 200 200  404 404 404  403 403 403 403  404 404 404"
    ),
    ("declarations:volet", ("k", "finances"), "get"): (
        "302 404  403 200 200  404 404 404  302 302 302 302  404 404 404"
    ),
    ("declarations:historique", ("k", "finances"), "get"): (
        "302 404  403 200 200  404 404 404  403 403 403 403  404 404 404"
    ),
    ("declarations:signer", ("d", "activite"), "get"): ACTIVITE_SEULE,
    ("declarations:signer", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:retirer_signature", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:renvoyer", ("d", "activite"), "get"): APPROBATEUR,
    ("declarations:controles", ("d",), "get"): SES_ROLES,
    ("declarations:controles", ("t",), "get"): VERSION_LUE,
    ("declarations:justifier", ("d",), "post"): soumis(
        "302 404  302 302 403  404 404 404  403 403 403 403  404 404 404"
    ),
    ("declarations:approbation", ("d",), "get"): APPROBATEUR,
    ("declarations:approbation", ("d",), "post"): soumis(APPROBATEUR, "302"),
    ("declarations:validation", ("t",), "get"): CONSEILLER,
    ("declarations:correction", ("t",), "get"): CONSEILLER,
    ("declarations:correction", ("t",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:rectificative", ("v",), "get"): CONSEILLER,
    ("declarations:sans_objet", ("d",), "get"): CONSEILLER,
    ("declarations:sans_objet", ("d",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:retablissement", ("d",), "get"): CONSEILLER,
    ("declarations:derogation", ("d",), "get"): CONSEILLER,
    ("declarations:assistance", ("d",), "get"): CONSEILLER,
    ("declarations:fin_assistance", ("d",), "get"): CONSEILLER,
    ("declarations:ligne", ("k", "cle"), "get"): ACTIVITE_SEULE,
    ("declarations:ligne", ("k", "inconnue"), "get"): ACTIVITE_SEULE.replace("200", "404"),
    ("declarations:ligne", ("d", "cle"), "get"): ACTIVITE_SEULE.replace("200", "404"),
    ("declarations:retirer_ligne", ("k", "cle"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:retablir_ligne", ("k", "cle"), "post"): soumis(ACTIVITE_SEULE, "302"),
    # Providers alone type; the adviser joins papers while the file is at the Caf.
    ("declarations:joindre_piece", ("d",), "get"): JOINDRE,
    ("declarations:joindre_piece", ("d",), "post"): soumis(JOINDRE, "422"),
    ("declarations:joindre_piece", ("t",), "get"): JOINDRE,
    ("declarations:piece", ("d", "brouillon"), "get"): SES_ROLES.replace(
        "302 302 302 302", "404 " * 4
    ),
    ("declarations:piece", ("t", "envoyee"), "get"): LECTURE_DOSSIER,
    ("declarations:piece", ("d", "envoyee"), "get"): "302 " + "404 " * 14,
    ("declarations:retirer_piece", ("d", "brouillon"), "get"): (
        "302 404  200 200 403  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:messages", ("d",), "get"): LECTURE_DOSSIER,
    ("declarations:messages", ("d",), "post"): soumis(
        "302 404  422 422 422  404 404 404  422 422 403 422  404 404 404"
    ),
    ("declarations:version", ("t", 1), "get"): LECTURE_DOSSIER,
    ("declarations:version", ("t", 2), "get"): "302 " + "404 " * 14,
    ("declarations:version", ("d", 1), "get"): (
        "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:brouillon", ("d", 1), "get"): (
        "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:brouillon", ("t", 1), "get"): "302 " + "404 " * 14,
    ("declarations:recepisse", ("t", 1), "get"): LECTURE_DOSSIER,
    ("declarations:comparaison", ("c", 1, 2), "get"): (
        "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:comparaison", ("t", 1, 2), "get"): "302 " + "404 " * 14,
    ("verification_recepisse", (), "get"): TOUS,
    ("declarations:recepisse", ("d", 1), "get"): "302 " + "404 " * 14,
    ("declarations:dossier", (999999,), "get"): "302 " + "404 " * 14,
    ("subventions:baremes", (), "get"): AGENTS,
    ("habilitations:equipements", (), "get"): EQUIPEMENTS,
    ("habilitations:equipement", ("e",), "get"): FICHE,
    ("habilitations:equipement", (999999,), "get"): "302 " + "404 " * 14,
    ("habilitations:notification", ("clas", 2025), "get"): FICHE_SUIVIE,
    ("habilitations:notification", ("clas", 2025), "post"): soumis(FICHE_SUIVIE, "422"),
    ("habilitations:notification", ("clas", 2023), "get"): FICHE_SUIVIE.replace("200", "404"),
    ("habilitations:poste_nouveau", ("cct", "cof"), "get"): FICHE_SUIVIE,
    ("habilitations:poste_nouveau", ("cct", "cof"), "post"): soumis(FICHE_SUIVIE, "422"),
    ("habilitations:poste", ("cct", "poste"), "get"): FICHE_SUIVIE,
    ("habilitations:poste", ("e", "poste"), "get"): FICHE_SUIVIE.replace("200", "404"),
    ("declarations:retirer_poste", ("cct", "poste"), "get"): FICHE_SUIVIE,
    ("declarations:equipement", ("e",), "get"): (
        "302 404  200 200 200  404 404 404  200 200 200 200  404 403 404"
    ),
    ("declarations:transfert", ("e",), "get"): RESPONSABLE,
    ("declarations:transfert", ("e",), "post"): soumis(RESPONSABLE, "422"),
    ("declarations:annuler_transfert", ("clas", "transfert"), "get"): RESPONSABLE,
    ("declarations:annuler_transfert", ("e", "transfert"), "post"): soumis(RESPONSABLE, "404"),
    ("relances:previsions", (), "get"): INSTRUCTEURS,
    ("relances:envoyer", (), "get"): CONSEILLERS,
    ("relances:resume", (), "get"): CONSEILLERS,
    ("declarations:fenetre", ("campagne",), "get"): FENETRES,
    ("declarations:fenetre", ("campagne",), "post"): soumis(FENETRES, "422"),
    ("declarations:fenetre", (999999,), "get"): FENETRES.replace("200", "404"),
    ("declarations:ouvrir_fenetre", (), "get"): FENETRES.replace("404", "200"),
    ("declarations:ouvrir_fenetre", (), "post"): soumis(FENETRES.replace("404", "200"), "422"),
    ("declarations:retirer_fenetre", ("campagne",), "get"): FENETRES,
    ("declarations:retirer_fenetre", ("campagne",), "post"): soumis(FENETRES, "422"),
    ("declarations:regles_caf", (), "get"): CONSEILLERS,
    ("declarations:regle_caf", ("73", "regle_nationale"), "get"): CONSEILLERS_CAF,
    ("declarations:regle_caf", ("73", "regle_nationale"), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("declarations:regle_caf", ("73", "regle_de_caf"), "get"): CONSEILLERS.replace("200", "404"),
    ("declarations:regle_caf_retrait", ("regle_de_caf",), "get"): CONSEILLERS_CAF,
    ("declarations:regle_caf_retrait", ("regle_de_caf",), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("declarations:regle_caf_retrait", ("regle_nationale",), "get"): CONSEILLERS.replace(
        "200", "404"
    ),
    ("relances:campagne", ("campagne",), "get"): CONSEILLERS_CAF,
    ("relances:campagne", ("campagne",), "post"): soumis(CONSEILLERS_CAF, "302"),
    ("relances:suspendre", ("campagne",), "get"): CONSEILLERS_CAF,
    ("relances:suspendre", ("campagne",), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("relances:lever_la_pause", ("campagne",), "post"): soumis(CONSEILLERS_CAF, "302"),
    ("relances:dossier", ("d",), "get"): LECTURE_DOSSIER,
    ("relances:ecarter", ("d", "alice"), "get"): CONSEILLER,
    ("relances:ecarter", ("d", "alice"), "post"): soumis(CONSEILLER, "422"),
    ("relances:retablir", ("relance",), "post"): soumis(CONSEILLER, "302"),
    ("relances:courriel", ("envoi",), "get"): LECTURE_DOSSIER,
    ("relances:reessayer", ("envoi",), "post"): soumis(CONSEILLER, "302"),
    ("courriels:boite", (), "get"): TOUS,
    ("courriels:courriel", ("courriel",), "get"): TOUS,
    ("courriels:html", ("courriel",), "get"): TOUS,
    # Last: it changes the state of the declaration for the substitute, whom a message then tells.
    ("declarations:prise_en_charge", ("t",), "post"): soumis(CONSEILLER, "302"),
}


def test_chaque_adresse_a_sa_ligne() -> None:
    assert set(noms(get_resolver())) == {nom for nom, _, _ in TABLE}


def _page(reponse: HttpResponse) -> str:
    """The page of an answer; empty when it is something else."""
    en_html = (
        reponse.status_code in (200, 422)
        and not reponse.streaming
        and reponse["Content-Type"].startswith("text/html")
    )
    return reponse.content.decode() if en_html else ""


def lecteur_de(codes: list[str]) -> str:
    """The first person to whom a page opens, else the first: a refusal is private too."""
    rang = next((i for i, code in enumerate(codes) if i and code == "200"), 1)
    return PERSONNES[rang]


def refus(_: URLResolver, code: int) -> Callable[..., HttpResponse]:
    """In place of the pages of errors, which have tests of their own: here their code is enough."""
    return lambda request, exception=None: HttpResponse(status=code)


@pytest.mark.usefixtures("derriere_le_mur")
class Acces(MondeAcces):
    """The whole table, on one world, asked with the rights of the role that serves."""

    @pytest.mark.longue
    @mock.patch.object(URLResolver, "resolve_error_handler", refus)
    def test_la_table(self) -> None:
        """Codes, and what only pages asked for by the right people show: forms, ids, headers."""
        ecarts, voisins, doubles, rendues = [], set(), set(), set()
        clients = {nom: self._client(nom) for nom in PERSONNES}
        with time_machine.travel(MAINTENANT, tick=False):
            for (nom, arguments, methode), attendus in TABLE.items():
                adresse = reverse(nom, args=[self.declarations.get(a, a) for a in arguments])
                codes = attendus.split()
                assert len(codes) == len(PERSONNES), nom
                lecteur = lecteur_de(codes)
                for qui, attendu in zip(PERSONNES, codes, strict=True):
                    reponse = getattr(clients[qui], methode)(adresse)
                    if reponse.status_code != int(attendu):
                        ecarts.append(
                            f"{methode} {adresse} {qui}: {reponse.status_code}, pas {attendu}"
                        )
                    page = _page(reponse)
                    # Saving one form would lose what is typed in another.
                    if formulaires_a_saisir(page) > 1:
                        voisins.add(adresse)
                    doubles |= {f"{adresse} #{nom}" for nom in ids_en_double(page)}
                    if qui == lecteur:
                        ecarts += [f"{adresse} {qui}: {d}" for d in defauts(nom, reponse)]
                        rendues |= {adresse} if est_rendue(reponse) else set()
                    elif qui == "anonyme":
                        ecarts += [f"{adresse}: {m}" for m in marques(clients[qui], reponse)]
        assert not ecarts, "\n".join(ecarts)
        assert not voisins, "\n".join(sorted(voisins))
        assert not doubles, "\n".join(sorted(doubles))
        assert len(rendues) > 10

    def test_l_administration_technique_est_reservee(self) -> None:
        """Nobody but staff gets past its door, on any of its pages."""
        adresses = [reverse("admin:index")] + [
            reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist")
            for m in admin.site._registry
        ]
        with time_machine.travel(MAINTENANT, tick=False):
            for qui in PERSONNES:
                client = self._client(qui)
                codes = {client.get(adresse).status_code for adresse in adresses}
                assert codes == {302}, (qui, codes)

    def test_l_administration_technique_ne_laisse_rien(self) -> None:
        chef = Utilisateur.objects.create_superuser("chef@exemple.test", MOT_DE_PASSE, prenom="Ada")
        client = Client()
        client.force_login(chef, "allauth.account.auth_backends.AuthenticationBackend")
        adresses = [reverse("admin:index"), reverse("admin:jsi18n")]
        demande = RequestFactory().get("/admin/")
        demande.user = chef
        for modele, ecran in admin.site._registry.items():
            racine = f"admin:{modele._meta.app_label}_{modele._meta.model_name}"
            adresses.append(reverse(f"{racine}_changelist"))
            objet = ecran.get_queryset(demande).first()  # of what this screen shows
            if objet:
                adresses.append(reverse(f"{racine}_change", args=[objet.pk]))
        for adresse in adresses:
            reponse = client.get(adresse)
            assert est_sans_trace(reponse["Cache-Control"]), adresse
            if reponse["Content-Type"].startswith("text/html"):
                assert f'content="{marque(chef)}"' in reponse.content.decode(), adresse


@pytest.mark.parametrize("adresse", ["/nulle-part/", "/declarations/abc/", "/admin-secret/"])
def test_une_adresse_inconnue_est_introuvable(client: Client, adresse: str, db: None) -> None:
    assert client.get(adresse).status_code in (302, 404)
