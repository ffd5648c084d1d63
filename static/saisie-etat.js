// How the whole page of a volet stands, in one sentence that screen readers are told politely.
window.portailEtat = (zone, connexion) => {
  let lenteur = 0;
  let dit = "";
  const donnees = (nombre) => window.portailAttente.combien(nombre);

  const phrase = ({ panne, message, derniere, nombre, aChoisir, aCorriger }) => {
    const attendent = `${donnees(nombre)} en attente d’envoi`;
    if (panne === "reseau") return ["attention", `${attendent}. Le portail ne répond pas : gardez cette page ouverte, l’envoi reprendra dès que la connexion reviendra.`];
    if (panne === "serveur") return ["erreur", `${attendent}. Le portail n’a pas pu enregistrer ; un nouvel essai aura lieu dans un instant.`];
    if (panne === "session") return ["attention", `Votre session est fermée. ${attendent} : ce que vous avez saisi reste dans ce navigateur. `];
    if (panne === "refus") return ["erreur", `${message} Rien de plus n’a été enregistré ; votre saisie reste affichée.`];
    if (nombre) return ["attente", "Enregistrement…"];
    const aFaire = [aCorriger && `${donnees(aCorriger)} à corriger`, aChoisir && `${donnees(aChoisir)} à choisir entre deux saisies faites en même temps`];
    if (aCorriger || aChoisir) return [aCorriger ? "erreur" : "attention", `${aFaire.filter(Boolean).join(", ")}. Le reste est enregistré.`];
    return ["succes", derniere ? `Enregistré à ${derniere}` : ""];
  };

  const ecrire = (ton, texte, avecLien) => {
    if (dit === texte) return;
    dit = texte;
    zone.className = `etat-saisie etat-saisie--${ton}`;
    zone.textContent = texte;
    if (!avecLien) return;
    const lien = document.createElement("a");
    Object.assign(lien, { href: connexion, target: "_blank", rel: "noopener", textContent: "Se reconnecter dans un nouvel onglet" });
    zone.append(lien);
  };

  return (situation) => {
    const [ton, texte] = phrase(situation);
    clearTimeout(lenteur);
    // Said only when it lasts: otherwise each field would be announced twice.
    if (ton === "attente") lenteur = setTimeout(() => situation.actif() && ecrire(ton, texte), 800);
    else ecrire(ton, texte, situation.panne === "session");
  };
};
