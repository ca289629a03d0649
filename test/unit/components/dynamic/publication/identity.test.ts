import assert from "node:assert/strict";
import { PublicationProvider } from "../../../../../components/dynamic/publication/provider";
import type { PublicationInputs } from "../../../../../components/dynamic/publication/resource";
import { configured, regionId } from "../../../../support/configured";
import { FakeGateway, refusal } from "../../../../support/fakeGateway";
import { a, b, inputs } from "./inputs";

/** What the engine sends in a preview for a value that is not known yet. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
describe("the identity of a publication", () => {
  let gateway: FakeGateway;
  let provider: PublicationProvider;

  beforeEach(async () => {
    gateway = new FakeGateway();
    provider = await configured(new PublicationProvider(gateway));
  });

  it("uses the configured or the explicit region", async () => {
    const { inputs: plain } = await provider.check({}, inputs({ a }));
    assert.equal(plain?.regionId, regionId);
    const named = { ...inputs({ a }), regionId };
    const { outs } = await provider.create(plain ?? assert.fail());
    assert.deepEqual(await provider.diff("", outs, named), { changes: false, replaces: [] });
    assert.deepEqual((await provider.diff("", outs, { ...named, regionId: "cn-shanghai" })).replaces, [
      "regionId",
    ]);
    const unknown = await provider.diff("", outs, { ...named, regionId: unknownValue });
    assert.deepEqual(unknown, { changes: true, replaces: [] }, "it may turn out to be the same");
  });

  it("is replaced together with an API that is deleted first, not for a new one", async () => {
    const findReplaces = async (apiIds: unknown) =>
      (await provider.diff("", inputs({ a }), { ...inputs({ a }), apiIds } as PublicationInputs)).replaces;
    assert.deepEqual(
      await findReplaces(unknownValue),
      ["apiIds"],
      "the engine asks what it has to delete before an API",
    );
    assert.deepEqual(await findReplaces({ a: "id-a", b: unknownValue }), []);
  });

  it("rejects a group of another region", async () => {
    const olds = { ...inputs({ a }), regionId };
    const { failures = [] } = await provider.check(olds, { ...olds, regionId: "cn-shanghai" });
    assert.match(
      failures[0]?.reason ?? "",
      /^region: API group .* is in .*cn-shanghai\. Pulumi does not move/,
    );
    gateway.serve("id-a", "RELEASE");
    assert.deepEqual((await provider.check(olds, olds)).failures ?? [], []);
  });

  it("reports the fix for resources that were deleted outside of Pulumi", async () => {
    gateway.serve("id-a", "RELEASE");
    const { failures = [] } = await provider.check(inputs({ a, b }), inputs({ a, b }));
    const hint =
      "It was deleted outside of Pulumi. Run `pulumi refresh`, then `pulumi up` to create it again.";
    assert.deepEqual(failures, [{ property: "", reason: `route b: API id-b no longer exists. ${hint}` }]);
    gateway.describeApis = async () => {
      throw refusal("NotFoundApiGroup");
    };
    const { failures: gone } = await provider.check(inputs({ a }), inputs({ a }));
    assert.deepEqual(gone, [{ property: "", reason: `API group g no longer exists. ${hint}` }]);
  });

  it("treats an unknown API as new", async () => {
    assert.deepEqual((await provider.check({}, inputs({ a }))).failures, undefined);
    gateway.serve("id-b", "RELEASE");
    assert.deepEqual((await provider.check(inputs({ b }), inputs({ a, b }))).failures, []);
  });
});
