// What a spreadsheet leaves in the clipboard, and how it is told in the words of a list. No page here.

// Cells separated by tabs, lines by ends of line; a cell that holds either stands between quotes.
export const lireBloc = (texte) => {
  const lignes = [[]];
  let cellule = "";
  let entre = false;
  const finir = () => {
    lignes.at(-1).push(cellule.trim());
    cellule = "";
  };
  for (let i = 0; i < texte.length; i += 1) {
    const c = texte[i];
    if (entre) {
      if (c !== '"') cellule += c;
      else if (texte[i + 1] === '"') cellule += texte[(i += 1)];
      else entre = false;
    } else if (c === '"' && cellule === "") entre = true;
    else if (c === "\t") finir();
    else if (c === "\n") {
      finir();
      lignes.push([]);
    } else if (c !== "\r") cellule += c;
  }
  if (cellule || lignes.at(-1).length) finir();
  else lignes.pop();
  return lignes;
};

export const estUnBloc = (texte) => /[\t\n]/.test(texte.replace(/\r?\n$/, ""));

const simple = (texte) =>
  texte
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const OUI = ["o", "x", "1", "vrai", "true"];
const NON = ["n", "0", "faux", "false"];

// The code that a text means among [code, label] pairs; null when it means none or more than one.
export const choisir = (texte, choix) => {
  const dit = simple(texte);
  if (!dit) return "";
  const codes = choix.map(([code]) => code);
  if (codes.includes("oui") && OUI.includes(dit)) return "oui";
  if (codes.includes("non") && NON.includes(dit)) return "non";
  const exacts = choix.filter(([code, nom]) => simple(code) === dit || simple(nom) === dit);
  const proches = exacts.length ? exacts : choix.filter(([, nom]) => simple(nom).startsWith(dit));
  return proches.length === 1 ? proches[0][0] : null;
};
