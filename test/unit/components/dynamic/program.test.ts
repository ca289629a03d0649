import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { findOwnFolder, findRoute, renderProgram } from "../../../../components/dynamic/program";

/** Packages by the path of their folders, each with the names of its dependencies; a text is the target of a link. */
type Layout = Record<string, readonly string[] | string>;

const platform = ["acme-platform"];
const ours = ["alicloud-vpc-api"];

/** Layouts of a project in `app`, and the copy that its program runs. */
const layouts: Record<string, { layout: Layout; runs: string; route: readonly string[] }> = {
  "a dependency of the project": {
    layout: { app: ours, "app/node_modules/alicloud-vpc-api": [] },
    runs: "app/node_modules/alicloud-vpc-api",
    route: ours,
  },
  "a dependency of a company package, hoisted by npm": {
    layout: {
      app: platform,
      "app/node_modules/acme-platform": ours,
      "app/node_modules/alicloud-vpc-api": [],
    },
    runs: "app/node_modules/alicloud-vpc-api",
    route: ours,
  },
  "isolated by pnpm": {
    layout: {
      app: platform,
      "app/node_modules/.pnpm/acme@1/node_modules/acme-platform": ours,
      "app/node_modules/.pnpm/ours@1/node_modules/alicloud-vpc-api": [],
      "app/node_modules/.pnpm/acme@1/node_modules/alicloud-vpc-api":
        "app/node_modules/.pnpm/ours@1/node_modules/alicloud-vpc-api",
      "app/node_modules/acme-platform": "app/node_modules/.pnpm/acme@1/node_modules/acme-platform",
    },
    runs: "app/node_modules/.pnpm/ours@1/node_modules/alicloud-vpc-api",
    route: [...platform, ...ours],
  },
  "beside another version": {
    layout: {
      app: [...platform, ...ours],
      "app/node_modules/acme-platform": ours,
      "app/node_modules/acme-platform/node_modules/alicloud-vpc-api": [],
      "app/node_modules/alicloud-vpc-api": [],
    },
    runs: "app/node_modules/acme-platform/node_modules/alicloud-vpc-api",
    route: [...platform, ...ours],
  },
  "in a workspace, where the dependencies of all are in the folder above": {
    layout: {
      "": [],
      app: platform,
      platform: ours,
      "node_modules/acme-platform": "platform",
      "platform/node_modules/alicloud-vpc-api": [],
    },
    runs: "platform/node_modules/alicloud-vpc-api",
    route: [...platform, ...ours],
  },
  "a dependency of another project, a file of which the program imports": {
    layout: { app: [], shared: ours, "shared/node_modules/alicloud-vpc-api": [] },
    runs: "shared/node_modules/alicloud-vpc-api",
    route: ["./../shared/node_modules/alicloud-vpc-api"],
  },
};

describe("the program of a dynamic resource", () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "dynamic-program-")));
  let number = 0;
  after(() => rmSync(base, { recursive: true, force: true }));

  /** Lays packages out; a copy of ours answers with its own folder. */
  function create(layout: Layout): string {
    const root = join(base, String(++number));
    for (const [folder, value] of Object.entries(layout)) {
      const path = join(root, folder);
      mkdirSync(dirname(path), { recursive: true });
      if (typeof value === "string") symlinkSync(relative(dirname(path), join(root, value)), path);
      else createPackage(path, value);
    }
    return root;
  }

  function createPackage(path: string, dependencies: readonly string[]): void {
    mkdirSync(path, { recursive: true });
    const name = path.endsWith("alicloud-vpc-api") ? "alicloud-vpc-api" : "other";
    const wanted = Object.fromEntries(dependencies.map((name) => [name, "1"]));
    writeFileSync(join(path, "package.json"), JSON.stringify({ name, dependencies: wanted }));
    if (name === "other") return;
    writeFileSync(
      join(path, "dynamic.js"),
      "exports.providers = { Publication: () => console.log(__dirname) };",
    );
  }

  /** Runs the program as the dynamic provider does, in a process that starts in a folder; answers what it prints. */
  function run(program: string, cwd: string): string {
    const script = `const m = new (require("node:module"))(""); m._compile(${JSON.stringify(program)}, ""); m.exports.handler();`;
    return execFileSync(process.execPath, ["-e", script], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  for (const [how, { layout, runs, route }] of Object.entries(layouts)) {
    it(`loads the copy that the program runs: ${how}`, () => {
      const root = create(layout);
      const found = findRoute(join(root, "app"), join(root, runs));
      assert.deepEqual(found, route);
      assert.equal(run(renderProgram("Publication", found), join(root, "app")), join(root, runs));
    });

    it(`loads it from another folder: ${how}`, () => {
      const root = create(layout);
      const program = renderProgram("Publication", findRoute(join(root, "app"), join(root, runs)));
      assert.ok(!program.includes(base));
      const moved = `${root}-moved`;
      renameSync(root, moved);
      assert.equal(run(program, join(moved, "app")), join(moved, runs));
    });
  }

  it("loads another copy if an upgrade has changed the route", () => {
    const program = renderProgram("Publication", ["acme-platform", "alicloud-vpc-api"]);
    const root = create({
      app: ["acme-core"],
      "app/node_modules/acme-core": ["acme-network"],
      "app/node_modules/acme-core/node_modules/acme-network": ours,
      "app/node_modules/acme-core/node_modules/acme-network/node_modules/alicloud-vpc-api": [],
    });
    assert.equal(
      run(program, join(root, "app")),
      join(root, "app/node_modules/acme-core/node_modules/acme-network/node_modules/alicloud-vpc-api"),
    );
  });

  it("reports what it looked for if there is no copy", () => {
    const root = create({ app: platform });
    const program = renderProgram("Publication", ["acme-platform", "alicloud-vpc-api"]);
    const app = join(root, "app");
    assert.throws(() => run(program, app), {
      message: new RegExp(
        `alicloud-vpc-api: not found from ${app}, neither as acme-platform > alicloud-vpc-api nor .*Install the dependencies`,
      ),
    });
  });

  it("needs a copy in the project if the program is a bundle", () => {
    const root = create({ app: ours, "app/node_modules/alicloud-vpc-api": [] });
    assert.equal(findOwnFolder(join(root, "app")), undefined);
    assert.deepEqual(findRoute(join(root, "app"), undefined), ours);
    rmSync(join(root, "app/node_modules"), { recursive: true });
    assert.throws(() => findRoute(join(root, "app"), undefined), {
      message: /^alicloud-vpc-api: not found among the dependencies of .*external/,
    });
  });

  it("follows dependencies that refer to each other, once", () => {
    const root = create({
      app: ["a"],
      "app/node_modules/a": ["b"],
      "app/node_modules/b": ["a"],
    });
    assert.throws(() => findRoute(join(root, "app"), undefined), /not found/);
  });

  it("knows the folder of this package", () => {
    const checkout = join(__dirname, "..", "..", "..", "..");
    assert.equal(findOwnFolder(join(checkout, "components", "dynamic")), realpathSync(checkout));
    assert.ok(existsSync(join(checkout, "dynamic.js")));
  });

  it("is short, and contains no implementation", () => {
    assert.ok(renderProgram("Publication", ours).length < 3_000);
  });
});
