import assert from "node:assert/strict";
import { PublicationProvider } from "../../../../../components/dynamic/publication/provider";
import { configured } from "../../../../support/configured";
import { FakeGateway, refusal } from "../../../../support/fakeGateway";
import { a, b, inputs } from "./inputs";

/** The versions that a FakeGateway gives, in their order. */
const [first, second, third, unheardOf] = [1, 2, 3, 999].map((n) =>
  String(20_261_123_000_000_000n + BigInt(n)),
) as [string, string, string, string];

describe("Publication", () => {
  let gateway: FakeGateway;
  let provider: PublicationProvider;

  beforeEach(async () => {
    gateway = new FakeGateway();
    provider = await configured(new PublicationProvider(gateway));
  });

  it("publishes all APIs with the remarks on creation", async () => {
    const created = await provider.create(inputs({ a, b }));
    const versions = { a: first, b: second };
    assert.deepEqual(created, { id: "g:RELEASE", outs: { ...inputs({ a, b }), versions } });
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-a id-b']);
  });

  it("publishes new and changed APIs, and withdraws removed ones", async () => {
    const changed = { ...b, revision: "2" };
    const c = { apiId: "id-c", revision: "1" };
    await provider.update(
      "g:RELEASE",
      inputs({ a, b, old: { apiId: "id-old", revision: "1" } }),
      inputs({ a, b: changed, c }),
    );
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-b id-c', "abolish RELEASE id-old"]);
  });

  it("keeps the API of a renamed route published", async () => {
    const renamed = { ...a, revision: "2" };
    await provider.update("g:RELEASE", inputs({ a }), inputs({ first: renamed }));
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-a']);
  });

  describe("writes the response part of an API", () => {
    const response = { resultType: "HTML", resultSample: "page", errorCodeSamples: [] };
    const told = { ...a, response };

    it("before each publication, but not for a version", async () => {
      await provider.create(inputs({ told, b }));
      assert.deepEqual(gateway.calls.splice(0), ["modify id-a HTML page", 'deploy RELEASE "why" id-a id-b']);
      await provider.update("", inputs({ told, b }), inputs({ told: { ...told, revision: "2" }, b }));
      assert.deepEqual(gateway.calls.splice(0), ["modify id-a HTML page", 'deploy RELEASE "why" id-a']);
      await provider.update("", inputs({ told, b }), inputs({ told: { apiId: "id-a", version: first }, b }));
      assert.deepEqual(
        gateway.calls.filter((call) => call.startsWith("modify")),
        [],
      );
    });

    it("and restores the provider's values if it is removed", async () => {
      await provider.update("", inputs({ told }), inputs({ renamed: a }));
      assert.deepEqual(gateway.calls, ["modify id-a JSON Result Sample", 'deploy RELEASE "why" id-a']);
    });

    it("and does not publish if writing fails", async () => {
      gateway.refusals.push(refusal("Forbidden.RAM"));
      await assert.rejects(provider.create(inputs({ told })), /Forbidden\.RAM/);
      assert.deepEqual(gateway.calls, []);
    });

    it("and restores it after somebody else published", async () => {
      await provider.create(inputs({ told }));
      gateway.serve("id-a", "RELEASE", "by hand");
      const { inputs: seen } = await provider.read("", { ...inputs({ told }), versions: { told: first } });
      assert.equal(seen.apis.told?.version, second);
      gateway.calls.splice(0);
      await provider.update("", seen, inputs({ told: a }));
      assert.deepEqual(gateway.calls, ["modify id-a JSON Result Sample", 'deploy RELEASE "why" id-a']);
    });

    it("and detects other values at a refresh", async () => {
      await provider.create(inputs({ told, b }));
      const before = await provider.read("", inputs({ told, b }));
      assert.deepEqual(before.inputs.apis, { told, b });
      const byHand = gateway.told.get("id-a");
      assert.ok(byHand);
      byHand.resultSample = "by hand";
      const { inputs: seen } = await provider.read("", inputs({ told, b }));
      assert.deepEqual(seen.apis.told?.response, { ...response, resultSample: "by hand" });
      assert.equal((await provider.diff("", { ...seen }, inputs({ told, b }))).changes, true);
    });
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

  it("does not publish for other remarks or another order", async () => {
    const other = inputs({ b, a }, { remarks: "another reason" });
    assert.deepEqual(await provider.diff("", inputs({ a, b }), other), { changes: false, replaces: [] });
    const changed = inputs({ a, b: { ...b, revision: "2" } });
    assert.deepEqual(await provider.diff("", inputs({ a, b }), changed), { changes: true, replaces: [] });
  });

  it("is replaced for another stage, group or region", async () => {
    const other = inputs({ a }, { stage: "PRE", groupId: "h", regionId: "cn-shanghai" });
    assert.deepEqual((await provider.diff("", inputs({ a }), other)).replaces, [
      "groupId",
      "stage",
      "regionId",
    ]);
  });

  it("reports each API that could not be published, with the reason", async () => {
    gateway.failing.set("id-b", "InvalidApiServiceAddressError. No such authorization.");
    await assert.rejects(provider.create(inputs({ a, b })), {
      message:
        "Publishing to RELEASE failed for 1 of 2 APIs:\n" +
        "  API id-b: InvalidApiServiceAddressError. No such authorization.",
    });
  });

  it("counts as withdrawn if the group does not exist", async () => {
    gateway.refusals.push(refusal("NotFoundApiGroup"));
    await provider.delete("g:RELEASE", inputs({ a }));
    assert.deepEqual(gateway.calls, []);
    gateway.refusals.push(refusal("Forbidden.RAM"));
    await assert.rejects(provider.delete("g:RELEASE", inputs({ a })), /Forbidden\.RAM/);
  });

  it("counts as withdrawn if an API does not exist", async () => {
    gateway.failing.set("id-a", "NotFoundApi. There is no such API.");
    await provider.delete("g:RELEASE", inputs({ a, b }));
    gateway.failing.set("id-b", "InternalError. Something else.");
    await assert.rejects(
      provider.delete("g:RELEASE", inputs({ a, b })),
      /failed for 1 of 2[\s\S]*API id-b: Internal/,
    );
  });

  it("removes unpublished APIs at a refresh, on any page", async () => {
    for (let i = 0; i < 150; i++) gateway.serve(`id-${i}`, "RELEASE");
    gateway.serve("id-a", "TEST");
    gateway.serve("id-b", "RELEASE", "", third);
    const read = await provider.read("g:RELEASE", inputs({ a, b }));
    assert.deepEqual(read.props, { ...inputs({ b }), versions: { b: third } });
    assert.deepEqual(read.inputs, inputs({ b }));
    assert.deepEqual(gateway.pages, [1, 2]);
  });

  describe("a version in the history", () => {
    const pinned = (version: string) => ({ apiId: "id-a", version });

    it("replaces the definition, which is published first if necessary", async () => {
      gateway.serve("id-a", "TEST");
      const { outs } = await provider.create(inputs({ a: pinned(first), b }));
      assert.deepEqual(gateway.calls, [
        'deploy RELEASE "why" id-a id-b',
        `switch RELEASE "why" id-a ${first}`,
      ]);
      assert.equal(outs.versions?.a, first);
    });

    it("replaces another version, and is replaced by the definition", async () => {
      const { outs } = await provider.create(inputs({ a, b }));
      await provider.update("", outs, inputs({ a: { ...a, revision: "2" }, b }));
      gateway.calls.length = 0;
      assert.deepEqual(await provider.diff("", outs, inputs({ a: pinned(first), b })), {
        changes: true,
        replaces: [],
      });
      const back = await provider.update("", outs, inputs({ a: pinned(first), b }));
      assert.deepEqual(back.outs.versions, { a: first, b: second });
      assert.equal((await provider.diff("", back.outs, inputs({ a: pinned(first), b }))).changes, false);
      await provider.update("", back.outs, inputs({ a, b }));
      assert.deepEqual(gateway.calls, [`switch RELEASE "why" id-a ${first}`, 'deploy RELEASE "why" id-a']);
    });

    for (const [page, index] of [
      ["first", 0],
      ["last", -1],
    ] as const) {
      it(`is found on the ${page} page of a long history`, async () => {
        for (let count = 0; count < 150; count++) gateway.serve("id-a", "TEST", `${count}`);
        const version = gateway.history.at(index)?.historyVersion ?? "";
        const { failures = [] } = await provider.check({}, inputs({ a: pinned(version) }));
        assert.deepEqual(failures, []);
      });
    }

    it("is rejected with the existing versions if the API does not have it", async () => {
      gateway.serve("id-a", "TEST", "try it");
      gateway.serve("id-a", "RELEASE", "go");
      const asked = inputs({ a: pinned(unheardOf), b: { apiId: "id-b", version: first } });
      const { failures } = await provider.check({}, asked);
      assert.deepEqual(failures, [
        {
          property: 'apis["a"].version',
          reason: `API id-a has no version ${unheardOf} in its history. It has ${second} (RELEASE, go), ${first} (TEST, try it).`,
        },
        {
          property: 'apis["b"].version',
          reason: `API id-b has no version ${first} in its history. It was never published.`,
        },
      ]);
    });

    it("may be served with a new number", async () => {
      gateway.serve("id-a", "TEST");
      gateway.serve("id-a", "RELEASE");
      const state = { ...inputs({ a: pinned(first) }), versions: { a: second } };
      assert.deepEqual((await provider.read("g:RELEASE", state)).props, state);
      gateway.serve("id-a", "RELEASE");
      assert.deepEqual((await provider.read("g:RELEASE", state)).props.apis, { a: pinned(third) });
    });

    it("is rejected for an API that does not exist yet", async () => {
      const asked = inputs({ a: { apiId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", version: first } });
      const { failures = [] } = await provider.check({}, asked);
      assert.match(failures[0]?.reason ?? "", /does not exist yet/);
    });

    it("lists at most ten versions in the error", async () => {
      for (let i = 0; i < 12; i++) gateway.serve("id-a", "RELEASE");
      const { failures = [] } = await provider.check({}, inputs({ a: pinned(unheardOf) }));
      assert.equal(failures[0]?.reason.match(/RELEASE/g)?.length, 10);
      assert.match(failures[0]?.reason ?? "", /and 2 older ones\.$/);
    });

    it("is looked up only if it is new and not served anywhere", async () => {
      gateway.serve("id-a", "TEST");
      assert.deepEqual((await provider.check({}, inputs({ a: pinned(first) }))).failures, []);
      gateway.served.get("id-a")?.clear();
      gateway.history.length = 0;
      const same = inputs({ a: pinned(first) });
      assert.deepEqual((await provider.check(same, same)).failures, []);
    });
  });

  it("detects versions of somebody else at a refresh, and replaces them", async () => {
    const { outs } = await provider.create(inputs({ a, b }));
    gateway.serve("id-b", "RELEASE");
    const { props } = await provider.read("g:RELEASE", outs);
    assert.deepEqual(props.apis, { a, b: { apiId: "id-b", version: third } });
    assert.deepEqual((await provider.read("g:RELEASE", props)).props, props, "the change is reported once");
    gateway.calls.length = 0;
    assert.equal((await provider.diff("", props, inputs({ a, b }))).changes, true);
    const { outs: again } = await provider.update("g:RELEASE", props, inputs({ a, b }));
    assert.deepEqual(gateway.calls, ['deploy RELEASE "why" id-b']);
    assert.deepEqual((await provider.read("g:RELEASE", again)).props, again);
  });
});
