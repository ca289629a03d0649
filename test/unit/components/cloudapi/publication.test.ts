import assert from "node:assert/strict";
import {
  type PublicationInputs,
  PublicationProvider,
} from "../../../../components/cloudapi/providers/publication";
import { FakeGateway, refusal } from "../../../support/fakeGateway";

const inputs = (
  apis: PublicationInputs["apis"],
  change: Partial<PublicationInputs> = {},
): PublicationInputs => ({
  groupId: "g",
  stage: "RELEASE",
  remarks: "why",
  apis,
  ...change,
});
const a = { apiId: "id-a", revision: "1" };
const b = { apiId: "id-b", revision: "1" };

describe("Publication", () => {
  let gateway: FakeGateway;
  let provider: PublicationProvider;

  beforeEach(() => {
    gateway = new FakeGateway();
    provider = new PublicationProvider(gateway);
  });

  it("publishes all APIs with the remarks at first", async () => {
    const created = await provider.create(inputs({ a, b }));
    assert.deepEqual(created, { id: "g:RELEASE", outs: inputs({ a, b }) });
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-a id-b']);
  });

  it("publishes only what is new or changed, and withdraws what is gone", async () => {
    const changed = { ...b, revision: "2" };
    const c = { apiId: "id-c", revision: "1" };
    await provider.update(
      "g:RELEASE",
      inputs({ a, b, old: { apiId: "id-old", revision: "1" } }),
      inputs({ a, b: changed, c }),
    );
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-b id-c', "abolish RELEASE id-old"]);
  });

  it("keeps an API published whose route has another name", async () => {
    const renamed = { ...a, revision: "2" };
    await provider.update("g:RELEASE", inputs({ a }), inputs({ first: renamed }));
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-a']);
  });

  it("works in batches of 100", async () => {
    const many = (revision: string) =>
      Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`r${i}`, { apiId: `id-${i}`, revision }]));
    await provider.create(inputs(many("1")));
    await provider.delete("g:RELEASE", inputs(many("1")));
    const sizes = gateway.calls.map((line) => [line.split(" ")[0], line.match(/id-/g)?.length]);
    const three = (what: string) => [100, 100, 1].map((count) => [what, count]);
    assert.deepEqual(sizes, [...three("deploy"), ...three("abolish")]);
  });

  it("changes nothing for other remarks or another order", async () => {
    const other = inputs({ b, a }, { remarks: "another reason" });
    assert.deepEqual(await provider.diff("", inputs({ a, b }), other), { changes: false, replaces: [] });
    const changed = inputs({ a, b: { ...b, revision: "2" } });
    assert.deepEqual(await provider.diff("", inputs({ a, b }), changed), { changes: true, replaces: [] });
  });

  it("is another one in another stage, group or region", async () => {
    const other = inputs({ a }, { stage: "PRE", groupId: "h", regionId: "cn-shanghai" });
    assert.deepEqual((await provider.diff("", inputs({ a }), other)).replaces, [
      "groupId",
      "stage",
      "regionId",
    ]);
  });

  it("names each API that it could not publish, with the cloud's reason", async () => {
    gateway.failing.set("id-b", "InvalidApiServiceAddressError. No such authorization.");
    await assert.rejects(provider.create(inputs({ a, b })), {
      message:
        "Publishing to RELEASE failed for 1 of 2 APIs:\n" +
        "  API id-b: InvalidApiServiceAddressError. No such authorization.",
    });
  });

  it("takes it as withdrawn when the group is gone", async () => {
    gateway.refusals.push(refusal("NotFoundApiGroup"));
    await provider.delete("g:RELEASE", inputs({ a }));
    assert.deepEqual(gateway.calls, []);
    gateway.refusals.push(refusal("Forbidden.RAM"));
    await assert.rejects(provider.delete("g:RELEASE", inputs({ a })), /Forbidden\.RAM/);
  });

  it("takes it as withdrawn when an API is gone", async () => {
    gateway.failing.set("id-a", "NotFoundApi. There is no such API.");
    await provider.delete("g:RELEASE", inputs({ a, b }));
    gateway.failing.set("id-b", "InternalError. Something else.");
    await assert.rejects(
      provider.delete("g:RELEASE", inputs({ a, b })),
      /failed for 1 of 2[\s\S]*API id-b: Internal/,
    );
  });

  it("drops at a refresh what is not published any more, on whatever page", async () => {
    for (let i = 0; i < 150; i++) gateway.published.add(`id-${i}`);
    gateway.published.add("id-b");
    const { props } = await provider.read("g:RELEASE", inputs({ a, b }));
    assert.deepEqual(props, inputs({ b }));
    assert.deepEqual(gateway.pages, [1, 2]);
  });
});
