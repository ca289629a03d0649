import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { locateHome } from "../../testing/home";
import { type PartName, provideToolchain, readToolchainStatus } from "../../toolchain";
import {
  type DescribedProperties,
  type DescribedProperty,
  type Description,
  readDescription,
} from "../support/pluginDescription";
import { PublishedSdk, type Shape, type Shapes } from "../support/publishedSdk";

/** A property that differs between a plugin that we build and the SDK, and why that does no harm. */
interface Difference {
  readonly token: string;
  readonly property: string;
  readonly reason: string;
}

const laterProvider =
  "came with a release of the provider's code after v1.285.0, the newest that is served as a Go module; no component sets it";

const declared: readonly Difference[] = [
  { token: "alicloud:ecs/instance:Instance", property: "enableNetworkEncryption", reason: laterProvider },
  { token: "alicloud:ecs/instance:Instance", property: "instanceMetadataTags", reason: laterProvider },
  {
    token: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
    property: "sourceGroupOwnerId",
    reason: laterProvider,
  },
  { token: "alicloud:ecs/ecsSnapshot:EcsSnapshot", property: "waitUntil", reason: laterProvider },
  { token: "alicloud:ecs/ecsSnapshot:EcsSnapshot", property: "available", reason: laterProvider },
  { token: "alicloud:ecs/image:Image", property: "usable", reason: laterProvider },
  {
    token: "alicloud:slb/masterSlaveServerGroup:MasterSlaveServerGroup",
    property: "servers.isBackup",
    reason: "removed from the provider in version 1.63.0",
  },
  { token: "alicloud:vpc/natGateway:NatGateway", property: "availabilityMode", reason: laterProvider },
  { token: "alicloud:alb/aclEntryAttachment:AclEntryAttachment", property: "entry", reason: laterProvider },
  { token: "alicloud:alb/aclEntryAttachment:AclEntryAttachment", property: "entries", reason: laterProvider },
];

const components = readdirSync(join(projectDir, "components"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("components", file));
const program = ["index.ts", ...components]
  .map((file) => readFileSync(join(projectDir, file), "utf8"))
  .join("\n");

for (const name of ["alicloud", "random"] as const) {
  describe(`the ${name} plugin that the toolchain builds`, () => {
    const sdk = new PublishedSdk(`@pulumi/${name}`);
    let served: Description;

    before(async function () {
      this.timeout(30 * 60_000);
      const executable = await builtPlugin(name);
      // The official plugin is the SDK's own, and describes itself to nobody.
      if (executable === undefined) return this.skip();
      served = readDescription(
        execFileSync(executable, ["describe"], { encoding: "utf8", maxBuffer: 2 ** 26 }),
      );
    });

    it("serves every resource and function that the components use", () => {
      const used = [...program.matchAll(new RegExp(`\\b${name}\\.((?:\\w+\\.)?\\w+)[(,]`, "g"))].map(
        ([, member = ""]) => member,
      );
      assert.ok(used.length > 0);
      const members = new Set([...served.keys()].map(memberOf));
      assert.deepEqual(
        // A plugin is the provider itself, and describes only what the provider serves. Arguments are types.
        used.filter(
          (member) => !/^Provider$|Args$/.test(member) && !members.has(member.replace(/Output$/, "")),
        ),
        [],
      );
    });

    it("has the tokens, properties and requirements of the published SDK", () => {
      const expected = declared.filter(({ token }) => token.startsWith(`${name}:`));
      const differences = [...served].flatMap(([token, properties]) => differencesOf(sdk, token, properties));
      const unexpected = differences.filter(
        ({ token, property }) =>
          !expected.some((known) => known.token === token && known.property === property),
      );
      assert.deepEqual(unexpected, []);
      const gone = expected.filter(
        (known) =>
          !differences.some(({ token, property }) => known.token === token && known.property === property),
      );
      assert.deepEqual(gone, [], "declared differences that are none any more");
    });
  });
}

describe("the declared differences", () => {
  for (const { token, property, reason } of declared) {
    it(`leave out ${property} of ${token}, which no component uses`, () => {
      assert.notEqual(reason, "");
      // Of a type that no component makes, none of its properties is used, whatever the word means elsewhere.
      const makesIt = new RegExp(`\\b${memberOf(token)}\\b`).test(program);
      if (makesIt) assert.doesNotMatch(program, new RegExp(`\\b${property}\\b`));
    });
  }
});

async function builtPlugin(name: PartName): Promise<string | undefined> {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  await provideToolchain({ home: locateHome(), report });
  const { parts } = await readToolchainStatus({ home: locateHome() });
  return parts.find((part) => part.name === name && part.state === "built")?.path;
}

/** `vpc.Network` for `alicloud:vpc/network:Network`, as a program writes it. */
function memberOf(token: string): string {
  const [, path = "", member = ""] = token.split(":");
  const module = path.split("/")[0] ?? "";
  return module === "index" ? member : `${module}.${member}`;
}

interface Found {
  readonly token: string;
  readonly property: string;
  readonly what: string;
}

function differencesOf(sdk: PublishedSdk, token: string, served: DescribedProperties): Found[] {
  const published = sdk.signatureOf(token);
  if (published === undefined) {
    return [{ token, property: "", what: "the SDK has no such token" }];
  }
  const inputs = new Map([...served].filter(([, { input }]) => input));
  const found = (where: string) => (property: string, what: string) => ({
    token,
    property,
    what: `${where}: ${what}`,
  });
  // Every resource and every answer of a function has an id by itself.
  const withoutId = <T>(properties: ReadonlyMap<string, T>) =>
    new Map([...properties].filter(([key]) => key !== "id"));
  return [
    ...compare(inputs, published.inputs, found("inputs"), true),
    ...compare(withoutId(served), withoutId(published.outputs), found("outputs"), false),
  ];
}

/** Compares names, kinds and, for inputs, what must be given; of objects the same for what they hold. */
function compare(
  served: DescribedProperties,
  published: Shapes,
  found: (property: string, what: string) => Found,
  asInputs: boolean,
): Found[] {
  const names = new Set([...served.keys(), ...published.keys()]);
  return [...names].flatMap((name) => {
    const ours = served.get(name);
    const theirs = published.get(name);
    if (ours === undefined || theirs === undefined) {
      return [found(name, `only ${ours === undefined ? "the SDK" : "the plugin"} has it`)];
    }
    return compareOne(name, ours, theirs, found, asInputs);
  });
}

function compareOne(
  name: string,
  ours: DescribedProperty,
  theirs: Shape,
  found: (property: string, what: string) => Found,
  asInputs: boolean,
): Found[] {
  if (ours.kind !== theirs.kind) {
    return [found(name, `the plugin has it as ${ours.kind}, the SDK as ${theirs.kind}`)];
  }
  // Inputs and outputs share one declaration of an object, so only inputs are compared.
  if (asInputs && ours.input && ours.required !== theirs.required) {
    return [found(name, `required by the ${ours.required ? "plugin" : "SDK"} only`)];
  }
  const within = (property: string, what: string) => found(`${name}.${property}`, what);
  return compare(ours.properties ?? new Map(), theirs.properties ?? new Map(), within, asInputs);
}
