// Creates and updates elements without a framework.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an HTML element. Properties `on…` are listeners, `null` and `undefined` are ignored, and all others are
 * attributes. Missing children are ignored too.
 */
export function h(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

/** Creates an SVG element. */
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

/** Whether an element must be rendered again for this data. Stores the data for the next call. */
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
 * Updates the children of an element from a list. Unchanged children are kept, so that focus, selection and scroll
 * position do not change.
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

/** Creates a definition list of names and values. Entries without a value are omitted. */
export function facts(entries) {
  return entries
    .filter(([, value]) => value !== undefined && value !== "" && value !== null)
    .flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]);
}

/** Creates a selectable list, also for the arrow keys. `choose` receives the key of an item. */
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
