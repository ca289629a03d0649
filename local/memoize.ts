/** More texts than a local cloud has addresses, blocks and protocols. */
const maxCached = 10_000;

/**
 * Stores the results of a function of a text. The gateway reads the same few addresses for each call.
 *
 * @param most - Number of texts.
 */
export function memoize<T>(read: (text: string) => T, most = maxCached): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined || results.has(text)) return known as T;
    if (results.size >= most) results.clear();
    const result = read(text);
    results.set(text, result);
    return result;
  };
}
