import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";

/** A fenced block of a Markdown file. */
export interface Block {
  /** Path of the file in the checkout. */
  readonly file: string;
  /** Line of its first fence, starting at 1. */
  readonly line: number;
  /** For example `ts` or `bash`. */
  readonly language: string;
  readonly text: string;
  /** Why no test executes it, from a comment `<!-- not executed: REASON -->` before it. */
  readonly reason: string | undefined;
  /** File of the checkout with the same content, from a comment `<!-- from: FILE -->` before it. */
  readonly source: string | undefined;
}

/**
 * The Markdown files that tests check, in the order in which test/engine/documentation.test.ts executes their blocks.
 */
export const documents: readonly string[] = [
  "README.md",
  "docs/getting-started.md",
  "docs/guide.md",
  "docs/recovery.md",
  "docs/kills.md",
  "docs/changes.md",
  "docs/calls.md",
  "docs/local-actions.md",
  "docs/commands.md",
  "docs/limitations.md",
  "docs/architecture.md",
  "docs/glossary.md",
  "docs/oracles.md",
  "docs/policy-examples.md",
  "docs/style.md",
  "examples/README.md",
  "local/README.md",
  "policy/README.md",
  "testing/README.md",
  "toolchain/README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
];

/** All fenced blocks of the documents. */
export const blocks: readonly Block[] = documents.flatMap((file) =>
  findBlocks(file, readFileSync(join(projectDir, file), "utf8")),
);

/** All fenced blocks of the examples in TSDoc comments of the packages. */
export const examples: readonly Block[] = ["components", "policy", "testing"].flatMap((folder) =>
  readdirSync(join(projectDir, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
    .flatMap((name) => {
      const file = join(folder, name);
      return findExamples(file, readFileSync(join(projectDir, file), "utf8"));
    }),
);

/** Finds the fenced blocks after `@example` in the TSDoc comments of a source file. */
export function findExamples(file: string, text: string): Block[] {
  return [...text.matchAll(/^ *\/\*\*$[\s\S]*?^ *\*\/$/gm)].flatMap((comment) => {
    const before = text.slice(0, comment.index).split("\n").length - 1;
    const lines = comment[0].split("\n").map((line) => line.replace(/^ *\/?\*+\/? ?/, ""));
    const start = lines.findIndex((line) => line.startsWith("@example"));
    if (start < 0) return [];
    const described = lines.map((line, at) => (at < start ? "" : line)).join("\n");
    return findBlocks(file, described).map((block) => ({ ...block, line: block.line + before }));
  });
}

/** Name for test titles and files: `docs/guide.md:12`. */
export const formatPlace = ({ file, line }: Block): string => `${file}:${line}`;

/** Finds the fenced blocks of a Markdown text. */
export function findBlocks(file: string, text: string): Block[] {
  const found: Block[] = [];
  let comments = "";
  let open: { line: number; language: string; fence: string; lines: string[] } | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const [, fence = "", language = ""] = /^\s*(`{3,})(\w*)\s*$/.exec(line) ?? [];
    if (open === undefined && fence !== "") open = { line: at + 1, language, fence, lines: [] };
    else if (open !== undefined && fence === open.fence && language === "") {
      found.push({
        file,
        line: open.line,
        language: open.language,
        text: `${open.lines.join("\n")}\n`,
        reason: /<!-- not executed: (.+?) -->/.exec(comments)?.[1],
        source: /<!-- from: (.+?) -->/.exec(comments)?.[1],
      });
      open = undefined;
      comments = "";
    } else if (open !== undefined) open.lines.push(line);
    else if (line.startsWith("<!--")) comments += `${line}\n`;
    else if (line.trim() !== "") comments = "";
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block is not closed.`);
  return found;
}
