"""What the bank did, from a list: examined line by line, recorded once, replayed in vain."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from portal.socle.classeurs import Colonne, Feuille, ecrire_classeur
from portal.socle.formats import euros
from portal.socle.lecture_classeurs import ClasseurRefuse
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from subventions.paiements.imports.releve import LigneReleve, ReleveRefuse, lire_releve
from subventions.paiements.models import Versement
from subventions.paiements.services.reglements import (
    enregistrer_releve,
    examiner_releve,
    rejeter_versement,
)
from tests.monde import JOUR, Monde, acteur, nouveau_monde
from tests.relances.views.pages import connecte
from tests.socle import fichiers
from tests.subventions.paiements.argent import droit, ordonne, pret, propose, versements
from tests.subventions.paiements.indus import MOTIF, notifie, reste, trop_verse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
REF = "LOT73-00001-0001"
D = Decimal


def ligne(reference: str = REF, montant: str = "25200", **champs: object) -> LigneReleve:
    return LigneReleve(
        **({"numero": 2, "reference": reference, "montant": D(montant), "le": JOUR} | champs)
    )


def csv(*lignes: str) -> bytes:
    return "\n".join(("Référence;Montant;Payé le;Rejet", *lignes)).encode()


def test_un_fichier_csv_se_lit_ligne_a_ligne() -> None:
    lues = lire_releve(
        csv(
            f"{REF.lower()};25 200,00 €;03/02/2026;",
            f"{REF};25200,00;;Compte clos",
            ";12;03/02/2026;",
            f"{REF};douze;03/02/2026;",
            f"{REF};12,005;03/02/2026;",
            f"{REF};12;le 3 février;",
        ),
        "paiements.csv",
    )
    assert [(x.reference, x.montant, x.le, x.rejet) for x in lues[:2]] == [
        (REF, D("25200.00"), date(2026, 2, 3), ""),
        (REF, D("25200.00"), None, "Compte clos"),
    ]
    assert lues[2].erreur == "La référence manque."
    assert all(x.erreur for x in lues[2:])
    assert [x.numero for x in lues] == [2, 3, 4, 5, 6, 7]


def test_un_classeur_se_lit_aussi() -> None:
    colonnes = tuple(Colonne(titre) for titre in ("Référence", "Libellé", "Montant", "Payé le"))
    rangees = [(REF, "Premier acompte", D("25200.10"), JOUR)]
    contenu = ecrire_classeur([Feuille("Paiements", colonnes, rangees)], titre="Paiements")
    (lue,) = lire_releve(contenu, "paiements.xlsx")
    assert (lue.reference, lue.montant, lue.le, lue.erreur) == (REF, D("25200.10"), JOUR, "")


def test_une_ligne_qu_un_filtre_cache_est_nommee_avant_d_enregistrer(monde: Monde) -> None:
    """A filtered workbook holds rows that nobody sees: they are counted, and said so."""
    pret(monde)
    ordonne(monde)
    rangees = (("Référence", "Montant", "Payé le"), (REF, "25200,00", "03/02/2026"))
    corps = b"".join(
        b"<row%s>" % (b' hidden="1"' if rang else b"")
        + b"".join(b'<c t="str"><v>%s</v></c>' % valeur.encode() for valeur in rangee)
        + b"</row>"
        for rang, rangee in enumerate(rangees)
    )
    contenu = fichiers.classeur(fichiers.feuille(corps))
    apercu = connecte(monde.conseiller).post(
        reverse("paiements:releve", args=["73"]),
        {"fichier": SimpleUploadedFile("p.xlsx", contenu)},
    )
    lu = apercu.content.decode().replace("\u00a0", " ")
    assert "1 masquée dans le fichier" in lu
    assert "Cette ligne est masquée dans le fichier : elle compte comme les autres." in lu
    assert "Paiement à enregistrer" in lu


@pytest.mark.parametrize(
    ("contenu", "nom", "dit"),
    [
        (b"", "vide.csv", "Ce fichier est vide."),
        (b"Nom;Prenom\nA;B", "autre.csv", "n’a les colonnes attendues"),
        (csv(), "sans-ligne.csv", "ne contient aucune ligne"),
        (b"MZ\x90\x00", "programme.xlsx", "au format .xlsx depuis votre tableur"),
        (fichiers.PDF, "releve.pdf", "ce n’est pas un classeur"),
        (fichiers.annuaire_demesure, "releve.xlsx", "les feuilles et les lignes utiles"),
    ],
)
def test_un_fichier_illisible_dit_pourquoi(
    contenu: bytes | Callable[[], bytes], nom: str, dit: str
) -> None:
    """Never to save it as a PDF, which is good for a paper and of no use here."""
    with pytest.raises((ReleveRefuse, ClasseurRefuse), match=dit) as refus:
        lire_releve(contenu() if callable(contenu) else contenu, nom)
    assert "PDF" not in str(refus.value)


def test_chaque_ligne_dit_ce_qu_elle_ferait(monde: Monde) -> None:
    pret(monde)
    ordonne(monde)
    propose(monde)
    examinees = examiner_releve(
        monde.caf.pk,
        [ligne(), ligne(), ligne("LOT73-99999-0001"), ligne("LOT73-00002-0001")],
        JOUR,
    )
    assert [(e.a_ecrire, e.refus) for e in examinees] == [
        (True, ""),
        (False, "Cette référence est déjà dans une ligne de ce fichier."),
        (False, "Aucun versement de cette référence à votre Caf."),
        (False, "Ce versement n’a pas été ordonné."),
    ]
    (fausse,) = examiner_releve(monde.caf.pk, [ligne(montant="25200.01")], JOUR)
    assert euros(D("25200.00")) in fausse.refus
    (tard,) = examiner_releve(monde.caf.pk, [ligne(le=date(2026, 2, 4))], JOUR)
    assert tard.refus == "Ce jour est à venir."
    (tot,) = examiner_releve(monde.caf.pk, [ligne(le=date(2026, 2, 2))], JOUR)
    assert tot.refus == "Ce jour précède l’ordre de payer."
    assert not examiner_releve(monde.autre_caf.pk, [ligne()], JOUR)[0].versement


def test_le_meme_fichier_deux_fois_ne_change_rien(monde: Monde) -> None:
    pret(monde)
    ordonne(monde)
    qui = acteur(monde.conseiller)
    premiere = enregistrer_releve(monde.caf.pk, lignes=[ligne()], acteur=qui)
    assert [e.a_ecrire for e in premiere] == [True]
    seconde = enregistrer_releve(monde.caf.pk, lignes=[ligne()], acteur=qui)
    assert [(e.a_ecrire, e.refus) for e in seconde] == [(False, "")]
    assert Versement.objects.get().paye_le == JOUR
    assert LigneJournal.objects.filter(action="releve.versement_paye").count() == 1


def test_un_rejet_arrive_apres_le_paiement(monde: Monde) -> None:
    pret(monde)
    ordonne(monde)
    qui = acteur(monde.conseiller)
    enregistrer_releve(monde.caf.pk, lignes=[ligne()], acteur=qui)
    rejet = ligne(rejet="Compte clos")
    for _ in range(2):
        enregistrer_releve(monde.caf.pk, lignes=[rejet], acteur=qui)
    versement = Versement.objects.get()
    assert (versement.etat, versement.motif) == ("rejete", "Compte clos")
    (apres,) = examiner_releve(monde.caf.pk, [ligne()], JOUR)
    assert apres.refus == "Ce versement est enregistré comme rejeté : « Compte clos »."
    (autrement,) = examiner_releve(monde.caf.pk, [ligne(rejet="Titulaire inconnu")], JOUR)
    assert autrement.refus == apres.refus


def test_un_autre_jour_n_est_pas_deja_enregistre(monde: Monde) -> None:
    """Two lists of the bank disagree: the second is not told that its day is kept."""
    pret(monde)
    ordonne(monde)
    enregistrer_releve(monde.caf.pk, lignes=[ligne()], acteur=acteur(monde.conseiller))
    lendemain = JOUR + timedelta(days=1)
    (autre,) = examiner_releve(monde.caf.pk, [ligne(le=lendemain)], lendemain)
    assert (autre.a_ecrire, autre.refus) == (
        False,
        "Ce versement est enregistré comme payé le 3 février 2026.",
    )


def test_la_banque_ne_renvoie_pas_ce_qui_est_tout_retenu(monde: Monde) -> None:
    """A payment entirely set off against an indu never left: no rejection, no reference to see."""
    trop_verse(monde)
    indu = notifie(monde, "compensation")
    droit(monde, "previsionnel", "20000.00", 2027)
    lot = ordonne(monde)
    (versement,) = versements(lot)
    assert (versement.etat, versement.net) == ("paye", 0)
    with pytest.raises(ActionRefusee, match="entièrement retenu"):
        rejeter_versement(versement.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    rejet = ligne(versement.reference, "0", rejet="Compte clos")
    (examinee,) = examiner_releve(monde.caf.pk, [rejet], JOUR)
    assert "entièrement retenu" in examinee.refus
    assert reste(indu) == D("3400.00")
    client = connecte(monde.conseiller)
    page = client.get(reverse("paiements:lot", args=[lot.pk])).content.decode()
    assert "Rejeté par la banque" not in page
    acte = client.get(reverse("paiements:rejeter_versement", args=[versement.pk]), follow=True)
    assert "entièrement retenu" in acte.content.decode()
    page = client.get(reverse("paiements:echeancier", args=[monde.er.pk, 2027])).content.decode()
    assert "Référence sur votre relevé" not in page


def test_seul_un_conseiller_enregistre(monde: Monde) -> None:
    for qui in (monde.ccd, monde.responsable, monde.conseiller_nord):
        with pytest.raises(ActionRefusee) as refus:
            enregistrer_releve(monde.caf.pk, lignes=[], acteur=acteur(qui))
        assert refus.value.interdite


def test_la_page_montre_puis_enregistre(monde: Monde) -> None:
    pret(monde)
    ordonne(monde)
    client, page = connecte(monde.conseiller), reverse("paiements:releve", args=["73"])
    fichier = SimpleUploadedFile("p.csv", csv(f"{REF};25200,00;03/02/2026;", "X;1;03/02/2026;"))
    apercu = client.post(page, {"fichier": fichier})
    lu = apercu.content.decode()
    assert "Paiement à enregistrer" in lu
    assert "Aucun versement de cette référence" in lu
    assert Versement.objects.get().etat == "ordonne"
    signees = apercu.context["signees"]
    fausse = client.post(page, {"lignes": signees[:-3] + "abc"}, follow=True)
    assert "n’est plus valable" in fausse.content.decode()
    assert Versement.objects.get().etat == "ordonne"
    faite = client.post(page, {"lignes": signees}, follow=True).content.decode()
    assert "1 ligne enregistrée" in faite.replace("\u00a0", " ")
    encore = client.post(page, {"lignes": signees}, follow=True).content.decode()
    assert "ce fichier l’était déjà" not in encore  # one of its lines never was
    assert "1 ligne refusée : rien n’en est enregistré." in encore.replace("\u00a0", " ")
    assert Versement.objects.get().etat == "paye"
    vide = client.post(page, {"fichier": SimpleUploadedFile("v.csv", b"")})
    assert vide.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_deux_imports_au_meme_instant_n_enregistrent_qu_une_fois() -> None:
    monde = nouveau_monde()
    pret(monde)
    ordonne(monde)

    def agir(qui: object) -> int:
        try:
            faites = enregistrer_releve(monde.caf.pk, lignes=[ligne()], acteur=acteur(qui))
            return sum(e.a_ecrire for e in faites)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(agir, [monde.conseiller, monde.remplacant])) == [0, 1]
