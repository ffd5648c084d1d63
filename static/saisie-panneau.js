// Puts in the panel that an answer brings: not under the hand of somebody who reads it, then when they leave it.
window.portailPanneau = (html) => {
  const ancien = document.getElementById("panneau");
  if (ancien.contains(document.activeElement)) {
    ancien.addEventListener("focusout", () => setTimeout(() => window.portailPanneau(html)), { once: true });
    return;
  }
  // What was open stays open; a list that appears keeps the state it comes with.
  const ouverts = new Map([...ancien.querySelectorAll("details[data-cle]")].map((d) => [d.dataset.cle, d.open]));
  ancien.outerHTML = html;
  document.querySelectorAll("#panneau details[data-cle]").forEach((d) => (d.open = ouverts.get(d.dataset.cle) ?? d.open));
};
