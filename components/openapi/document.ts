import { parseDocument } from "yaml";
import { type Findings, isFields, Place } from "./place";

/** The document as an object, from its text or as it is; undefined, and noted, when it is none of OpenAPI 3. */
export function readDocument(document: unknown, findings: Findings): Place | undefined {
  const { mistakes } = findings;
  const value = typeof document === "string" ? parsed(document, findings) : document;
  if (value === unreadable) return undefined;
  const root = new Place(value, "#");
  if (!isFields(value)) {
    mistakes.add("#", "is no object.", "Give an OpenAPI document as JSON, YAML or an object.");
    return undefined;
  }
  const version = root.at("openapi")?.value;
  if (typeof version === "string" && /^3\.[01](\.\d+)?$/.test(version)) return root;
  if (root.at("swagger") !== undefined) {
    mistakes.add(
      "#/swagger",
      "is a document of Swagger 2.0.",
      "Convert it to OpenAPI 3, for example with swagger2openapi.",
    );
  } else {
    mistakes.add("#/openapi", `is ${shown(version)}.`, 'Use OpenAPI 3.0 or 3.1, for example "3.0.3".');
  }
  return undefined;
}

const unreadable = Symbol("unreadable");

function parsed(text: string, { mistakes, losses }: Findings): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Most of what is no JSON is YAML, whose parser says best what is wrong.
  }
  try {
    const document = parseDocument(text, { prettyErrors: true });
    for (const { message } of document.errors) {
      mistakes.add("#", `is neither JSON nor YAML: ${firstLine(message)}`, "Mend the text.");
    }
    for (const { message } of document.warnings) losses.add("#", firstLine(message), "Mend the text.");
    return document.errors.length > 0 ? unreadable : document.toJS();
  } catch (error) {
    mistakes.add("#", `is no YAML: ${firstLine(String(error))}`, "Mend the text.");
    return unreadable;
  }
}

const firstLine = (message: string): string => message.split("\n")[0] ?? "";

/** A value in a message: short, and whatever it is. */
export function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string") return `"${value.slice(0, 80)}"`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** A text as it is, anything else as a message shows it: no object of a document is asked for a text of its own. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : shown(value);
}
