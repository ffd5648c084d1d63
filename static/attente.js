// Every page tells what was typed in this browser and still waits to be sent (saisie/attente.js).
import { combien, lire, oter, purger, vider } from "./saisie/attente.js";

const noeud = (balise, texte, attributs = {}) => {
  const element = document.createElement(balise);
  element.textContent = texte;
  Object.entries(attributs).forEach(([nom, valeur]) => element.setAttribute(nom, valeur));
  return element;
};

// Shown by the form itself, which sends it or puts it back.
const estDansLaPage = ({ feuille, chemin }) => {
  const ici = `[data-feuille="${CSS.escape(feuille)}"]`;
  return document.querySelector(`${ici} [data-champ="${CSS.escape(chemin)}"], ${ici} [name="${CSS.escape(chemin)}"]`);
};

export const avertir = () => {
  const zone = document.getElementById("attente");
  const reste = lire().filter((donnee) => !estDansLaPage(donnee));
  zone?.replaceChildren();
  if (!zone || !reste.length) return;
  const notice = noeud("div", "", { class: "notice notice--attention", role: "status" });
  const pluriel = reste.length > 1;
  notice.append(
    noeud("p", `${combien(reste.length)} en attente d’envoi`, { class: "notice-titre" }),
    noeud("p", `Vous ${pluriel ? "les " : "l’"}avez saisie${pluriel ? "s" : ""} sur ce navigateur, et le portail ne ${pluriel ? "les " : "l’"}a pas encore enregistrée${pluriel ? "s" : ""}. Ouvrez la page pour ${pluriel ? "les " : "l’"}envoyer :`),
  );
  const pages = noeud("ul", "");
  new Map(reste.map(({ adresse, titre }) => [adresse, titre])).forEach((titre, adresse) => {
    const puce = noeud("li", "");
    puce.append(noeud("a", titre, { href: adresse }));
    pages.append(puce);
  });
  const detail = noeud("details", "");
  const liste = noeud("ul", "");
  reste.forEach(({ libelle, valeur, lue }) => liste.append(noeud("li", `${libelle} : ${lue ?? ([valeur].flat().join(", ") || "rien")}`)));
  const effacer = noeud("button", pluriel ? "Les effacer de ce navigateur" : "L’effacer de ce navigateur", {
    type: "button",
    class: "btn btn-outline-primary btn-sm",
  });
  effacer.addEventListener("click", () => {
    reste.forEach(({ feuille, chemin }) => oter(feuille, chemin));
    avertir();
  });
  detail.append(noeud("summary", "Voir ce qui a été saisi"), liste, effacer);
  notice.append(pages, detail);
  zone.append(notice);
};

// Logging out says that one is done with this browser: nothing stays in it.
const surveillerLaSortie = () =>
  document.addEventListener("submit", (e) => {
    const sortie = document.body.dataset.deconnexion;
    // The attribute: a form may have a field called « action ».
    if (!sortie || new URL(e.target.getAttribute("action") ?? "", location.href).pathname !== sortie) return;
    const nombre = lire().length;
    const question = `${combien(nombre)} en attente d’envoi ${nombre > 1 ? "seront effacées" : "sera effacée"} de ce navigateur. Se déconnecter quand même ?`;
    if (nombre && !window.confirm(question)) e.preventDefault();
    else vider();
  });

purger();
avertir();
surveillerLaSortie();
