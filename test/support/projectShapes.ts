import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectDir } from "../../cli/paths";

/** Files by path in a project. An object is written as JSON. */
export type Files = Readonly<Record<string, string | object>>;

export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }
}

const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(projectDir, "package.json"), "utf8"),
);

/** Versions of Pulumi's packages in the tests of this project. */
export const pulumiVersions = Object.fromEntries(
  Object.entries(devDependencies).filter(([name]) => name.startsWith("@pulumi/")),
);

/** Version ranges of the templates. */
const pulumi = { "@pulumi/pulumi": "^3.113.0" };
const peers = { "@pulumi/alicloud": "^3.108.0", "@pulumi/random": "^4.18.0" };

/** Compiler options of `pulumi new`. They do not include `skipLibCheck`. */
const templateOptions = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};
export const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
export const commonjs = { module: "commonjs", moduleResolution: "node" };

/** A TypeScript project like that of `pulumi new`. */
export function typeScriptProject(
  name: string,
  program: string,
  {
    modules = nodenext,
    dependencies = { ...pulumi, ...peers },
    devDependencies = {},
    ...manifest
  }: {
    modules?: object;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    type?: "module";
  },
): Files {
  return {
    "Pulumi.yaml": `name: ${name}\ndescription: A minimal TypeScript Pulumi program\nruntime: nodejs\n`,
    "package.json": {
      name,
      main: "index.ts",
      ...manifest,
      dependencies,
      devDependencies: { "@types/node": "^18", typescript: "^5.0.0", ...devDependencies },
    },
    "tsconfig.json": { compilerOptions: { ...templateOptions, ...modules }, files: ["index.ts"] },
    "index.ts": program,
  };
}

/** A JavaScript project like that of `pulumi new`. */
export function javaScriptProject(
  name: string,
  program: string,
  dependencies: Record<string, string> = { ...pulumi, ...peers },
): Files {
  return {
    "Pulumi.yaml": `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
    "package.json": { name, main: "index.js", dependencies },
    "index.js": program,
  };
}

/** A policy pack like that of `pulumi policy new`, with our package instead of `@pulumi/policy`. */
export function policyPack(name: string, program: string, dependencies: Record<string, string>): Files {
  return {
    "PulumiPolicy.yaml": "runtime: nodejs\ndescription: A minimal policy pack\n",
    "package.json": {
      name,
      version: "0.0.1",
      dependencies: { ...pulumi, ...dependencies },
      devDependencies: { "@types/node": "^18", typescript: "^5.0.0" },
    },
    "tsconfig.json": {
      compilerOptions: {
        outDir: "bin",
        target: "es2020",
        ...commonjs,
        moduleResolution: "node",
        sourceMap: true,
        strict: true,
      },
      files: ["index.ts"],
    },
    "index.ts": program,
  };
}

/** A company's package that wraps this package. Its users do not import this package. */
export function companyPackage(ours: string): Files {
  return {
    "package.json": {
      name: "acme-platform",
      version: "1.0.0",
      main: "index.js",
      types: "index.d.ts",
      dependencies: { "alicloud-vpc-api": ours },
      peerDependencies: { ...pulumi, ...peers },
    },
    "index.js": `const { ApiGroup, App, Publication, Routes } = require("alicloud-vpc-api");
exports.createApi = (name) => {
${apiProgram}
  return { url, appCode };
};
`,
    "index.d.ts": `import type { Output } from "@pulumi/pulumi";
export declare function createApi(name: string): { url: Output<string>; appCode: Output<string> };
`,
  };
}

/** A program with a complete service in a VPC. */
export const vpcApiProgram = `import { VpcApi } from "alicloud-vpc-api";

const api = new VpcApi("hello", {
  network: { zones: 1 },
  service: { pages: { "index.html": "home" } },
  balancer: { kind: "none" },
  readiness: false,
  group: { groupName: "hello" },
  routes: { "get-home": { path: "/", protocols: ["HTTP"] } },
  apps: { hello_client: {} },
});

export const url = api.urls["get-home"];
export const appCode = api.apps.hello_client?.appCode;
`;

/** The body of a program with provider resources and dynamic resources, but without a VPC. */
const apiProgram = `  const { groupId, subDomain } = new ApiGroup(name, { groupName: name });
  const routes = new Routes(name, {
    groupId,
    routes: { "get-home": { path: "/", protocols: ["HTTP"], backend: { mock: { body: "home" } } } },
  });
  const publication = new Publication(name, { groupId, routes: routes.revisions });
  const app = new App(name, {
    appName: name,
    authorization: { groupId, stage: publication.stage, apiIds: routes.apiIds },
  });
  const url = subDomain.apply((domain) => "http://" + domain + "/");
  const appCode = app.appCode;`;

const exported = (start: string, end = "") =>
  `${start}\nconst name = getProject();\n${apiProgram.replace(/^ {2}/gm, "")}\n${end}`;

/** A TypeScript program that imports this package. */
export const typeScriptProgram = exported(
  'import { getProject } from "@pulumi/pulumi";\nimport { ApiGroup, App, Publication, Routes } from "alicloud-vpc-api";',
  "export { appCode, url };\n",
);

/** A JavaScript program that imports this package. */
export const javaScriptProgram = exported(
  'const { getProject } = require("@pulumi/pulumi");\nconst { ApiGroup, App, Publication, Routes } = require("alicloud-vpc-api");',
  "Object.assign(exports, { appCode, url });\n",
);

/** A program that imports only the company's package. */
export const wrappedProgram =
  'const { getProject } = require("@pulumi/pulumi");\nObject.assign(exports, require("acme-platform").createApi(getProject()));\n';

/**
 * An inline program of the Automation API, whose working directory is a new temporary folder in each run. Its argument
 * is `up`, which prints the outputs, or `destroy`.
 */
export const inlineProgram = `const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { createApi } = require("acme-platform");

async function main([, , command, config]) {
  const program = async () => createApi("inline");
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "inline", program });
  await stack.setAllConfig(JSON.parse(config));
  if (command === "destroy") return stack.destroy();
  const { outputs } = await stack.up();
  console.log(JSON.stringify({ url: outputs.url.value, appCode: outputs.appCode.value }));
}
void main(process.argv);
`;

/** A TypeScript program that imports only the company's package. */
export const wrappedTypeScriptProgram =
  'import { getProject } from "@pulumi/pulumi";\nimport { createApi } from "acme-platform";\nexport const { appCode, url } = createApi(getProject());\n';
