import type { Store } from "../store/store";

/** Shorter texts are no secrets of the gateway, and would be found by chance. */
const SHORTEST = 6;

/** Replaces every AppCode, AppKey and AppSecret in a text, also where a back end has sent it back. */
export function concealer(store: Store): (text: string) => string {
  const secrets = store.apps
    .all()
    .flatMap((app) => [...app.appCodes, ...app.keys.flatMap(({ appKey, appSecret }) => [appKey, appSecret])])
    .filter((secret) => secret.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}
