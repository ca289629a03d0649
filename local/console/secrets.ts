import type { Store } from "../store/store";

/** Shorter texts are not secrets of the gateway, and would match by chance. */
const SHORTEST = 6;

/** Replaces every AppCode, AppKey and AppSecret in a text, including those in the answer of a back end. */
export function concealer(store: Store): (text: string) => string {
  const secrets = store.apps
    .all()
    .flatMap((app) => [...app.appCodes, ...app.keys.flatMap(({ appKey, appSecret }) => [appKey, appSecret])])
    .filter((secret) => secret.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}
