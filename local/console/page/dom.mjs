// Making and renewing elements, without a framework.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: `on…` properties are listeners, `null` and `undefined` are left out, the rest are attributes. Absent children are left out too. */
export function h(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

/** An SVG element. */
export function s(tag, properties = {}, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

function build(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  );
  return element;
}

export const byId = (id) => document.getElementById(id);

const shown = new WeakMap();

/** Whether an element has to be drawn again for this data; remembers the data. */
export function isNews(element, data) {
  const text = JSON.stringify(data);
  if (shown.get(element) === text) return false;
  shown.set(element, text);
  return true;
}

/** Replaces the children of an element if the data has changed. */
export function renew(element, data, make) {
  if (isNews(element, data)) element.replaceChildren(...[make()].flat());
}

/**
 * Makes the children of an element those of a list, and keeps the ones that are unchanged: focus, selection and
 * scroll position stay.
 */
export function renewList(element, items, keyOf, make) {
  const old = new Map([...element.children].map((child) => [child.dataset.key, child]));
  const children = items.map((item) => {
    const key = keyOf(item);
    const kept = old.get(key);
    if (kept && !isNews(kept, item)) return kept;
    const child = make(item);
    child.dataset.key = key;
    isNews(child, item);
    return child;
  });
  const wanted = new Set(children);
  for (const child of [...element.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (element.children[index] !== child) element.insertBefore(child, element.children[index] ?? null);
  });
}

/** Names and values as a definition list; those without a value are left out. */
export function facts(entries) {
  return entries
    .filter(([, value]) => value !== undefined && value !== "" && value !== null)
    .flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]);
}

/** A list to choose one item from, with the arrow keys too. `choose` gets the key of an item. */
export function chooser(list, choose) {
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option.dataset.key);
  });
  list.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[role=option]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    const option = next === undefined ? undefined : options[Math.max(0, next)];
    if (!option) return;
    event.preventDefault();
    choose(option.dataset.key);
    option.scrollIntoView({ block: "nearest" });
  });
  return (key) => {
    list.removeAttribute("aria-activedescendant");
    for (const option of list.querySelectorAll("[role=option]")) {
      const isChosen = option.dataset.key === key;
      option.id ||= `${list.id}-${option.dataset.key}`;
      option.setAttribute("aria-selected", String(isChosen));
      if (isChosen) list.setAttribute("aria-activedescendant", option.id);
    }
  };
}
