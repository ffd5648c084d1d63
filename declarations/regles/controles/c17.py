"""C17 – the salaries of the postes are above the staff expenses of the accounts."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.equilibres import chemins_remplis, est_comparable
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import FINANCES
from declarations.regles.total import EUROS, additionner, ecrire

CODE = "C17"
CHAMP = "salaire_charge"
CLASSE = "comptes_64"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Σ salaries against account 64, its lines summed, once the accounts have been started.

    The constat names the salary of every poste: only those who may read them all read it.
    """
    chemins = [contexte.grille.repetition.chemin(ligne, CHAMP) for ligne in contexte.lignes]
    chemins = [chemin for chemin in chemins if chemin in contexte.emplacements]
    salaires = additionner(CHAMP, "Salaires chargés des postes", EUROS, chemins, contexte.donnees)
    personnel = contexte.totaux.de_code(CLASSE)
    if personnel is None or salaires.valeur is None or contexte.totaux.charges.valeur is None:
        return
    if not est_comparable(salaires, personnel) or salaires.valeur <= personnel.montant:
        return
    ecart = ecrire(salaires.valeur - personnel.montant, EUROS)
    yield Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:salaires",
        message=typographie(
            f"{salaires.libelle} : {salaires.texte}, au-dessus du compte 64 (charges de "
            f"personnel) : {ecrire(personnel.montant, EUROS)}. L’écart est de {ecart}."
        ),
        chemins=(*chemins, *chemins_remplis(contexte.donnees, personnel)),
        volet=FINANCES,
        valeur=salaires.texte,
        valeur_libelle=salaires.libelle,
        reference=ecrire(personnel.montant, EUROS),
        reference_libelle="Compte 64 – Charges de personnel",
        ecart=ecart,
    )


CONTROLE = Controle(
    code=CODE,
    titre="Salaires au-dessus des charges de personnel",
    regle=(
        "CCT : la somme des salaires chargés des postes ne dépasse pas le compte 64, charges "
        "de personnel."
    ),
    niveau=A_JUSTIFIER,
    source="Définition comptable des charges de personnel, à confirmer",
    marque="H",
    fonction=verifier,
    dispositifs=frozenset({"cct"}),
)
