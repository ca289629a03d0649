import { stringify } from "yaml";
import type { Mistakes } from "../core/mistakes";

/** What an instance is told on its first boot. */
export interface NginxUserData {
  /** Port that Nginx listens on. */
  port: number;
  /** Files to serve by path below the web root, for example `{ "index.html": "<h1>Hi</h1>" }`. */
  pages: Record<string, string>;
}

/** Bytes of user data before encoding. Source: RunInstances, UserData. */
const sizeLimit = 32 * 1024;

const webRoot = "/srv/www";
const packagedWebRoot = "/usr/share/nginx/html";

/**
 * The `#cloud-config` that installs, configures and starts Nginx. With port 80 and no pages the package's own
 * server and page are kept as they are.
 */
export function nginxUserData({ port, pages }: NginxUserData): string {
  const paths = Object.keys(pages);
  const files = paths.map((path) => ({
    path: `${webRoot}/${path}`,
    permissions: "0644",
    content: pages[path],
  }));
  if (paths.length > 0 || port !== 80) {
    const root = paths.length > 0 ? webRoot : packagedWebRoot;
    // nginx.conf includes conf.d before its own server, so this one answers first on a port that both have.
    files.push({ path: "/etc/nginx/conf.d/service.conf", permissions: "0644", content: server(port, root) });
  }
  const document = {
    packages: ["nginx"],
    ...(files.length > 0 ? { write_files: files } : {}),
    runcmd: [["systemctl", "enable", "--now", "nginx"]],
  };
  return `#cloud-config\n${stringify(document)}`;
}

function server(port: number, root: string): string {
  return `server {\n  listen ${port};\n  listen [::]:${port};\n  server_name _;\n  root ${root};\n  index index.html;\n}\n`;
}

/** Notes pages with a path that leaves the web root, and user data that is too large. */
export function checkUserData(userData: NginxUserData, mistakes: Mistakes): void {
  for (const path of Object.keys(userData.pages)) {
    if (path.startsWith("/") || path === "" || path.split("/").includes("..")) {
      mistakes.add(`pages["${path}"]`, "is not a path below the web root.", "Use for example index.html.");
    }
  }
  const bytes = Buffer.byteLength(nginxUserData(userData));
  if (bytes > sizeLimit) {
    mistakes.add(
      "pages",
      `make the user data ${bytes} bytes long.`,
      `The limit is ${sizeLimit}: serve less.`,
    );
  }
}
