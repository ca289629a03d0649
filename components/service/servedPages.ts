import { attempt } from "../validation/attempt";
import { isObject } from "../validation/types";
import type { VpcApiNginxArgs } from "./args";

/** Whether a health check accepts the path. Source: HealthCheckURI of CreateLoadBalancerTCPListener. */
export const isHealthCheckPath = (path: string): boolean => /^\/[\w\-/.%?#&=]{0,79}$/.test(path);

/** Arguments of a new Nginx service that affect which paths it answers. */
type ServedPages = Pick<VpcApiNginxArgs, "pages" | "nginxConfig" | "userData" | "cloudConfig">;

/** Pages that this package's own configuration of Nginx serves. Undefined if they are an Output. */
function listPages({ pages = {}, nginxConfig, userData }: ServedPages): string[] | undefined {
  if (nginxConfig !== undefined || userData !== undefined) return [];
  return isObject(pages) ? Object.keys(pages) : undefined;
}

const encodePath = (page: string): string =>
  `/${page.replace(/[^/]+/g, encodeURIComponent).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}`;

/**
 * Default path of a health check: `/`, or the first page by code point if Nginx answers `/` with 403, because
 * the pages have no `index.html`. Undefined if a health check accepts the path of no page, or the pages are an
 * Output.
 */
export function defaultHealthCheckPath(service: ServedPages): string | undefined {
  const pages = listPages(service);
  if (pages === undefined) return undefined;
  if (pages.length === 0 || pages.includes("index.html")) return "/";
  return pages.map(encodePath).filter(isHealthCheckPath).sort()[0];
}

/** Whether Nginx answers a path with 2xx or 3xx. Undefined if that is uncertain. */
export function isServed(path: string, service: ServedPages): boolean | undefined {
  const pages = listPages(service);
  // Commands and files of the user may serve more.
  if (!pages?.length || service.cloudConfig !== undefined) return undefined;
  const page = attempt(() => decodeURIComponent(path.replace(/[?#].*$/, "").slice(1)));
  if (page === undefined) return undefined;
  const isFolder = pages.some((one) => one.startsWith(`${page}/`));
  const isIndex = (page === "" || page.endsWith("/")) && pages.includes(`${page}index.html`);
  return pages.includes(page) || isFolder || isIndex;
}
