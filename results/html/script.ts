/**
 * What makes a page quicker to read, and is missed by nobody who has it not: what a mark means appears at once when it
 * is pointed at or focused, and a link to a program opens it.
 */
export const SCRIPT = `
(() => {
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const titled = new Map();
  for (const title of document.querySelectorAll("svg title")) {
    titled.set(title.parentElement, title.textContent);
    title.parentElement.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  const show = (event) => {
    let element = event.target;
    while (element !== null) {
      if (titled.has(element)) break;
      element = element.parentElement;
    }
    tip.hidden = element === null;
    if (tip.hidden) return;
    tip.textContent = titled.get(element);
    const box = element.getBoundingClientRect();
    const x = event.clientX || box.left + box.width / 2;
    const y = event.clientX ? event.clientY : box.bottom;
    const left = Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8));
    const below = y + 18;
    tip.style.left = left + "px";
    tip.style.top = Math.max(8, Math.min(below, innerHeight - tip.offsetHeight - 8)) + "px";
  };
  for (const kind of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(kind, show);
  for (const kind of ["scroll", "focusout"]) document.addEventListener(kind, () => { tip.hidden = true; }, true);
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    let element = target;
    while (element !== null) {
      if (element.localName === "details") element.open = true;
      element = element.parentElement;
    }
    if (target !== null) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
`;
