import { cached, derive } from "../store/derive";
import type { Store } from "../store/store";
import { decoded } from "./paths";

/** Shorter texts are not secrets of the gateway, and would match by chance. */
const shortest = 6;

const concealers = new WeakMap<Store, (text: string) => string>();

/**
 * A function that replaces every AppCode, AppKey and AppSecret in a text, in any case of letters, whoever put it there.
 * The time hardly depends on the number of secrets.
 */
export function concealer(store: Store): (text: string) => string {
  const known = concealers.get(store);
  if (known) return known;
  const secrets = derive([store.apps], () => new Secrets(store));
  const conceal = (text: string): string => secrets().conceal(text);
  concealers.set(store, conceal);
  return conceal;
}

/** JSON without secrets. Most answers contain none, and a large one is searched much faster as a whole. */
export function stringifyConcealed(store: Store, value: unknown): string {
  const conceal = concealer(store);
  const text = JSON.stringify(value);
  if (conceal(text) === text) return text;
  return JSON.stringify(value, (_, it: unknown) => (typeof it === "string" ? conceal(it) : it));
}

/** Conceals a text that may have percent-encodings. A text with an encoded secret is decoded. */
export function concealEncoded(conceal: (text: string) => string, text: string): string {
  const plain = decoded(text);
  const concealed = plain === text ? undefined : conceal(plain);
  return concealed === undefined || concealed === plain ? conceal(text) : concealed;
}

/** The secrets by their first characters, the longest first. */
class Secrets {
  private readonly byStart = new Map<string, string[]>();
  /** Hashes of the first characters. Most positions in a text end their search here. */
  private readonly starts = new Uint8Array(1 << 12);

  constructor(store: Store) {
    const secrets = store.apps
      .all()
      .flatMap((app) => [
        ...app.appCodes,
        ...app.keys.flatMap(({ appKey, appSecret }) => [appKey, appSecret]),
      ])
      .filter((secret) => secret.length >= shortest)
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
      .map((secret) => secret.toLowerCase())
      .sort((a, b) => b.length - a.length);
    for (const secret of secrets) {
      cached(this.byStart, secret.slice(0, shortest), () => []).push(secret);
      this.starts[hashAt(secret, 0)] = 1;
    }
  }

  conceal(text: string): string {
    const lower = text.toLowerCase();
    // Some letters have another length in lower case. Their positions are of no use then.
    const source = lower.length === text.length ? text : lower;
    let result = "";
    let copied = 0;
    for (let i = 0; i + shortest <= lower.length; i++) {
      if (this.starts[hashAt(lower, i)] === 0) continue;
      const candidates = this.byStart.get(lower.slice(i, i + shortest)) ?? [];
      const secret = candidates.find((one) => lower.startsWith(one, i));
      if (secret === undefined) continue;
      result += `${source.slice(copied, i)}***`;
      copied = i + secret.length;
      i = copied - 1;
    }
    return copied === 0 ? text : result + source.slice(copied);
  }
}

const hashAt = (text: string, i: number): number =>
  ((text.charCodeAt(i) * 31 + text.charCodeAt(i + 1)) * 31 + text.charCodeAt(i + 2)) & 0xfff;
