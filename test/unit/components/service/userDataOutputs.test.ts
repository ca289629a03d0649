import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { NginxService, type NginxServiceArgs, VpcApi, type VpcApiNginxArgs } from "../../../../components";
import { planOrThrow } from "../../../../components/component/component";
import { guardOutputs } from "../../../../components/component/knownOutputs";
import { nginxServiceDefinition } from "../../../../components/service/plan";
import { deployToMocks, type MockOptions, readOutput } from "../../../../testing/mocks";

const instanceType = "alicloud:ecs/instance:Instance";
const databaseType = "alicloud:rds/instance:Instance";
const place = { vpcId: "vpc-1", vswitchIds: ["vsw-a"] };

/** The instance of a service whose arguments have the address of a database. */
async function instanceWith(
  settings: (address: pulumi.Output<string>) => VpcApiNginxArgs,
  options: MockOptions = {},
) {
  const { resources } = await deployToMocks(
    () => {
      const database = new alicloud.rds.Instance("db", {
        engine: "MySQL",
        engineVersion: "8.0",
        instanceType: "mysql.n1.micro.1",
        instanceStorage: 20,
      });
      new NginxService("web", { ...place, ...settings(database.connectionString) });
    },
    { state: { [databaseType]: () => ({ connectionString: "db.example.internal" }) }, ...options },
  );
  return resources.find(({ type }) => type === instanceType);
}

const readFiles = (userData: unknown): { path: string; content: string }[] =>
  parse(String(userData)).write_files;

/** Why the user data of the instances fails, which are not created with it. */
async function findFailure(settings: VpcApiNginxArgs): Promise<string> {
  const args: NginxServiceArgs = guardOutputs({ ...place, ...settings });
  const { userData } = planOrThrow(nginxServiceDefinition, "web", args);
  return readOutput(pulumi.output(userData)).then(
    () => assert.fail("nothing was reported"),
    (error: Error) => error.message,
  );
}

const large = "x".repeat(33_000);

describe("Outputs in user data", () => {
  it("of a page are the page's text", async () => {
    const instance = await instanceWith((address) => ({
      pages: { "index.html": "home", "config.json": pulumi.interpolate`{"db":"${address}"}` },
    }));
    assert.deepEqual(
      readFiles(instance?.inputs.userData)
        .map(({ content }) => content)
        .slice(0, 2),
      ["home", '{"db":"db.example.internal"}'],
    );
  });

  it("of nginxConfig are the file's text", async () => {
    const instance = await instanceWith((address) => ({
      nginxConfig: pulumi.interpolate`server { listen 80; location / { proxy_pass http://${address}; } }`,
    }));
    assert.match(readFiles(instance?.inputs.userData)[0]?.content ?? "", /proxy_pass http:\/\/db\.example/);
  });

  it("at any depth of cloudConfig are its values", async () => {
    const instance = await instanceWith((address) => ({
      cloudConfig: { write_files: [{ path: "/etc/db", content: address }], runcmd: [["ping", address]] },
    }));
    const { write_files: files, runcmd } = parse(String(instance?.inputs.userData));
    assert.deepEqual(files, [{ path: "/etc/db", content: "db.example.internal" }]);
    assert.deepEqual(runcmd[1], ["ping", "db.example.internal"]);
  });

  it("of all pages are the pages", async () => {
    const instance = await instanceWith((address) => ({
      pages: address.apply((host) => ({ "index.html": "home", [`${host}.txt`]: host })),
    }));
    const [, file] = readFiles(instance?.inputs.userData);
    assert.deepEqual(
      [file?.path, file?.content],
      ["/srv/www/db.example.internal.txt", "db.example.internal"],
    );
  });

  it("of the whole cloudConfig are its keys", async () => {
    const instance = await instanceWith((address) => ({
      cloudConfig: address.apply((host) => ({ runcmd: [["ping", host]] })),
    }));
    assert.deepEqual(parse(String(instance?.inputs.userData)).runcmd[1], ["ping", "db.example.internal"]);
  });

  it("of userData are the whole", async () => {
    const instance = await instanceWith((address) => ({
      userData: pulumi.interpolate`#!/bin/sh\nping ${address}\n`,
    }));
    assert.equal(instance?.inputs.userData, "#!/bin/sh\nping db.example.internal\n");
  });

  it("of a VpcApi reach its service", async () => {
    const { resources } = await deployToMocks(
      () =>
        new VpcApi("shop", {
          service: { pages: { "index.html": "home", db: pulumi.output("db.example.internal") } },
          group: { groupName: "shop" },
          routes: { "get-home": { path: "/", auth: "anonymous" } },
        }),
    );
    const [instance] = resources.filter(({ type }) => type === instanceType);
    assert.equal(readFiles(instance?.inputs.userData)[1]?.content, "db.example.internal");
  });

  it("that are unknown at preview leave the user data unknown", async () => {
    const instance = await instanceWith((address) => ({ pages: { "index.html": address } }), {
      planned: [databaseType],
      state: {},
    });
    assert.ok(instance);
    assert.equal(instance.inputs.userData, undefined);
  });

  it("that are secret make the user data secret", async () => {
    const instance = await instanceWith(() => ({ pages: { "index.html": pulumi.secret("hidden") } }));
    assert.ok(instance?.secrets.includes("userData"));
  });

  const refused: [what: string, settings: () => VpcApiNginxArgs, message: RegExp][] = [
    [
      "a page that is too large",
      () => ({ pages: { "index.html": pulumi.output(large) } }),
      /pages: make the user data 33\d\d\d bytes/,
    ],
    [
      "pages that are too large together",
      () => ({ pages: { "index.html": large.slice(0, 17_000), a: pulumi.output(large.slice(0, 17_000)) } }),
      /pages: make the user data 34\d\d\d bytes/,
    ],
    [
      "a page that is not a text",
      () => ({ pages: { "index.html": pulumi.output(7) as unknown as string } }),
      /pages\["index\.html"\]: is a number/,
    ],
    [
      "an nginxConfig that is too large",
      () => ({ nginxConfig: pulumi.output(large) }),
      /nginxConfig: makes the user data 33\d\d\d bytes/,
    ],
    [
      "a value of a wrong type in cloudConfig",
      () => ({ cloudConfig: { timezone: pulumi.output(8) } }),
      /cloudConfig\.timezone: is a number/,
    ],
    [
      "a file's text of a wrong type",
      () => ({ cloudConfig: { write_files: [{ path: "/a", content: pulumi.output(false) }] } }),
      /cloudConfig\.write_files\[0\]\.content: is a boolean/,
    ],
    [
      "userData that is not YAML",
      () => ({ userData: pulumi.output("#cloud-config\na: [\n") }),
      /userData: is not YAML/,
    ],
    [
      "a page without a value",
      () => ({ pages: { "index.html": pulumi.output(undefined) as unknown as pulumi.Output<string> } }),
      /pages\["index\.html"\]: is an Output without a value/,
    ],
    [
      "a value of cloudConfig without a value",
      () => ({ cloudConfig: { runcmd: [["ping", pulumi.output(undefined)]] } }),
      /cloudConfig\.runcmd\[0\]\[1\]: is an Output without a value/,
    ],
    [
      "pages that are too large, as a whole",
      () => ({ pages: pulumi.output({ "index.html": large }) }),
      /pages: make the user data 33\d\d\d bytes/,
    ],
    [
      "a path of pages as a whole",
      () => ({ pages: pulumi.output({ "../a": "" }) }),
      /pages\["\.\.\/a"\]: is not a path below the web root/,
    ],
    ["pages that are a list", () => ({ pages: pulumi.output([]) as never }), /pages: is a list/],
    [
      "pages without a value",
      () => ({ pages: pulumi.output(undefined) as never }),
      /pages: is an Output without a value/,
    ],
    [
      "a wrong key of cloudConfig as a whole",
      () => ({ cloudConfig: pulumi.output({ timezone: 8 }) }),
      /cloudConfig\.timezone: is a number/,
    ],
    ["userData that is empty", () => ({ userData: pulumi.output("") }), /userData: is empty/],
    [
      "userData that is too large",
      () => ({ userData: pulumi.output(`#!${large}`) }),
      /userData: makes the user data 33002 bytes/,
    ],
  ];
  for (const [what, settings, message] of refused) {
    it(`are rejected before the instance is created: ${what}`, async () => {
      assert.match(await findFailure(settings()), message);
    });
  }

  it("do not count for the size until they are known", async () => {
    await deployToMocks(() =>
      assert.throws(
        () => new NginxService("web", { ...place, pages: { a: large, "index.html": pulumi.output("") } }),
        /pages: make the user data 33\d\d\d bytes/,
      ),
    );
  });
});
