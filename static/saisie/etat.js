// How a whole form stands, in one sentence that screen readers are told politely.
import { combien } from "./attente.js";

export const etatDe = (zone, connexion) => {
  let lenteur = 0;
  let dit = "";

  // panne: the line of reponses.js that the last answer fell in, or null.
  const phrase = ({ panne, derniere, nombre, aChoisir, aCorriger }) => {
    if (panne) {
      const dits = { attendent: `${nombre ? combien(nombre) : "Aucune donnée"} en attente d’envoi`, message: panne.contenu.message || panne.message };
      return [panne.ton, panne.phrase.replace(/\{(\w+)\}/g, (_, nom) => dits[nom])];
    }
    if (nombre) return ["attente", "Enregistrement…"];
    const aFaire = [aCorriger && `${combien(aCorriger)} à corriger`, aChoisir && `${combien(aChoisir)} à choisir entre deux saisies faites en même temps`];
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
    else ecrire(ton, texte, situation.panne?.lien);
  };
};
