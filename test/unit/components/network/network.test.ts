import assert from "node:assert/strict";
import fc from "fast-check";
import { Network, type NetworkArgs } from "../../../../components";
import { planNetwork } from "../../../../components/network/plan";
import { checkFreeBlocks, checkOffers } from "../../../../components/network/zones";
import { contains, overlaps, parseIpv4Block } from "../../../../components/validation/cidr";
import { parse } from "../../../../components/validation/parse";
import { Problems } from "../../../../components/validation/problems";
import { deployToMocks } from "../../../../testing/mocks";
import { deployFamily, tree } from "../../../support/family";

function findProblems(args: NetworkArgs): string[] {
  const problems = new Problems();
  planNetwork(parse(args, "NetworkArgs", problems), problems);
  return problems.list.map(({ path }) => path);
}

describe("Network", () => {
  it("creates one vSwitch in each listed zone", async () => {
    const { resources } = await deployToMocks(
      () => new Network("net", { cidrBlock: "10.1.0.0/16", zones: ["cn-hangzhou-k", "cn-hangzhou-h"] }),
    );
    const switches = resources.filter(({ type }) => type === "alicloud:vpc/switch:Switch");
    assert.deepEqual(
      switches.map(({ name, inputs }) => [name, inputs.zoneId, inputs.cidrBlock]),
      [
        ["net-vswitch-cn-hangzhou-k", "cn-hangzhou-k", "10.1.18.0/24"],
        ["net-vswitch-cn-hangzhou-h", "cn-hangzhou-h", "10.1.15.0/24"],
      ],
    );
  });

  it("replaces resources that the cloud cannot change, and deletes the old vSwitch first", async () => {
    const { relatives } = await deployFamily(
      (watch) => new Network("net", { zones: ["cn-hangzhou-h"] }, watch),
    );
    const options = new Map(relatives.map(({ name, options }) => [name, options]));
    assert.deepEqual(options.get("net-vpc")?.replaceOnChanges, ["cidrBlock"]);
    assert.equal(options.get("net-vswitch-cn-hangzhou-h")?.deleteBeforeReplace, true);
    assert.deepEqual(options.get("net-vswitch-cn-hangzhou-h")?.ignoreChanges, []);
    const parent = "alicloud-vpc-api:index:Network";
    assert.deepEqual(tree(relatives), [
      `${parent}$alicloud:vpc/network:Network::net-vpc`,
      `${parent}$alicloud:vpc/switch:Switch::net-vswitch-cn-hangzhou-h`,
      `${parent}::net`,
    ]);
  });

  it("selects zones that offer the required products, two by default", async () => {
    const { resources } = await deployToMocks(() => new Network("net"));
    const zones = resources.map(({ inputs }) => inputs.zoneId).filter((zone) => zone !== undefined);
    assert.deepEqual(zones, ["cn-hangzhou-g", "cn-hangzhou-h"]);
  });

  it("reports each listed zone that does not offer a product, with the zones that do", () => {
    const named = ["a", "b", "c"].map((zoneId, index) => ({ path: `zones[${index}]`, zoneId }));
    const noted = (...offers: { thing: string; zoneIds: string[] }[]) => {
      const problems = new Problems("network");
      checkOffers(named, offers, problems);
      return problems.list.map(({ path, problem, hint }) => `${path}: ${problem} ${hint}`);
    };
    const type = { thing: "ecs.c7.large", zoneIds: ["d", "b", "a"] };
    const alb = { thing: "an ALB", zoneIds: ["a", "d"] };
    assert.deepEqual(noted(), []);
    assert.deepEqual(noted({ ...type, zoneIds: ["a", "b", "c"] }), []);
    const hint = "Use one of the zones that offer ecs.c7.large and an ALB: a, d.";
    assert.deepEqual(noted(type, alb), [
      `network.zones[1]: "b" does not offer an ALB at present. ${hint}`,
      `network.zones[2]: "c" does not offer ecs.c7.large or an ALB at present. ${hint}`,
    ]);
    const [none] = noted({ ...type, zoneIds: [] });
    assert.match(none ?? "", /zones\[0\]: .* No zone of the region offers ecs\.c7\.large at present/);
  });

  it("reports a block that overlaps another vSwitch of the VPC", () => {
    const present = [{ id: "vsw-1", zoneId: "zone-a", cidrBlock: "10.0.1.0/24" }];
    const noted = (cidrBlock: string) => {
      const problems = new Problems();
      checkFreeBlocks([{ path: "vswitches[0].zoneId", cidrBlock }], present, problems);
      return problems.list.map(({ path, problem }) => `${path}: ${problem}`);
    };
    assert.deepEqual(noted("10.0.0.0/23"), [
      'vswitches[0].cidrBlock: "10.0.0.0/23" overlaps "10.0.1.0/24" of vsw-1 in the VPC.',
    ]);
    assert.deepEqual([...noted("10.0.1.0/25"), ...noted("10.0.2.0/24")], []);
  });

  it("selects no zone if too few offer the products: a new vSwitch fails and existing ones stay", async () => {
    const { resources } = await deployToMocks(() => new Network("net", { zones: 5 }));
    const switches = resources.filter(({ type }) => type === "alicloud:vpc/switch:Switch");
    assert.equal(switches.length, 5);
    assert.ok(switches.every(({ inputs }) => inputs.zoneId === undefined));
  });

  it("divides any VPC into vSwitches that do not overlap, for any number of zones", () => {
    const vpc = fc.integer({ min: 16, max: 28 }).map((prefix) => `172.16.0.0/${prefix}`);
    fc.assert(
      fc.property(vpc, fc.integer({ min: 1, max: 8 }), (cidrBlock, zones) => {
        const problems = new Problems();
        const { vswitches } = planNetwork({ cidrBlock, zones }, problems);
        const blocks = vswitches.map((vswitch) => parseIpv4Block(vswitch.cidrBlock));
        const outer = parseIpv4Block(cidrBlock);
        assert.equal(problems.list.length === 0, blocks.length === zones);
        for (const [index, block] of blocks.entries()) {
          assert.ok(block && outer && contains(outer, block));
          for (const other of blocks.slice(0, index)) assert.ok(other && !overlaps(block, other));
        }
      }),
    );
  });

  it("keeps the block and key of a zone independent of other zones", () => {
    const letters = fc.uniqueArray(fc.constantFrom(..."abcdefghijklmnopqrstuvwx"), {
      minLength: 1,
      maxLength: 8,
    });
    const prefix = fc.integer({ min: 8, max: 24 });
    const numbers = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(letters, letters, numbers, prefix, (some, others, [few, many], bits) => {
        const cidrBlock = `${bits < 16 ? "10.0.0.0" : "172.16.0.0"}/${bits}`;
        const blocks = (zones: number | string[]) => {
          const { vswitches } = planNetwork({ cidrBlock, zones }, new Problems());
          return new Map(vswitches.map((vswitch) => [vswitch.key, vswitch.cidrBlock]));
        };
        const createIds = (list: string[]) => list.map((letter) => `cn-hangzhou-${letter}`);
        for (const [one, other] of [
          [blocks(createIds(some)), blocks(createIds(others))],
          [blocks(few), blocks(many)],
        ] as const) {
          for (const [key, block] of one) assert.ok(!other.has(key) || other.get(key) === block, key);
        }
        const chosen = [...blocks(8).values(), ...blocks(createIds(some)).values()];
        assert.equal(chosen.length, 8 + some.length);
        assert.equal(new Set(chosen).size, chosen.length);
      }),
    );
  });

  it("assigns each vSwitch its own /64, by default by zone", () => {
    const problems = new Problems();
    const vswitch = (block: number, ipv6CidrBlockMask?: number) => ({
      zoneId: "zone-a",
      cidrBlock: `172.16.${block}.0/24`,
      ...(ipv6CidrBlockMask === undefined ? {} : { ipv6CidrBlockMask }),
    });
    const findMasks = (args: NetworkArgs) =>
      planNetwork(args, problems).vswitches.map(({ ipv6CidrBlockMask }) => ipv6CidrBlockMask);
    assert.deepEqual(findMasks({ zones: 3, ipv6: true }), [0, 1, 2]);
    assert.deepEqual(findMasks({ zones: 2 }), [undefined, undefined]);
    assert.deepEqual(findMasks({ ipv6: true, vswitches: [vswitch(0, 255), vswitch(1)] }), [255, undefined]);
    assert.deepEqual(
      problems.list.map(({ path }) => path),
      ["vswitches[1].ipv6CidrBlockMask"],
    );
    const wrong = { ipv6: true, vswitches: [vswitch(0, 256), vswitch(1, 2), vswitch(2)] };
    const at = "ipv6CidrBlockMask";
    assert.deepEqual(findProblems(wrong), [`vswitches[0].${at}`, `vswitches[2].${at}`]);
    assert.deepEqual(findProblems({ vswitches: [vswitch(0, 1)] }), [`vswitches[0].${at}`]);
    assert.deepEqual(
      findProblems({ ipv6: true, existing: { vpcId: "vpc-1" }, vswitches: [vswitch(0)] }),
      [`vswitches[0].${at}`],
      "only the cloud knows which are free in an existing VPC",
    );
  });

  it("reports invalid blocks and zones", () => {
    assert.deepEqual(findProblems({ cidrBlock: "172.16.0.0" }), ["cidrBlock"]);
    assert.deepEqual(findProblems({ cidrBlock: "100.64.0.0/16" }), ["cidrBlock"]);
    assert.deepEqual(findProblems({ cidrBlock: "10.0.0.0/29" }), ["cidrBlock"]);
    assert.deepEqual(findProblems({ cidrBlock: "10.0.0.0/28", zones: 8 }), ["zones"]);
    assert.deepEqual(findProblems({ cidrBlock: "10.0.0.0/016" }), ["cidrBlock"]);
    assert.deepEqual(findProblems({ cidrBlock: "100.0.0.0/8" }), ["cidrBlock"]);
    assert.deepEqual(findProblems({ cidrBlock: "11.0.0.0/16" }), []);
    assert.deepEqual(findProblems({ zones: ["a", "b", "a"] }), ["zones[2]"]);
    assert.deepEqual(findProblems({ zones: ["cn-hangzhou", "x-a", "y-a"] }), ["zones[0]", "zones[2]"]);
    assert.deepEqual(findProblems({ zones: 0 }), ["zones"]);
    assert.deepEqual(findProblems({ zones: 1.5 }), ["zones"]);
    assert.deepEqual(findProblems({ zones: [] }), ["zones"]);
    const zoneId = "cn-hangzhou-h";
    assert.deepEqual(findProblems({ zones: [..."abcdefghi"] }), ["zones"]);
    assert.deepEqual(findProblems({ vswitches: [] }), ["vswitches"]);
    assert.deepEqual(findProblems({ zones: 1, vswitches: [{ zoneId, cidrBlock: "172.16.0.0/24" }] }), [
      "zones",
    ]);
    assert.deepEqual(findProblems({ vswitches: [{ zoneId, cidrBlock: "172.16.0.0/30" }] }), [
      "vswitches[0].cidrBlock",
    ]);
  });
});
