import type { VpcApiNginxArgs } from "./args";

/** What a health check takes as a path. Source: HealthCheckURI of CreateLoadBalancerTCPListener. */
export const isHealthCheckPath = (path: string): boolean => /^\/[\w\-/.%?#&=]{0,79}$/.test(path);

/** What is said of a new Nginx service, as far as it decides which paths are answered. */
export type ServedPages = Pick<VpcApiNginxArgs, "pages" | "nginxConfig" | "userData" | "cloudConfig">;

/** The pages of a service of which they are all that is served, by our own configuration of Nginx. */
function pagesOf({ pages = {}, nginxConfig, userData }: ServedPages): string[] {
  return nginxConfig === undefined && userData === undefined ? Object.keys(pages) : [];
}

/** A page's path in a URL. */
const urlPathOf = (page: string): string =>
  `/${page.replace(/[^/]+/g, encodeURIComponent).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}`;

/**
 * The path that a health check asks for: `/`, or the first page by code point where Nginx answers `/` with 403,
 * because the pages have no `index.html`. Undefined where no page has a path that a health check takes.
 */
export function defaultHealthCheckPath(service: ServedPages): string | undefined {
  const pages = pagesOf(service);
  if (pages.length === 0 || pages.includes("index.html")) return "/";
  return pages.map(urlPathOf).filter(isHealthCheckPath).sort()[0];
}

/** Whether Nginx answers a path with 2xx or 3xx; undefined where that is not certain. */
export function isServed(path: string, service: ServedPages): boolean | undefined {
  const pages = pagesOf(service);
  // Commands and files of the user's own may serve more.
  if (pages.length === 0 || service.cloudConfig !== undefined) return undefined;
  const page = decoded(path.replace(/[?#].*$/, "").slice(1));
  if (page === undefined) return undefined;
  const isFolder = pages.some((one) => one.startsWith(`${page}/`));
  const isIndex = (page === "" || page.endsWith("/")) && pages.includes(`${page}index.html`);
  return pages.includes(page) || isFolder || isIndex;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
