import assert from "node:assert/strict";
import { type Lookup, takenProblem } from "../../../../components/cloudapi/takenNames";

describe("a name that is taken", () => {
  let lists: number;
  const lookup = (own: string[] = []): Lookup => ({
    list: async () => {
      lists++;
      const holder = { importId: "id-of-shop", words: "id-of-shop" };
      return new Map([
        ["shop", holder],
        ["vpc-1:i-1:80", holder],
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

  it("is the target of an authorization as well", async () => {
    const inputs = { name: "other", vpcId: "vpc-1", instanceId: "i-1", port: 80 };
    assert.match(
      (await takenProblem("vpcAccess", inputs, lookup())) ?? "",
      /^accessName: VPC access authorization id-of-shop exists, with "vpc-1:i-1:80"/,
    );
    assert.equal(await takenProblem("vpcAccess", { ...inputs, port: 81 }, lookup()), undefined);
  });
});
