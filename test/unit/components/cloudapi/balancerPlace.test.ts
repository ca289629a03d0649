import assert from "node:assert/strict";
import { AlbZonesProvider } from "../../../../components/cloudapi/providers/albZones";
import { BalancerPlaceProvider } from "../../../../components/cloudapi/providers/balancerPlace";

describe("the place of a balancer", () => {
  const provider = new BalancerPlaceProvider();
  const placeOf = async (candidates: string[], place?: string) =>
    (await provider.check(place === undefined ? {} : { place }, { candidates })).inputs?.place;

  it("is the first candidate, and stays as long as it is one", async () => {
    assert.equal(await placeOf(["i", "h"]), "i");
    assert.equal(await placeOf(["j", "h", "i"], "i"), "i");
    assert.equal(await placeOf(["j", "h"], "i"), "j");
  });

  it("changes nothing while it stays, whatever the candidates", async () => {
    const changes = async (before: string, after: string) =>
      (await provider.diff("", { candidates: [], place: before }, { candidates: ["i"], place: after }))
        .changes;
    assert.equal(await changes("i", "i"), false);
    assert.equal(await changes("h", "i"), true);
  });
});

describe("the zones of an ALB", () => {
  const provider = new AlbZonesProvider();
  const zone = (letter: string) => ({ zoneId: `cn-hangzhou-${letter}`, vswitchId: `vsw-${letter}` });
  const before = {
    loadBalancerId: "alb-1",
    zones: [zone("i"), zone("h")],
    vswitchId: "vsw-i",
    address: "10.0.0.4",
  };
  const after = async (loadBalancerId: string, ...letters: string[]) =>
    (await provider.check(before, { loadBalancerId, zones: letters.map(zone) })).inputs;

  it("leave its address as it is, as long as it is in the zone", async () => {
    assert.equal((await after("alb-1", "j", "i"))?.address, "10.0.0.4");
    assert.equal((await after("alb-1", "j", "h"))?.address, undefined);
    assert.equal((await after("alb-2", "i", "h"))?.address, undefined);
  });

  it("are the same in another order", async () => {
    const diff = async (zones: ReturnType<typeof zone>[]) =>
      (await provider.diff("", before, { ...before, zones })).changes;
    assert.equal(await diff([zone("h"), zone("i")]), false);
    assert.equal(await diff([zone("h"), zone("j")]), true);
  });
});
