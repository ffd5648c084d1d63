"""Acts: what they say, sealed once, the same bytes each time; made again when they must be."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from pypdf import PdfReader

from habilitations.models import ActeHabilitation, Habilitation, Role
from habilitations.services.actes import conserver, demander_acte, motif_du_cachet, tient
from habilitations.services.contenu_acte import empreinte_de
from habilitations.services.verification_actes import fautes_des_actes
from habilitations.tasks import sceller_acte, sceller_les_actes
from portal.socle.cachets.autorite import Motif
from portal.socle.cachets.scelle import Scelle
from portal.socle.cachets.verification import Verdict, verifier_cachet
from portal.socle.models import Document, LigneJournal
from tests.cachets import Autorite, jours, pdfsig, sans_poppler
from tests.habilitations.actes import acte_de, demande, octets
from tests.habilitations.droits import droit_de
from tests.monde import MAINTENANT, Monde, acteur, changer, habiliter


def texte(acte: ActeHabilitation) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(octets(acte))).pages).split()
    )


# --- What an act says -------------------------------------------------------------------


def test_un_acte_dit_qui_quoi_ou_quand_et_par_qui(monde: Monde, autorite: Autorite) -> None:
    alice, responsable = monde.passerelles.activite, monde.responsable
    habiliter(
        *(alice, monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR),
        equipements=[monde.er],
        accordee_par=responsable,
    )
    changer(Habilitation.objects.filter(utilisateur=alice))
    with time_machine.travel(MAINTENANT, tick=False):
        changer(
            Habilitation.objects.filter(utilisateur=alice, role=Role.FOURNISSEUR_ACTIVITE),
            au=MAINTENANT.date() + jours(300),
        )
        changer(Habilitation.objects.filter(utilisateur=alice, role=Role.APPROBATEUR))
    acte = acte_de(alice)
    dit = texte(acte)
    for attendu in (
        f"acte {acte.reference}",
        "Alice Activité activite.p@exemple.test",
        "Association Les Passerelles SIRET 981 234 008 00010",
        "Caf de la Savoie",
        "Fournisseur de données d’activité Tous les équipements du partenaire",
        "Du 1er janvier 2020 au 30 novembre 2026",
        "Approbateur Espace de rencontre Les Passerelles (Espace de rencontre)",
        "Adhésion du partenaire, complète depuis le 1er janvier 2020",
        "Signé pour la Caf par Rose Responsable, le 3 février 2026 à 10 h 00",
        acte.empreinte,
    ):
        assert attendu in dit.replace("\u00a0", " "), attendu
    signatures = Habilitation.objects.filter(utilisateur=alice).values_list("signature", flat=True)
    assert all(signature in dit.replace(" ", "") for signature in signatures)


def test_le_pdf_est_accessible_et_son_cachet_nomme_l_acte(monde: Monde, autorite: Autorite) -> None:
    acte = acte_de(monde.passerelles.activite)
    lu = PdfReader(BytesIO(octets(acte)))
    assert lu.metadata.title == f"Acte d’habilitation {acte.reference}"
    assert lu.trailer["/Root"]["/Lang"] == "fr"
    assert b"pdfuaid:part" in lu.trailer["/Root"]["/Metadata"].get_object().get_data()
    constat = verifier_cachet(octets(acte), MAINTENANT)
    assert (constat.verdict, constat.par) == (Verdict.VALIDE, "Caf de la Savoie")
    assert constat.motif == motif_du_cachet(acte)
    assert acte.serie == f"{autorite.caf.certificat.serial_number:040x}"


@sans_poppler
def test_pdfsig_lit_le_cachet_d_un_acte(monde: Monde, autorite: Autorite, tmp_path: Path) -> None:
    lu = pdfsig(tmp_path, octets(acte_de(monde.passerelles.activite)))
    assert "Signature is Valid." in lu
    assert "Total document signed" in lu
    assert "Signer Certificate Common Name: Caf de la Savoie" in lu


def test_l_empreinte_couvre_tout_ce_que_dit_l_acte(monde: Monde) -> None:
    contenu = demande(monde.passerelles.activite).contenu
    vues = {empreinte_de(contenu)}

    def changer_chaque(valeur: object) -> int:
        """Change each leaf in turn, in place, then put it back; return how many."""
        suite = valeur.items() if isinstance(valeur, dict) else enumerate(valeur)
        combien = 0
        for cle, dedans in list(suite):
            if isinstance(dedans, (dict, list)) and dedans:
                combien += changer_chaque(dedans)
                continue
            valeur[cle] = "autre"
            vues.add(empreinte_de(contenu))
            valeur[cle], combien = dedans, combien + 1
        return combien

    assert len(vues) == 1
    feuilles = changer_chaque(contenu)
    assert feuilles > 20
    assert len(vues) == feuilles + 1


def test_les_droits_signes_un_autre_jour_font_un_autre_acte(monde: Monde) -> None:
    alice = monde.passerelles.activite
    with time_machine.travel(MAINTENANT + jours(1), tick=False):
        habiliter(alice, monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR)
    premier, second = Habilitation.objects.filter(utilisateur=alice).order_by("pk")
    demain = acteur(alice, MAINTENANT + jours(1))
    actes = [demander_acte(droit.pk, acteur=demain) for droit in (premier, second)]
    assert [len(acte.contenu["droits"]) for acte in actes] == [1, 1]
    assert actes[1].accorde_le == actes[0].accorde_le + jours(1)


# --- Once, and the same -----------------------------------------------------------------


def test_demande_deux_fois_c_est_le_meme_et_scelle_une_fois(
    monde: Monde, autorite: Autorite, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    envois: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        "celery.current_app.send_task", lambda nom, args, **options: envois.append((nom, args))
    )
    with django_capture_on_commit_callbacks(execute=True):
        premier, second = (demande(monde.passerelles.activite) for _ in range(2))
    assert premier == second
    assert envois == [("habilitations.tasks.sceller_acte", [premier.pk])] * 2
    with time_machine.travel(MAINTENANT, tick=False):
        assert sceller_acte(premier.pk)
        avant = ActeHabilitation.objects.get(pk=premier.pk)
        assert sceller_acte(premier.pk)
    apres = ActeHabilitation.objects.get(pk=premier.pk)
    assert avant.document == apres.document
    assert Document.objects.count() == 1
    assert demande(monde.passerelles.activite) == premier
    lignes = LigneJournal.objects.filter(action__startswith="acte.").order_by("pk")
    assert [ligne.action for ligne in lignes] == ["acte.demande", "acte.scelle"]


def test_le_second_de_deux_workers_ne_change_rien(monde: Monde) -> None:
    acte = demande(monde.passerelles.activite)
    for rang in "01":
        conserver(acte.pk, Scelle(f"%PDF {rang}".encode(), rang * 40), MAINTENANT)
    garde = ActeHabilitation.objects.select_related("document").get()
    assert (garde.serie, octets(garde)) == ("0" * 40, b"%PDF 0")
    assert Document.objects.count() == 1


def test_sans_autorite_l_acte_attend_puis_est_scelle(
    monde: Monde, settings, tmp_path, monkeypatch
) -> None:
    settings.DEMO = False
    settings.DOSSIER_CACHETS = settings.DOSSIER_CLES_CACHETS = tmp_path / "vide"
    acte = demande(monde.passerelles.activite)
    dits: list[dict[str, object]] = []
    monkeypatch.setattr("habilitations.tasks.log.error", lambda *mots, **faits: dits.append(faits))
    assert not sceller_acte(acte.pk)
    assert dits[0]["acte"] == acte.reference
    assert list(fautes_des_actes(MAINTENANT)) == []
    (faute,) = fautes_des_actes(MAINTENANT + jours(2))
    assert "attend son cachet depuis le 3 février 2026" in str(faute)
    Autorite(tmp_path / "cachets").installer(settings)
    with time_machine.travel(MAINTENANT, tick=False):
        assert sceller_les_actes() == 1
        assert sceller_les_actes() == 0
    assert list(fautes_des_actes(MAINTENANT + jours(2))) == []


def test_un_disque_plein_laisse_l_acte_en_attente(
    monde: Monde, autorite: Autorite, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.socle import documents

    def plein(*args: object) -> None:
        raise OSError(28, "plein")

    acte = demande(monde.passerelles.activite)
    with time_machine.travel(MAINTENANT, tick=False):
        with monkeypatch.context() as disque:
            disque.setattr(documents.stockage().__class__, "save", plein)
            assert not sceller_acte(acte.pk)
        assert not Document.objects.exists()
        assert sceller_acte(acte.pk)


# --- Made again -------------------------------------------------------------------------


def test_un_droit_change_donne_un_autre_acte_et_garde_le_premier(
    monde: Monde, autorite: Autorite
) -> None:
    premier = acte_de(monde.passerelles.activite)
    with time_machine.travel(MAINTENANT, tick=False):
        changer([droit_de(monde.passerelles.activite)], au=MAINTENANT.date() + jours(30))
    second = acte_de(monde.passerelles.activite)
    assert second != premier
    assert "Du 1er janvier 2020 au 5 mars 2026" in texte(second).replace("\u00a0", " ")
    assert "sans date de fin" in texte(premier)


def test_une_cle_compromise_fait_refaire_l_acte(monde: Monde, autorite: Autorite) -> None:
    premier = acte_de(monde.passerelles.activite)
    autorite.revoquer(autorite.caf, Motif.REMPLACEMENT, MAINTENANT)
    assert tient(premier)
    assert demande(monde.passerelles.activite) == premier
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, MAINTENANT)
    assert not tient(premier)
    second = acte_de(monde.passerelles.activite)
    assert second != premier
    assert second.serie == f"{autorite.commun.certificat.serial_number:040x}"
    assert demande(monde.passerelles.activite) == second


def test_apres_un_vol_les_actes_des_droits_qui_tiennent_sont_refaits_d_un_coup(
    monde: Monde, autorite: Autorite
) -> None:
    alice, fabien, agathe = (
        getattr(monde.passerelles, qui) for qui in ("activite", "finances", "approbateur")
    )
    perdus = [acte_de(qui) for qui in (alice, fabien, agathe)]
    changer([droit_de(fabien)], suspendue_le=MAINTENANT, suspendue_motif="Par précaution")

    def refaire() -> str:
        sortie = StringIO()
        with time_machine.travel(MAINTENANT + jours(1), tick=False):
            call_command("refaire_actes", stdout=sortie)
        return sortie.getvalue()

    assert refaire() == "0\u00a0acte à sceller.\n"
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, MAINTENANT)
    assert "Alice Activité, Association Les Passerelles" in refaire()
    assert refaire() == "0\u00a0acte à sceller.\n"
    refaits = ActeHabilitation.objects.exclude(pk__in=[acte.pk for acte in perdus])
    assert {acte.utilisateur for acte in refaits} == {alice, agathe}
    with time_machine.travel(MAINTENANT + jours(1), tick=False):
        assert sceller_les_actes() == 2
    assert all(tient(acte) for acte in refaits.all())
    assert refaire() == "0\u00a0acte à sceller.\n"
