import assert from "node:assert/strict";
import fc from "fast-check";
import { Network, type NetworkArgs } from "../../../components";
import { contains, overlaps, parseIpv4Block } from "../../../components/core/cidr";
import { Mistakes } from "../../../components/core/mistakes";
import { resolveNetwork } from "../../../components/network/resolve";
import { checkOffers } from "../../../components/network/zones";
import { deployToMocks } from "../../../testing/mocks";
import { deployFamily, tree } from "../../support/family";

function mistakesOf(args: NetworkArgs): string[] {
  const mistakes = new Mistakes();
  resolveNetwork(args, mistakes);
  return mistakes.list.map(({ path }) => path);
}

describe("Network", () => {
  it("puts one vSwitch into each named zone", async () => {
    const { resources } = await deployToMocks(
      () => new Network("net", { cidrBlock: "10.1.0.0/16", zones: ["cn-hangzhou-k", "cn-hangzhou-h"] }),
    );
    const switches = resources.filter(({ type }) => type === "alicloud:vpc/switch:Switch");
    assert.deepEqual(
      switches.map(({ name, inputs }) => [name, inputs.zoneId, inputs.cidrBlock]),
      [
        ["net-vswitch-0", "cn-hangzhou-k", "10.1.0.0/24"],
        ["net-vswitch-1", "cn-hangzhou-h", "10.1.1.0/24"],
      ],
    );
  });

  it("replaces what the cloud cannot change in place, the old vSwitch before the new one", async () => {
    const { relatives } = await deployFamily(
      (watch) => new Network("net", { zones: ["cn-hangzhou-h"] }, watch),
    );
    const options = new Map(relatives.map(({ name, options }) => [name, options]));
    assert.deepEqual(options.get("net-vpc")?.replaceOnChanges, ["cidrBlock"]);
    assert.equal(options.get("net-vswitch-0")?.deleteBeforeReplace, true);
    assert.deepEqual(options.get("net-vswitch-0")?.ignoreChanges, []);
    const parent = "alicloud-vpc-api:index:Network";
    assert.deepEqual(tree(relatives), [
      `${parent}$alicloud:vpc/network:Network::net-vpc`,
      `${parent}$alicloud:vpc/switch:Switch::net-vswitch-0`,
      `${parent}::net`,
    ]);
  });

  it("chooses zones by name among those that sell what is needed, two without a word", async () => {
    const { resources } = await deployToMocks(() => new Network("net"));
    const zones = resources.map(({ inputs }) => inputs.zoneId).filter((zone) => zone !== undefined);
    assert.deepEqual(zones, ["cn-hangzhou-g", "cn-hangzhou-h"]);
  });

  it("notes each named zone that does not sell all that is wanted, with what it lacks and those that do", () => {
    const named = ["a", "b", "c"].map((zoneId, index) => ({ path: `zones[${index}]`, zoneId }));
    const noted = (...offers: { thing: string; zoneIds: string[] }[]) => {
      const mistakes = new Mistakes("network");
      checkOffers(named, offers, mistakes);
      return mistakes.list.map(({ path, problem, remedy }) => `${path}: ${problem} ${remedy}`);
    };
    const type = { thing: "ecs.c7.large", zoneIds: ["d", "b", "a"] };
    const alb = { thing: "an ALB", zoneIds: ["a", "d"] };
    assert.deepEqual(noted(), []);
    assert.deepEqual(noted({ ...type, zoneIds: ["a", "b", "c"] }), []);
    const remedy = "Use one of those that sell ecs.c7.large and an ALB: a, d.";
    assert.deepEqual(noted(type, alb), [
      `network.zones[1]: "b" does not sell an ALB at present. ${remedy}`,
      `network.zones[2]: "c" does not sell ecs.c7.large or an ALB at present. ${remedy}`,
    ]);
    const [none] = noted({ ...type, zoneIds: [] });
    assert.match(none ?? "", /zones\[0\]: .* No zone of the region sells ecs\.c7\.large at present/);
  });

  it("names no zone when too few sell, so that a new vSwitch is refused and an old one stays", async () => {
    const { resources } = await deployToMocks(() => new Network("net", { zones: 5 }));
    const switches = resources.filter(({ type }) => type === "alicloud:vpc/switch:Switch");
    assert.equal(switches.length, 5);
    assert.ok(switches.every(({ inputs }) => inputs.zoneId === undefined));
  });

  it("cuts vSwitches that lie in the VPC and do not overlap, whatever the VPC and the number of zones", () => {
    const vpc = fc.integer({ min: 16, max: 28 }).map((prefix) => `172.16.0.0/${prefix}`);
    fc.assert(
      fc.property(vpc, fc.integer({ min: 1, max: 8 }), (cidrBlock, zones) => {
        const mistakes = new Mistakes();
        const { vswitches } = resolveNetwork({ cidrBlock, zones }, mistakes);
        const blocks = vswitches.map((vswitch) => parseIpv4Block(vswitch.cidrBlock));
        const outer = parseIpv4Block(cidrBlock);
        assert.equal(mistakes.list.length === 0, blocks.length === zones);
        for (const [index, block] of blocks.entries()) {
          assert.ok(block && outer && contains(outer, block));
          for (const other of blocks.slice(0, index)) assert.ok(other && !overlaps(block, other));
        }
      }),
    );
  });

  it("gives each vSwitch a /64 of its own, by its place unless it is said", () => {
    const mistakes = new Mistakes();
    const vswitch = (block: number, ipv6CidrBlockMask?: number) => ({
      zoneId: "zone-a",
      cidrBlock: `172.16.${block}.0/24`,
      ...(ipv6CidrBlockMask === undefined ? {} : { ipv6CidrBlockMask }),
    });
    const masksOf = (args: NetworkArgs) =>
      resolveNetwork(args, mistakes).vswitches.map(({ ipv6CidrBlockMask }) => ipv6CidrBlockMask);
    assert.deepEqual(masksOf({ zones: 3, ipv6: true }), [0, 1, 2]);
    assert.deepEqual(masksOf({ zones: 2 }), [undefined, undefined]);
    assert.deepEqual(masksOf({ ipv6: true, vswitches: [vswitch(0, 255), vswitch(1)] }), [255, 1]);
    assert.deepEqual(mistakes.list, []);
    const wrong = { ipv6: true, vswitches: [vswitch(0, 256), vswitch(1, 2), vswitch(2)] };
    const at = "ipv6CidrBlockMask";
    assert.deepEqual(mistakesOf(wrong), [`vswitches[0].${at}`, `vswitches[2].${at}`]);
    assert.deepEqual(mistakesOf({ vswitches: [vswitch(0, 1)] }), [`vswitches[0].${at}`]);
    assert.deepEqual(
      mistakesOf({ ipv6: true, existing: { vpcId: "vpc-1" }, vswitches: [vswitch(0)] }),
      [`vswitches[0].${at}`],
      "only the cloud knows which are free in an existing VPC",
    );
  });

  it("says what is wrong with the blocks and zones that it is given", () => {
    assert.deepEqual(mistakesOf({ cidrBlock: "172.16.0.0" }), ["cidrBlock"]);
    assert.deepEqual(mistakesOf({ cidrBlock: "100.64.0.0/16" }), ["cidrBlock"]);
    assert.deepEqual(mistakesOf({ cidrBlock: "10.0.0.0/29" }), ["cidrBlock"]);
    assert.deepEqual(mistakesOf({ cidrBlock: "10.0.0.0/28", zones: 8 }), ["zones"]);
    assert.deepEqual(mistakesOf({ cidrBlock: "10.0.0.0/016" }), ["cidrBlock"]);
    assert.deepEqual(mistakesOf({ cidrBlock: "100.0.0.0/8" }), ["cidrBlock"]);
    assert.deepEqual(mistakesOf({ cidrBlock: "11.0.0.0/16" }), []);
    assert.deepEqual(mistakesOf({ zones: ["a", "b", "a"] }), ["zones[2]"]);
    assert.deepEqual(mistakesOf({ zones: 0 }), ["zones"]);
    assert.deepEqual(mistakesOf({ zones: 1.5 }), ["zones"]);
    assert.deepEqual(mistakesOf({ zones: [] }), ["zones"]);
    const zoneId = "cn-hangzhou-h";
    assert.deepEqual(mistakesOf({ zones: [..."abcdefghi"] }), ["zones"]);
    assert.deepEqual(mistakesOf({ vswitches: [] }), ["vswitches"]);
    assert.deepEqual(mistakesOf({ zones: 1, vswitches: [{ zoneId, cidrBlock: "172.16.0.0/24" }] }), [
      "zones",
    ]);
    assert.deepEqual(mistakesOf({ vswitches: [{ zoneId, cidrBlock: "172.16.0.0/30" }] }), [
      "vswitches[0].cidrBlock",
    ]);
  });
});
