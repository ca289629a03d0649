import { readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files of the nginx package after its installation on an instance. */
export interface StockFiles {
  mimeTypes: string;
  indexPage: string;
}

/**
 * `/etc/nginx/nginx.conf`, structured like that of the package for Alibaba Cloud Linux 3: the server on port 80 comes
 * after conf.d, so that a server in conf.d without a name is the default.
 */
export const STOCK_CONFIG = `user nginx;
worker_processes auto;
error_log /var/log/nginx/error.log;
pid /run/nginx.pid;
include /usr/share/nginx/modules/*.conf;

events {
    worker_connections 1024;
}

http {
    log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                    '$status $body_bytes_sent "$http_referer" '
                    '"$http_user_agent" "$http_x_forwarded_for"';
    access_log /var/log/nginx/access.log main;

    sendfile on;
    tcp_nopush on;
    keepalive_timeout 65;
    types_hash_max_size 4096;

    include /etc/nginx/mime.types;
    default_type application/octet-stream;

    include /etc/nginx/conf.d/*.conf;

    server {
        listen 80;
        listen [::]:80;
        server_name _;
        root /usr/share/nginx/html;

        include /etc/nginx/default.d/*.conf;

        error_page 404 /404.html;
        location = /404.html {
        }

        error_page 500 502 503 504 /50x.html;
        location = /50x.html {
        }
    }
}
`;

const page = (title: string, text: string): string =>
  `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body>\n</html>\n`;

export const NOT_FOUND_PAGE = page("404 Not Found", "There is no such page on this server.");
export const ERROR_PAGE = page("An error occurred", "The page cannot be served at the moment.");

const WELCOME_TITLE = "Welcome to nginx!";
const WELCOME_PAGE = page(WELCOME_TITLE, "The web server runs and serves its default page.");

const FEW_MIME_TYPES = `types {
    text/html html htm;
    text/css css;
    text/plain txt;
    application/javascript js;
    application/json json;
    image/png png;
    image/jpeg jpg jpeg;
    image/gif gif;
    image/svg+xml svg;
    image/x-icon ico;
}
`;

async function firstReadable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Finds the stock files of an Nginx executable: from the package of the system, an unpacked package, or Homebrew. */
export async function findStockFiles(program: string): Promise<StockFiles> {
  const real = await realpath(program);
  const prefixes = [dirname(dirname(real)), dirname(dirname(dirname(real)))];
  const mimeTypes = await firstReadable(prefixes.map((prefix) => join(prefix, "etc/nginx/mime.types")));
  const indexPage = await firstReadable(
    prefixes.flatMap((prefix) => [
      join(prefix, "usr/share/nginx/html/index.html"),
      join(prefix, "share/nginx/html/index.html"),
      join(prefix, "html/index.html"),
    ]),
  );
  return {
    mimeTypes: mimeTypes ?? FEW_MIME_TYPES,
    // A new instance must not show a custom page of this computer.
    indexPage: indexPage?.includes(WELCOME_TITLE) ? indexPage : WELCOME_PAGE,
  };
}
