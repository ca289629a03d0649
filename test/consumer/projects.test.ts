import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectDir } from "../../cli/paths";
import { Consumer, type Ended, execute } from "../support/consumer";
import type { NodeVersion, TypeScriptVersion } from "../support/consumerTools";
import {
  commonjs,
  companyPackage,
  type Files,
  inlineProgram,
  javaScriptProgram,
  javaScriptProject,
  policyPack,
  pulumiVersions,
  typeScriptProgram,
  typeScriptProject,
  vpcApiProgram,
  wrappedProgram,
  wrappedTypeScriptProgram,
  writeFiles,
} from "../support/projectShapes";
import { describeContents } from "./contents";

describe("the packed packages in projects of users", function () {
  this.timeout(60 * 60_000);
  const consumer = new Consumer();
  const folder = (...names: string[]) => join(consumer.base, ...names);
  const npm = (name: string) => folder("npm", name);

  before(async () => {
    await consumer.start();
    await installWithNpm();
  });
  after(() => consumer.remove());

  /** All projects of npm are workspaces of one folder: their packages are installed once. */
  async function installWithNpm(): Promise<void> {
    const { tarballs } = consumer;
    const ours = { "alicloud-vpc-api": `file:${tarballs["alicloud-vpc-api"]}` };
    const dependencies = {
      "@pulumi/pulumi": "^3.113.0",
      "@pulumi/alicloud": "^3.108.0",
      "@pulumi/random": "^4.18.0",
    };
    const direct = { ...dependencies, ...ours };
    const tests = { "alicloud-vpc-api-testing": `file:${tarballs["alicloud-vpc-api-testing"]}` };
    const policy = { "alicloud-vpc-api-policy": `file:${tarballs["alicloud-vpc-api-policy"]}` };
    const wrapped = { "@pulumi/pulumi": "^3.113.0", "acme-platform": "*" };
    const projects: Record<string, Files> = {
      nodenext: typeScriptProject("nodenext", `${usesTests}${vpcApiProgram}`, {
        dependencies: direct,
        devDependencies: tests,
      }),
      commonjs: typeScriptProject("commonjs", typeScriptProgram, { modules: commonjs, dependencies: direct }),
      esmodules: typeScriptProject("esmodules", typeScriptProgram, {
        type: "module",
        dependencies: direct,
        devDependencies: { "ts-node": "^10.9.2" },
      }),
      javascript: javaScriptProject("javascript", javaScriptProgram, direct),
      policies: policyPack("policies", policyProgram, policy),
      "acme-platform": companyPackage(ours["alicloud-vpc-api"]),
      inline: javaScriptProject("inline", inlineProgram, wrapped),
      beside: javaScriptProject("beside", wrappedProgram, {
        ...wrapped,
        "alicloud-vpc-api": `file:${await packOther()}`,
      }),
    };
    for (const [name, files] of Object.entries(projects)) writeFiles(npm(name), files);
    await createFromExample();
    const workspaces = [...Object.keys(projects), "example"];
    // With this project's lock, the packages are of the versions that npm has fetched for it.
    const lock = JSON.parse(readFileSync(join(projectDir, "package-lock.json"), "utf8"));
    lock.packages[""] = { workspaces };
    writeFiles(npm(""), { "package.json": { private: true, workspaces }, "package-lock.json": lock });
    await consumer.install(npm(""));
  }

  /** The project that `pulumi new` makes of an example; `npm install` of a tarball puts the path in its manifest. */
  async function createFromExample(): Promise<void> {
    const template = join(projectDir, "examples", "smallest");
    const options = `--generate-only --yes --name acme --description Ours --dir ${npm("example")}`;
    mkdirSync(npm("example"), { recursive: true });
    succeeded(await consumer.run(consumer.base, "22", `new ${template} ${options}`));
    const manifest = JSON.parse(readFileSync(join(npm("example"), "package.json"), "utf8"));
    manifest.dependencies["alicloud-vpc-api"] = `file:${consumer.tarballs["alicloud-vpc-api"]}`;
    writeFiles(npm("example"), { "package.json": manifest });
  }

  /** A second version of our package, whose dynamic resources do not work. */
  async function packOther(): Promise<string> {
    const other = folder("other", "package");
    mkdirSync(other, { recursive: true });
    const tarball = consumer.tarballs["alicloud-vpc-api"];
    await must(["tar", "-xzf", tarball, "-C", other, "--strip-components", "1"]);
    writeFiles(other, { "dynamic.js": 'throw new Error("the other version was loaded");' });
    await must(["npm", "version", "0.0.1", "--no-git-tag-version"], other);
    await must(
      ["npm", "pack", "--ignore-scripts", "--offline", "--pack-destination", folder("other")],
      other,
    );
    return folder("other", "alicloud-vpc-api-0.0.1.tgz");
  }

  /** The program depends on the company's package alone, with TypeScript 6. */
  async function installWithPnpm(): Promise<void> {
    writeFiles(folder("acme"), companyPackage("^0.1.0"));
    await must(["npm", "pack", "--offline", "--pack-destination", folder()], folder("acme"));
    const project = typeScriptProject("isolated", wrappedTypeScriptProgram, {
      dependencies: {
        "@pulumi/pulumi": "^3.113.0",
        "acme-platform": `file:${folder("acme-platform-1.0.0.tgz")}`,
      },
      devDependencies: { typescript: "^6.0.0", "ts-node": "^10.9.2" },
    });
    const overrides = {
      ...pulumiVersions,
      "alicloud-vpc-api": `file:${consumer.tarballs["alicloud-vpc-api"]}`,
    };
    writeFiles(folder("pnpm"), { ...project, "pnpm-workspace.yaml": { overrides } });
    await consumer.install(folder("pnpm"), "pnpm");
  }

  async function must(command: string[], cwd = consumer.base): Promise<void> {
    succeeded(await execute(command, cwd, process.env));
  }

  describeContents(() => npm("node_modules"));

  describe("type-check without skipLibCheck", () => {
    // TypeScript 7 has no moduleResolution "node", which commonjs and policies have.
    const checks: [shape: string, versions: TypeScriptVersion[]][] = [
      ["nodenext", ["5", "6", "7"]],
      ["esmodules", ["5", "6", "7"]],
      ["commonjs", ["5", "6"]],
      ["policies", ["5", "6"]],
      ["example", ["5"]],
    ];
    for (const [shape, version] of checks.flatMap(([shape, all]) =>
      all.map((one) => [shape, one] as const),
    )) {
      it(`${shape}, TypeScript ${version}`, async () => {
        const { ok, printed } = await consumer.typeCheck(npm(shape), version);
        assert.ok(ok, printed);
      });
    }
  });

  describe("deploy with Pulumi's default runtime, answer calls, and leave nothing behind", () => {
    /** A test that needs Node of some versions; npm does not have each for every machine. */
    const itOnNode = (nodes: NodeVersion[], what: string, test: () => Promise<void>) =>
      it(`${what}, on Node ${nodes.join(" and ")}`, async function () {
        if (!nodes.every((node) => consumer.hasNode(node))) this.skip();
        await test();
      });
    const up = "up --stack dev --yes --skip-preview";
    const destroy = "destroy --stack dev --yes --skip-preview";

    const runs: [project: string, node: NodeVersion, what: string][] = [
      ["nodenext", "20", "a whole VpcApi in TypeScript, module nodenext"],
      ["commonjs", "22", "TypeScript, module commonjs, judged by a policy pack in TypeScript"],
      ["esmodules", "24", "ES modules"],
      ["javascript", "24", "JavaScript"],
      ["beside", "22", "an indirect dependency in an npm workspace, beside another version"],
    ];
    for (const [name, node, what] of runs) {
      itOnNode([node], what, async () => {
        const project = npm(name);
        await consumer.createStack(project);
        const isJudged = name === "commonjs";
        const policy = isJudged ? ` --policy-pack ${npm("policies")}` : "";
        const updated = await consumer.run(project, node, `${up}${policy}`);
        succeeded(updated);
        if (isJudged) {
          assert.match(updated.printed, /policies@v0\.0\.1/);
          assert.match(updated.printed, /\[advisory\].* api-request-protocol-https .*commonjs-get-home/);
        }
        assert.equal((await consumer.call(project)).body, "home");
        succeeded(await consumer.run(project, node, destroy));
      });
    }

    itOnNode(["22"], "an example, as pulumi new makes a project of it", async () => {
      await consumer.createStack(npm("example"));
      const { ok, printed } = await consumer.run(npm("example"), "22", "preview --stack dev");
      assert.ok(ok, printed);
      assert.match(printed, /^ +\+ \d+ to create$/m);
    });

    itOnNode(["20"], "an inline program of the Automation API, in an npm workspace", async () => {
      const script = join(npm("inline"), "index.js");
      const updated = await consumer.runScript(script, "20", "up");
      succeeded(updated);
      assert.equal((await consumer.callOutputs(JSON.parse(updated.printed))).body, "home");
      succeeded(await consumer.runScript(script, "20", "destroy"));
    });

    const moved = "an indirect dependency isolated by pnpm, with TypeScript 6, then from another folder";
    itOnNode(["22", "24"], moved, async () => {
      await installWithPnpm();
      const project = folder("pnpm");
      await consumer.createStack(project);
      succeeded(await consumer.run(project, "22", up));
      assert.equal((await consumer.call(project)).body, "home");
      const { printed } = await consumer.run(project, "22", "stack export --stack dev");
      assert.ok(printed.includes("__provider") && !printed.includes(consumer.base), "a path is in the state");
      const another = folder("another", "folder");
      mkdirSync(dirname(another));
      renameSync(project, another);
      succeeded(
        await consumer.run(another, "24", `refresh --stack dev --yes --skip-preview --expect-no-changes`),
      );
      assert.equal((await consumer.call(another)).body, "home");
      succeeded(await consumer.run(another, "24", destroy));
    });
  });

  it("report in one error that a bundle needs the installed package, before anything is registered", async () => {
    const project = folder("bundle");
    const pulumi = { "@pulumi/pulumi": "^3.113.0", "@pulumi/alicloud": "^3.108.0" };
    writeFiles(project, javaScriptProject("bundle", "", pulumi));
    const esbuild = join(projectDir, "node_modules", ".bin", "esbuild");
    const options = ["--bundle", "--platform=node", "--external:@pulumi/*", "--allow-overwrite"];
    await must([
      esbuild,
      join(npm("javascript"), "index.js"),
      ...options,
      `--outfile=${join(project, "index.js")}`,
    ]);
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(npm("node_modules"), "@pulumi"), join(project, "node_modules", "@pulumi"));
    await consumer.createStack(project);
    const { ok, printed } = await consumer.run(project, undefined, "preview --stack dev");
    assert.equal(ok, false, printed);
    assert.match(printed, /alicloud-vpc-api: not found among the dependencies of .*mark it as external/s);
    assert.doesNotMatch(printed, /apigateway|ApiGroup/);
  });
});

/** That the package for tests is there, and has types. */
const usesTests = 'import { startLocalCloud } from "alicloud-vpc-api-testing";\nvoid startLocalCloud;\n';

const policyProgram = `import { VpcApiPolicyPack, apiRequestProtocolHttps } from "alicloud-vpc-api-policy";
new VpcApiPolicyPack("policies", {
  rules: [apiRequestProtocolHttps],
  config: { "api-request-protocol-https": "advisory" },
});
`;

function succeeded({ ok, printed }: Ended): void {
  assert.ok(ok, printed);
}
