/** Names and values in the order of the text, decoded. */
export type Pairs = readonly (readonly [name: string, value: string])[];

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A stray percent sign stands for itself.
    return spaced;
  }
}

/** Reads a query without decoding it. */
export function rawPairs(text: string): Pairs {
  return split(text, (part) => part);
}

/** Reads a query or form: `a` is an empty value, `=a` is left out (API Gateway documentation). */
export function parsePairs(text: string): Pairs {
  return split(text, decode);
}

function split(text: string, read: (part: string) => string): Pairs {
  return text
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      const name = equals < 0 ? part : part.slice(0, equals);
      return [read(name), equals < 0 ? "" : read(part.slice(equals + 1))] as const;
    })
    .filter(([name]) => name !== "");
}

/** The first value of a name: a repeated name counts once. */
export function firstValue(pairs: Pairs, name: string): string | undefined {
  return pairs.find(([key]) => key === name)?.[1];
}

export function formatPairs(pairs: Pairs): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

export function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? "");
}

/** Names whose values are secrets in a log line. */
const SECRET_NAME = /code|token|secret|password|passwd|signature|key|credential|auth/i;

/** A request target for the log: values that may be secrets are masked. */
export function maskTarget(target: string): string {
  const mark = target.indexOf("?");
  if (mark < 0) return target;
  const query = target
    .slice(mark + 1)
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      const name = equals < 0 ? part : part.slice(0, equals);
      return equals >= 0 && SECRET_NAME.test(decode(name)) ? `${name}=***` : part;
    });
  return `${target.slice(0, mark)}?${query.join("&")}`;
}
