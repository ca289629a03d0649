import assert from "node:assert/strict";
import { type Lookup, takenProblem } from "../../../../components/component/takenNames";

describe("a name that is in use", () => {
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

  it("is rejected with both fixes, by property", async () => {
    assert.equal(
      await takenProblem("group", { name: "shop" }, lookup()),
      'groupName: "shop" is already used by API group id-of-shop, which is not in this stack. Use another name, or adopt ' +
        'the existing resource: transform: { group: (args, options, name) => { options.import = "id-of-shop"; } }.',
    );
  });

  it("is accepted if this stack uses it", async () => {
    assert.equal(await takenProblem("group", { name: "shop" }, lookup(["id-of-shop"])), undefined);
  });

  it("is not looked up while it is unknown, and accepted if it is free", async () => {
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

    it("is rejected if another group has it at the same base path", async () => {
      assert.equal(
        await problem({}),
        'domain: "api.example.com/ on api-shared-vpc-001" is already used by binding g1:api.example.com, which is not in ' +
          "this stack. Use another domain or base path, or take it from the other API group with takeOver: true.",
      );
    });

    for (const [words, changed] of [
      ["at another base path", { basePath: "/shop" }],
      ["on another gateway instance", { instanceId: "apigateway-cn-1" }],
      ["on an unknown gateway instance", { instanceId: Symbol("unknown") }],
      ["with takeOver", { takeOver: true }],
      ["of the group itself", { groupId: "g1" }],
    ] as const) {
      it(`is free ${words}`, async () => {
        assert.equal(await problem(changed), undefined);
      });
    }

    it("is free if this stack has it", async () => {
      assert.equal(await problem({}, ["g1:api.example.com"]), undefined);
    });
  });

  it("can be that of a log project, which can be used as existing", async () => {
    assert.match(
      (await takenProblem("logProject", { projectName: "shop" }, lookup())) ?? "",
      /^project: "shop" is already used by log project id-of-shop, .* existing: \{ project, store \}, or adopt the existing resource: transform: /,
    );
  });

  it("can be the target of an authorization", async () => {
    const inputs = { name: "other", vpcId: "vpc-1", instanceId: "i-1", port: 80 };
    assert.match(
      (await takenProblem("vpcAccess", inputs, lookup())) ?? "",
      /^accessName: "vpc-1:i-1:80" is already used by VPC access authorization id-of-shop,/,
    );
    assert.equal(await takenProblem("vpcAccess", { ...inputs, port: 81 }, lookup()), undefined);
  });
});
