import assert from "node:assert/strict";
import { AlbZonesProvider } from "../../../../../components/dynamic/albZones/provider";
import { BalancerPlaceProvider } from "../../../../../components/dynamic/balancerPlace/provider";
import { configured } from "../../../../support/configured";

describe("the place of a balancer", () => {
  const provider = new BalancerPlaceProvider();
  const findPlace = async (candidates: string[], place?: string) =>
    (await provider.check(place === undefined ? {} : { place }, { candidates })).inputs?.place;

  it("is the first candidate, and stays as long as it is one", async () => {
    assert.equal(await findPlace(["i", "h"]), "i");
    assert.equal(await findPlace(["j", "h", "i"], "i"), "i");
    assert.equal(await findPlace(["j", "h"], "i"), "j");
  });

  it("does not change while it is a candidate", async () => {
    const changes = async (before: string, after: string) =>
      (await provider.diff("", { candidates: [], place: before }, { candidates: ["i"], place: after }))
        .changes;
    assert.equal(await changes("i", "i"), false);
    assert.equal(await changes("h", "i"), true);
  });
});

describe("the zones of an ALB", () => {
  const zone = (letter: string) => ({ zoneId: `cn-hangzhou-${letter}`, vswitchId: `vsw-${letter}` });
  /** An ALB as the cloud has it, with an address in each zone. */
  class InZones extends AlbZonesProvider {
    constructor(private readonly letters: string) {
      super();
    }
    protected override clientIn(): never {
      const ZoneMappings = [...this.letters].map((letter) => ({
        ZoneId: `cn-hangzhou-${letter}`,
        VSwitchId: `vsw-${letter}`,
        LoadBalancerAddresses: [{ IntranetAddress: `address in ${letter}` }],
      }));
      return { callApi: async () => ({ body: { LoadBalancerStatus: "Active", ZoneMappings } }) } as never;
    }
  }
  const before = { loadBalancerId: "alb-1", zones: [zone("i"), zone("h")], vswitchId: "vsw-i" };
  const after = async (loadBalancerId: string, ...letters: string[]) =>
    (await (await configured(new InZones("hi"))).check(before, { loadBalancerId, zones: letters.map(zone) }))
      .inputs?.address;

  it("keep the address while the ALB is in its zone", async () => {
    assert.equal(await after("alb-1", "j", "i"), "address in i");
    assert.equal(await after("alb-1", "j", "h"), undefined, "known once the ALB is in j");
    assert.equal(await after("alb-1", "h", "j"), "address in h");
    assert.equal(await after("alb-2", "h", "i"), "address in h");
  });

  const provider = new AlbZonesProvider();

  it("are the same in another order", async () => {
    const diff = async (zones: ReturnType<typeof zone>[]) =>
      (await provider.diff("", before, { ...before, zones })).changes;
    assert.equal(await diff([zone("h"), zone("i")]), false);
    assert.equal(await diff([zone("h"), zone("j")]), true);
  });
});
