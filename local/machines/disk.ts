import { existsSync, readdirSync, readFileSync } from "node:fs";
import { appendFile, chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { GuestFile } from "./cloudConfig";
import { hostPath } from "./guestPath";
import type { GuestFiles } from "./nginxConfig";
import { ERROR_PAGE, NOT_FOUND_PAGE, STOCK_CONFIG, type StockFiles } from "./stock";

const FOLDERS_OF_NGINX = [
  "/etc/nginx/conf.d",
  "/etc/nginx/default.d",
  "/var/log/nginx",
  "/var/lib/nginx/tmp",
  "/usr/share/nginx/html",
];

/** The system disk of an instance: a folder of this computer, which is the guest's `/`. */
export class Disk implements GuestFiles {
  constructor(readonly root: string) {}

  read(path: string): string | undefined {
    try {
      return readFileSync(hostPath(this.root, path), "utf8");
    } catch {
      return undefined;
    }
  }

  list(folder: string): string[] {
    try {
      return readdirSync(hostPath(this.root, folder));
    } catch {
      return [];
    }
  }

  async write(file: GuestFile): Promise<void> {
    const path = hostPath(this.root, file.path);
    await mkdir(dirname(path), { recursive: true });
    if (file.append) await appendFile(path, file.content);
    else await writeFile(path, file.content);
    // The owner keeps read and write access, like root, whatever the mode is.
    await chmod(path, file.mode | 0o600);
  }

  /**
   * Installs the nginx package. Like a package manager, it keeps an existing configuration file, stores its own beside
   * it as `.rpmnew`, and overwrites all other files.
   *
   * @returns The overwritten files.
   */
  async installNginx(stock: StockFiles): Promise<string[]> {
    for (const folder of FOLDERS_OF_NGINX) await mkdir(hostPath(this.root, folder), { recursive: true });
    const overwritten: string[] = [];
    const files: Readonly<Record<string, string>> = {
      "/etc/nginx/nginx.conf": STOCK_CONFIG,
      "/etc/nginx/mime.types": stock.mimeTypes,
      "/usr/share/nginx/html/index.html": stock.indexPage,
      "/usr/share/nginx/html/404.html": NOT_FOUND_PAGE,
      "/usr/share/nginx/html/50x.html": ERROR_PAGE,
    };
    for (const [path, content] of Object.entries(files)) {
      const exists = existsSync(hostPath(this.root, path));
      const isConfig = path.startsWith("/etc/");
      if (exists && !isConfig) overwritten.push(path);
      const target = exists && isConfig ? `${path}.rpmnew` : path;
      await this.write({ path: target, content: Buffer.from(content), mode: 0o644, append: false });
    }
    return overwritten;
  }

  async wipe(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
    await mkdir(this.root, { recursive: true });
  }
}
