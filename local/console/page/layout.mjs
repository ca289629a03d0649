// Lays out nested boxes and draws them with their links.

import { s } from "./dom.mjs";

const PAD = 12;
const GAP = 12;
const TITLE = 17;
const LINE = 16;
const KIND = 14;
/** Space for links between columns. */
const CHANNEL = 42;
/** Space for links to the right of stacked boxes. */
export const RAIL = 24;

const ruler = document.createElement("canvas").getContext("2d");

/** Shortens a text to a width in pixels. */
function fit(text, width, isTitle) {
  const family = getComputedStyle(document.body).fontFamily;
  ruler.font = isTitle ? `600 13px ${family}` : `12px ${family}`;
  if (ruler.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && ruler.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

const headHeight = ({ kind, title, lines = [] }) =>
  (kind ? KIND : 0) + (title ? TITLE : 0) + lines.length * LINE;

/**
 * Positions a box and its descendants within a width. A box is `{ id?, kind?, title?, lines?, state?, children?, row?,
 * bare? }`. Its children are stacked, or placed side by side with the weights in `row`. A bare box has no frame.
 */
export function place(box, x, y, width, isWide) {
  const pad = box.bare ? 0 : PAD;
  const children = box.children ?? [];
  // In a single column, links run on the right side, because texts are on the left.
  const rail = children.length > 0 && !isWide && !box.bare ? RAIL : 0;
  const left = x + pad;
  const inner = width - 2 * pad - rail;
  const head = headHeight(box);
  let top = y + pad + head + (head > 0 && children.length > 0 ? 8 : 0);
  if (box.row && isWide) {
    const total = box.row.reduce((sum, weight) => sum + weight, 0);
    const room = inner - CHANNEL * (children.length - 1);
    let at = left;
    children.forEach((child, index) => {
      const share = (room * box.row[index]) / total;
      place(child, at, top, share, isWide);
      at += share + CHANNEL;
    });
    const tallest = Math.max(0, ...children.map(({ height }) => height));
    for (const child of children) shift(child, (tallest - child.height) / 2);
    top += tallest;
  } else {
    children.forEach((child, index) => {
      if (index > 0) top += box.row || box.bare ? GAP + 6 : GAP;
      place(child, left, top, inner, isWide);
      top += child.height;
    });
  }
  Object.assign(box, { x, y, width, height: top + pad - y });
  return box;
}

function shift(box, by) {
  box.y += by;
  for (const child of box.children ?? []) shift(child, by);
}

/** Draws positioned boxes and links. Links are above the containers and below the boxes that they connect. */
export function draw(root, links, { isWide, label, choose }) {
  const boxes = flatten(root).filter(({ bare }) => !bare);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const drawn = links.flatMap((link) => {
    const from = byId.get(link.from);
    const to = byId.get(link.to);
    return from && to ? [drawLink(link, from, to, isWide)] : [];
  });
  const isContainer = ({ children = [] }) => children.length > 0;
  return s(
    "svg",
    {
      viewBox: `0 0 ${root.width} ${root.height + 2}`,
      width: root.width,
      height: root.height + 2,
      role: "group",
      "aria-label": label,
    },
    boxes.filter(isContainer).map((box) => drawBox(box, choose)),
    drawn,
    boxes.filter((box) => !isContainer(box)).map((box) => drawBox(box, choose)),
  );
}

function flatten(box, depth = 0) {
  const deeper = box.bare ? depth : depth + 1;
  return [{ ...box, depth }, ...(box.children ?? []).flatMap((child) => flatten(child, deeper))];
}

function drawBox(box, choose) {
  const { id, x, y, width, height, kind, title, lines = [], state, children = [], depth } = box;
  const isContainer = children.length > 0;
  const room = width - 2 * PAD;
  const texts = [];
  let baseline = y + PAD;
  const write = (text, className, step, indent = 0) => {
    baseline += step;
    const shownText = fit(text, room - indent, className === "title");
    texts.push(s("text", { x: x + PAD + indent, y: baseline - 4, class: className }, shownText));
  };
  if (kind) write(kind, "kind", KIND, state ? 14 : 0);
  if (title) write(title, "title", TITLE);
  for (const line of lines) write(line, undefined, LINE);
  const words = [kind, title, ...lines].filter(Boolean).join(", ");
  const interaction = id
    ? {
        role: "button",
        tabindex: "0",
        "data-id": id,
        "aria-label": words,
        "aria-pressed": "false",
        onclick: () => choose(id),
        onkeydown: (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          choose(id);
        },
      }
    : {};
  return s(
    "g",
    {
      class: `box ${isContainer ? "container" : "leaf"} ${depth % 2 === 1 ? "inner" : ""}`,
      "data-state": state,
      ...interaction,
    },
    s("title", {}, words),
    s("rect", { x: x + 1, y: y + 1, width: width - 2, height: height - 1, rx: 7 }),
    state && s("circle", { class: "state", cx: x + PAD + 5, cy: y + PAD + 6, r: 5 }),
    texts,
  );
}

function drawLink({ state, text }, from, to, isWide) {
  const start = [from.x + from.width, from.y + from.height / 2];
  const end = [isWide ? to.x : to.x + to.width, to.y + to.height / 2];
  const bend = Math.max(20, (end[0] - start[0]) / 2);
  const rail = Math.max(start[0], end[0]) + RAIL * 0.95;
  const [away, near] = isWide ? [start[0] + bend, end[0] - bend] : [rail, rail];
  /** Start of the arrow tip. It points right between columns, and left from the rail. */
  const neck = end[0] + (isWide ? -9 : 9);
  const path = `M${start} C${away},${start[1]} ${near},${end[1]} ${neck},${end[1]}`;
  const middle = [(start[0] + end[0] + 3 * (away + near)) / 8, (start[1] + end[1]) / 2];
  const cross = `M${middle[0] - 4},${middle[1] - 4} l8,8 m0,-8 l-8,8`;
  return s(
    "g",
    { class: "link", "data-state": state },
    s("title", {}, text),
    s("path", { d: path }),
    s("polygon", { class: "tip", points: `${end} ${neck},${end[1] - 5} ${neck},${end[1] + 5}` }),
    state === "bad" && [
      s("circle", { cx: middle[0], cy: middle[1], r: 9 }),
      s("path", { class: "cross", d: cross }),
    ],
  );
}
