import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** A file of the console in memory. */
export interface PageFile {
  type: string;
  content: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The files of the console by their names below `/_local/`. The page itself has the empty name. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const folder = join(__dirname, "page");
  return new Map(
    readdirSync(folder).flatMap((name): [string, PageFile][] => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      return [[name === "index.html" ? "" : name, { type, content: readFileSync(join(folder, name)) }]];
    }),
  );
}
