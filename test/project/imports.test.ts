import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..", "..");

/** What each folder may import: other folders of the project, and packages. A `*` stands for any rest. */
const allowed: Readonly<Record<string, { folders: string[]; packages: string[] }>> = {
  "index.ts": { folders: [], packages: ["@pulumi/pulumi", "alicloud-vpc-api"] },
  examples: { folders: [], packages: ["@pulumi/*", "alicloud-vpc-api", "alicloud-vpc-api-*"] },
  components: { folders: [], packages: ["@pulumi/*", "@alicloud/*", "ipaddr.js", "yaml"] },
  policy: {
    folders: [],
    packages: ["@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf", "ipaddr.js"],
  },
  local: {
    folders: [],
    packages: ["@peculiar/x509", "ipaddr.js", "proper-lockfile", "reflect-metadata", "yaml"],
  },
  toolchain: { folders: [], packages: ["proper-lockfile"] },
  testing: { folders: ["local"], packages: ["@pulumi/pulumi"] },
  cli: {
    folders: ["components", "local", "policy", "test", "testing", "toolchain"],
    packages: ["*"],
  },
};

/** What the folders of the components may import of each other. */
const rooms: Readonly<Record<string, string[]>> = {
  validation: [],
  dynamic: ["validation"],
  component: ["validation", "dynamic"],
  network: ["component", "validation", "dynamic"],
  service: ["component", "validation", "dynamic"],
  balancer: ["component", "validation", "dynamic", "service"],
  gateway: ["component", "validation", "dynamic"],
  openapi: ["validation", "gateway", "dynamic"],
  vpcApi: ["balancer", "component", "dynamic", "gateway", "network", "openapi", "service", "validation"],
};

const files = Object.keys(allowed).flatMap((folder) =>
  folder.endsWith(".ts")
    ? [folder]
    : readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/(^|[/\\])(node_modules|dist)[/\\]/.test(file))
        .map((file) => join(folder, file)),
);

/** The modules that a file imports, types too. */
const importsOf = (file: string): string[] =>
  ts
    .preProcessFile(readFileSync(join(root, file), "utf8"), true, false)
    .importedFiles.map(({ fileName }) => fileName);

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith("*")
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern || name.startsWith(`${pattern}/`);

function violations(
  own: readonly string[],
  isAllowed: (file: string, target: string, isPackage: boolean) => boolean,
): string[] {
  return own.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.startsWith("node:"))
      .filter((name) => {
        const isPackage = !name.startsWith(".");
        return !isAllowed(file, isPackage ? name : normalize(join(dirname(file), name)), isPackage);
      })
      .map((name) => `${file}: ${name}`),
  );
}

describe("imports", () => {
  for (const [folder, { folders, packages }] of Object.entries(allowed)) {
    it(`of ${folder} are allowed`, () => {
      const own = files.filter((file) => matches(file, folder));
      const found = violations(own, (_, target, isPackage) =>
        isPackage
          ? packages.some((pattern) => matches(target, pattern))
          : [folder, ...folders].some((one) => matches(target, one)),
      );
      assert.deepEqual(found, []);
    });
  }

  for (const [room, others] of Object.entries(rooms)) {
    it(`of components/${room} are allowed`, () => {
      const own = files.filter((file) => file.startsWith(`components/${room}/`));
      assert.ok(own.length > 0);
      const found = violations(own, (_, target, isPackage) =>
        isPackage
          ? true
          : target === "components/alicloud" ||
            [room, ...others].some((one) => matches(target, `components/${one}`)),
      );
      assert.deepEqual(found, []);
    });
  }
});
