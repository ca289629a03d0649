import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { projectDir } from "../../cli/paths";
import type { OwnPackage } from "../../cli/verify/workspace";
import { shapes } from "../../components/validation/shapes";

/** What the manifest of a package says that these tests read. */
interface Manifest {
  keywords?: string[];
  homepage?: string;
  bugs?: string;
  repository?: { url: string; directory?: string };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Where each package is in the checkout. */
const directories: Record<OwnPackage, string> = {
  "alicloud-vpc-api": "",
  "alicloud-vpc-api-policy": "policy",
  "alicloud-vpc-api-testing": "testing",
};

/** Tests of what is in each package as it is installed below a folder. */
export function describeContents(modules: () => string): void {
  for (const [name, directory] of Object.entries(directories)) {
    describe(`the packed package ${name}`, () => {
      const path = (...names: string[]) => join(modules(), name, ...names);
      const read = (file: string) => readFileSync(path(file), "utf8");
      const manifest = (): Manifest => JSON.parse(read("package.json"));
      const files = (ending: string) =>
        readdirSync(path(), { recursive: true, encoding: "utf8" }).filter(
          (file) => file.endsWith(ending) && !file.startsWith("node_modules"),
        );
      const declared = () => {
        const { dependencies, peerDependencies } = manifest();
        return new Set([...Object.keys({ ...dependencies, ...peerDependencies }), ...builtinModules]);
      };

      it("contains the licence and its origin", () => {
        assert.equal(read("LICENSE"), readFileSync(join(projectDir, "LICENSE"), "utf8"));
        const { keywords, homepage, bugs, repository } = manifest();
        assert.ok(keywords?.includes("pulumi") && homepage && bugs && repository?.url);
        assert.equal(repository.directory ?? "", directory);
      });

      if (name === "alicloud-vpc-api") {
        it("declares the type of every kind of child", () => {
          const augmentations = files(".d.ts").flatMap((file) => [
            ...read(file).matchAll(/interface ChildKinds \{([\s\S]*?)\n {4}\}/g),
          ]);
          const roles = augmentations.flatMap(([, body = ""]) =>
            Array.from(body.matchAll(/^\s+(\w+): typeof/gm), ([, role = ""]) => role),
          );
          assert.deepEqual(roles.sort(), Object.keys(shapes.ChildTransforms ?? {}).sort());
        });
      }

      it("has dependencies that npm can update", () => {
        for (const [dependency, range] of Object.entries(manifest().dependencies ?? {})) {
          assert.match(range, /^\^/, dependency);
        }
      });

      it("has a README whose links lead to files of the repository, as npm resolves them", () => {
        const links = [...read("README.md").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
        assert.ok(links.length > 0);
        for (const link of links.filter((link) => !/^(https:|#)/.test(link))) {
          const [target = ""] = link.split("#");
          assert.ok(existsSync(resolve(projectDir, directory, target)), link);
          assert.ok(resolve(projectDir, directory, target).startsWith(resolve(projectDir)), link);
        }
      });

      it("contains the source of each map, and a map for each compiled file", () => {
        const compiled = [...files(".js"), ...files(".d.ts")].filter((file) => file.startsWith("dist"));
        assert.ok(compiled.length > 0);
        for (const file of compiled) {
          const { sources }: { sources: string[] } = JSON.parse(read(`${file}.map`));
          for (const source of sources) assert.ok(existsSync(path(dirname(file), source)), file);
        }
      });

      it("has declarations that refer only to packages of its manifest, and to no SDK of the vendor", () => {
        const known = declared();
        for (const file of files(".d.ts")) {
          for (const module of packagesNamedIn(read(file))) {
            assert.ok(known.has(packageOf(module)), `${file} names ${module}`);
            assert.doesNotMatch(module, /^@(alicloud|darabonba)\//, file);
          }
        }
      });

      it("loads only packages of its manifest", () => {
        // In a checkout only, where the sources are run.
        const known = declared().add("tsx");
        for (const file of [...files(".js"), ...files(".cjs")]) {
          for (const module of packagesNamedIn(read(file))) {
            assert.ok(known.has(packageOf(module)), `${file} loads ${module}`);
          }
        }
      });

      it("provides all exports to ES modules by name", () => {
        const script = `import * as named from "${name}"; import all from "${name}";
          const missing = Object.keys(all).filter((key) => !(key in named));
          if (missing.length > 0 || Object.keys(all).length === 0) throw new Error("not by name: " + missing);`;
        const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
          cwd: dirname(modules()),
          encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
      });
    });
  }
}

/** The modules that a file imports, requires or references, as TypeScript reads it, except relative paths. */
function packagesNamedIn(text: string): string[] {
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  return [...importedFiles, ...typeReferenceDirectives]
    .map(({ fileName }) => fileName.replace(/^node:/, ""))
    .filter((module) => !module.startsWith("."));
}

/** The package that a module is of. */
function packageOf(module: string): string {
  const names = module.split("/");
  return builtinModules.includes(module) ? module : names.slice(0, module.startsWith("@") ? 2 : 1).join("/");
}
