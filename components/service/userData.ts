import { stringify } from "yaml";
import { checkData, isData } from "../core/data";
import type { Mistakes } from "../core/mistakes";

/** What Nginx is told on the first boot of an instance. */
export interface NginxUserData {
  /** Port that Nginx listens on. */
  port: number;
  /** Files to serve by path below the web root, for example `{ "index.html": "<h1>Hi</h1>" }`. */
  pages: Record<string, string>;
  /** Text of a file in conf.d, in place of the server that would be written. */
  nginxConfig?: string | undefined;
  /** Further keys of cloud-config; lists are put after this package's own. */
  cloudConfig?: Record<string, unknown> | undefined;
}

/** Bytes of user data before encoding. Source: RunInstances, UserData. */
const sizeLimit = 32 * 1024;

const webRoot = "/srv/www";
const packagedWebRoot = "/usr/share/nginx/html";

/**
 * The `#cloud-config` that installs, configures and starts Nginx. With port 80 and nothing else the package's own
 * server and page are kept as they are.
 */
export function nginxUserData({ port, pages, nginxConfig, cloudConfig = {} }: NginxUserData): string {
  const paths = Object.keys(pages);
  const files = paths.map((path) => ({
    path: `${webRoot}/${path}`,
    permissions: "0644",
    content: pages[path],
  }));
  if (nginxConfig !== undefined || paths.length > 0 || port !== 80) {
    const root = paths.length > 0 ? webRoot : packagedWebRoot;
    // nginx.conf includes conf.d before its own server, so this one answers first on a port that both have.
    files.push({
      path: "/etc/nginx/conf.d/service.conf",
      permissions: "0644",
      content: nginxConfig ?? server(port, root),
    });
  }
  const document = {
    packages: ["nginx"],
    ...(files.length > 0 ? { write_files: files } : {}),
    runcmd: [["systemctl", "enable", "--now", "nginx"]],
  };
  return `#cloud-config\n${stringify(withMore(document, cloudConfig))}`;
}

/** The document with further keys; a list of both goes on with the further items. */
function withMore(document: Record<string, unknown>, more: Record<string, unknown>): Record<string, unknown> {
  const merged = Object.entries(more).map(([key, value]) => {
    const own = document[key];
    return [key, Array.isArray(own) && Array.isArray(value) ? [...own, ...value] : value] as const;
  });
  return { ...document, ...Object.fromEntries(merged) };
}

function server(port: number, root: string): string {
  return `server {\n  listen ${port};\n  listen [::]:${port};\n  server_name _;\n  root ${root};\n  index index.html;\n}\n`;
}

/** Keys of cloud-config that Nginx itself needs, which can only be added to. */
const ownLists = ["packages", "write_files", "runcmd"];

/** Notes pages that cannot be below the web root, further keys that would undo Nginx's, and what is too large. */
export function checkUserData(userData: NginxUserData, mistakes: Mistakes): void {
  const paths = Object.keys(userData.pages);
  for (const path of paths) {
    const isPath = path.split("/").every((name) => !["", ".", ".."].includes(name) && !/\p{Cc}/u.test(name));
    const inside = paths.find((other) => other.startsWith(`${path}/`));
    if (!isPath) {
      mistakes.add(`pages["${path}"]`, "is not a path below the web root.", "Use for example index.html.");
    } else if (inside !== undefined) {
      mistakes.add(
        `pages["${path}"]`,
        `is the folder of "${inside}" as well.`,
        "Give the page another name.",
      );
    }
  }
  const { cloudConfig = {} } = userData;
  checkData(cloudConfig, mistakes, "cloudConfig");
  for (const key of ownLists.filter((name) => cloudConfig[name] !== undefined)) {
    if (Array.isArray(cloudConfig[key])) continue;
    mistakes.add(
      `cloudConfig.${key}`,
      "is not a list.",
      "Give a list: its items are added to those of Nginx.",
    );
  }
  if (isData(cloudConfig)) checkSize(nginxUserData(userData), largest(userData), mistakes);
}

/** Notes user data of one's own that the cloud does not take. */
export function checkOwnUserData(userData: string, mistakes: Mistakes): void {
  if (userData.trim() === "") {
    mistakes.add(
      "userData",
      "is empty.",
      "Give what installs and starts the service, or leave it out for Nginx.",
    );
  }
  if (userData.trim() !== "" && !/^(#|Content-Type:|MIME-Version:)/i.test(userData)) {
    const remedy = "Begin with #! and an interpreter, or with #cloud-config.";
    mistakes.add("userData", "begins with nothing that cloud-init knows: it would be ignored.", remedy);
  }
  checkSize(userData, "userData", mistakes);
}

function checkSize(userData: string, property: string, mistakes: Mistakes): void {
  const bytes = Buffer.byteLength(userData);
  if (bytes <= sizeLimit) return;
  const verb = property === "pages" ? "make" : "makes";
  mistakes.add(
    property,
    `${verb} the user data ${bytes} bytes long.`,
    `The limit is ${sizeLimit}: serve less, or let the instance fetch the rest.`,
  );
}

/** The argument that takes most of the room. */
function largest({ pages, nginxConfig = "", cloudConfig = {} }: NginxUserData): string {
  const sizes = { pages: stringify(pages), nginxConfig, cloudConfig: stringify(cloudConfig) };
  const [[name] = ["pages"]] = Object.entries(sizes).sort(([, a], [, b]) => b.length - a.length);
  return name;
}
