import assert from "node:assert/strict";
import { type Lookup, takenProblem } from "../../../../components/component/takenNames";

describe("a name that is taken", () => {
  let lists: number;
  const lookup = (own: string[] = []): Lookup => ({
    list: async () => {
      lists++;
      const holder = { importId: "id-of-shop", words: "id-of-shop" };
      return new Map([
        ["shop", holder],
        ["vpc-1:i-1:80", holder],
        [
          "api.example.com/ on api-shared-vpc-001",
          { importId: "g1:api.example.com", words: "g1:api.example.com" },
        ],
      ]);
    },
    ownIds: async () => new Set(own),
  });
  beforeEach(() => {
    lists = 0;
  });

  it("is refused with both ways out, by property", async () => {
    assert.equal(
      await takenProblem("group", { name: "shop" }, lookup()),
      'groupName: API group id-of-shop exists, with "shop", and is not in this stack. Use another name, or adopt ' +
        'what exists: transform: { group: (args, options, name) => { options.import = "id-of-shop"; } }.',
    );
  });

  it("is no other's when this stack has it", async () => {
    assert.equal(await takenProblem("group", { name: "shop" }, lookup(["id-of-shop"])), undefined);
  });

  it("is not looked for while it is not known, and not refused when nobody has it", async () => {
    const unknown = Symbol("unknown");
    assert.equal(await takenProblem("app", { name: unknown }, lookup()), undefined);
    assert.equal(lists, 0);
    assert.equal(await takenProblem("app", { name: "other" }, lookup()), undefined);
  });

  describe("of a domain", () => {
    const inputs = {
      groupId: Symbol("unknown"),
      domain: "api.example.com",
      basePath: "/",
      instanceId: "api-shared-vpc-001",
      takeOver: false,
    };
    const problem = (changed: object, own?: string[]) =>
      takenProblem("customDomain", { ...inputs, ...changed }, lookup(own));

    it("is refused where another group has it at the same base path", async () => {
      assert.equal(
        await problem({}),
        'domain: binding g1:api.example.com exists, with "api.example.com/ on api-shared-vpc-001", and is not in ' +
          "this stack. Use another domain or base path, or take it away from the other API group: takeOver: true.",
      );
    });

    for (const [words, changed] of [
      ["at another base path", { basePath: "/shop" }],
      ["on another gateway instance", { instanceId: "apigateway-cn-1" }],
      ["on a gateway instance that is not known yet", { instanceId: Symbol("unknown") }],
      ["of which is said that it is taken over", { takeOver: true }],
      ["of the group itself", { groupId: "g1" }],
    ] as const) {
      it(`is free ${words}`, async () => {
        assert.equal(await problem(changed), undefined);
      });
    }

    it("is free where this stack has it", async () => {
      assert.equal(await problem({}, ["g1:api.example.com"]), undefined);
    });
  });

  it("is that of a log project, which may be used as it is as well", async () => {
    assert.match(
      (await takenProblem("logProject", { projectName: "shop" }, lookup())) ?? "",
      /^project: log project id-of-shop exists, .* existing: \{ project, store \}, or adopt what exists: transform: /,
    );
  });

  it("is the target of an authorization as well", async () => {
    const inputs = { name: "other", vpcId: "vpc-1", instanceId: "i-1", port: 80 };
    assert.match(
      (await takenProblem("vpcAccess", inputs, lookup())) ?? "",
      /^accessName: VPC access authorization id-of-shop exists, with "vpc-1:i-1:80"/,
    );
    assert.equal(await takenProblem("vpcAccess", { ...inputs, port: 81 }, lookup()), undefined);
  });
});
