import assert from "node:assert/strict";
import { AuthorizationProvider } from "../../../../../components/dynamic/authorization/provider";
import type { AuthorizationInputs } from "../../../../../components/dynamic/authorization/resource";
import { configured } from "../../../../support/configured";
import { FakeGateway, refusal } from "../../../../support/fakeGateway";

const inputs = (
  apis: Record<string, string>,
  change: Partial<AuthorizationInputs> = {},
): AuthorizationInputs => ({
  appId: "7",
  groupId: "g",
  stage: "RELEASE",
  apis,
  ...change,
});

describe("Authorization", () => {
  let gateway: FakeGateway;
  let provider: AuthorizationProvider;

  beforeEach(async () => {
    gateway = new FakeGateway();
    provider = await configured(new AuthorizationProvider(gateway));
  });

  it("authorizes all APIs on creation, in batches of 100", async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`r${i}`, `id-${i}`]));
    const { id } = await provider.create(inputs(many));
    assert.equal(id, "7:RELEASE:g");
    assert.deepEqual(
      gateway.calls.map((line) => line.match(/id-/g)?.length),
      [100, 1],
    );
  });

  it("adds new APIs before it revokes removed ones, and does not change the others", async () => {
    const olds = inputs({ a: "id-a", b: "id-b" });
    await provider.update("", olds, inputs({ a: "id-a", c: "id-c" }));
    assert.deepEqual(gateway.calls, ["authorize 7 RELEASE id-c", "revoke 7 RELEASE id-b"]);
  });

  it("does nothing for a renamed route", async () => {
    await provider.update("", inputs({ a: "id-a" }), inputs({ first: "id-a" }));
    assert.deepEqual(gateway.calls, []);
  });

  it("cannot start with a time in the past, and expires for new APIs too", async () => {
    const past = inputs({ a: "id-a" }, { expires: "2020-01-31T00:00:00Z" });
    const { failures = [] } = await provider.check({}, past);
    assert.deepEqual(
      failures.map(({ property, reason }) => `${property}: ${reason}`),
      ["expires: 2020-01-31T00:00:00Z has passed. Use a time in the future, or remove the app."],
    );
    assert.equal((await provider.check(past, past)).failures, undefined);
    const future = inputs({ a: "id-a" }, { expires: "2999-01-31T00:00:00Z" });
    assert.equal((await provider.check({}, future)).failures, undefined);
    await provider.update("", past, inputs({ b: "id-b" }, { expires: "2020-01-31T00:00:00Z" }));
    assert.deepEqual(gateway.calls, ["revoke 7 RELEASE id-a"]);
  });

  it("shows changes, and is replaced for another app, group, stage or region", async () => {
    const olds = inputs({ a: "id-a", b: "id-b" });
    assert.equal((await provider.diff("", olds, inputs({ b: "id-b", a: "id-a" }))).changes, false);
    assert.deepEqual(await provider.diff("", olds, inputs({ a: "id-a" })), { changes: true, replaces: [] });
    const other = inputs(olds.apis, { appId: "8", groupId: "h", stage: "PRE", regionId: "cn-shanghai" });
    assert.deepEqual((await provider.diff("", olds, other)).replaces, [
      "appId",
      "groupId",
      "stage",
      "regionId",
    ]);
  });

  it("revokes everything on deletion, and ignores missing objects", async () => {
    gateway.refusals.push(refusal("NotFoundAuthorization"));
    await provider.delete("", inputs({ a: "id-a" }));
    assert.deepEqual(gateway.calls, []);
    await provider.delete("", inputs({ a: "id-a" }));
    assert.deepEqual(gateway.calls, ["revoke 7 RELEASE id-a"]);
  });

  it("removes revoked APIs at a refresh, in its own stage and on any page", async () => {
    for (let i = 0; i < 120; i++) gateway.authorized.add(`RELEASE id-${i}`);
    for (const line of ["PRE id-a", "RELEASE id-b"]) gateway.authorized.add(line);
    const { props } = await provider.read("", inputs({ a: "id-a", b: "id-b" }));
    assert.deepEqual(props, inputs({ b: "id-b" }));
    assert.deepEqual(gateway.pages, [1, 2]);
  });

  it("expires, and a changed time is authorized again and detected at a refresh", async () => {
    const expires = "2027-01-31T00:00:00Z";
    const olds = inputs({ a: "id-a" });
    const news = inputs({ a: "id-a", b: "id-b" }, { expires });
    assert.equal((await provider.diff("", news, { ...news, expires: "2027-02-01T00:00:00Z" })).changes, true);
    await provider.update("", olds, news);
    assert.deepEqual(gateway.calls, ["authorize 7 RELEASE id-a,id-b until Sun, 31 Jan 2027 00:00:00 GMT"]);
    for (const apiId of ["id-a", "id-b"]) gateway.authorized.add(`RELEASE ${apiId}`);
    gateway.ends.set("RELEASE id-a", "2027-01-31T00:00:00.000Z");
    gateway.ends.set("RELEASE id-b", expires);
    assert.deepEqual((await provider.read("", news)).props, news);
    gateway.ends.set("RELEASE id-b", "2026-12-24T00:00:00Z");
    assert.equal((await provider.read("", news)).props.expires, "2026-12-24T00:00:00Z");
    gateway.ends.clear();
    const { props } = await provider.read("", news);
    assert.deepEqual(props, { ...news, expires: "" });
  });
});
