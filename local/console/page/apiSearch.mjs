// Chooses the APIs of a group that the picture draws.

/** Maximum number of APIs of a group in the picture. With thousands, nobody could read it, and it would take seconds. */
const DRAWN = 50;

/** The words of a search. */
export const readWords = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether each word is in the name, method, path or ID of an API. */
export function matches({ name, method, path, id }, words) {
  const text = `${name} ${method} ${path} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/**
 * The APIs of a group that match a search, those with a stopped way first if not all are drawn. `others` is the number
 * of the APIs that are not drawn, and `matching` of those among them that match.
 */
export function chooseApis(apis, words, isStopped) {
  const found = apis.filter((api) => matches(api, words));
  const isCut = found.length > DRAWN;
  const sorted = isCut ? [...found.filter(isStopped), ...found.filter((api) => !isStopped(api))] : found;
  const drawn = sorted.slice(0, DRAWN);
  return { drawn, others: apis.length - drawn.length, matching: found.length - drawn.length };
}
