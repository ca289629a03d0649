import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { firstUsableAddress, inCidr, inPortRange } from "../../../local/fabric/address";
import { judgeIngress, type Packet } from "../../../local/fabric/securityGroup";
import * as world from "../world";

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const toNumber = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

describe("fabric: addresses and ports", () => {
  it("judges CIDR blocks as arithmetic does", () => {
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (ip, network, bits) => {
        const size = 2 ** (32 - bits);
        const expected = Math.floor(toNumber(ip) / size) === Math.floor(toNumber(network) / size);
        assert.equal(inCidr(ip, `${network}/${bits}`), expected);
      }),
    );
  });

  it("takes a lone address for itself only", () => {
    fc.assert(fc.property(address, address, (a, b) => assert.equal(inCidr(a, b), a === b)));
    assert.equal(inCidr("2001:db8::1", "2001:DB8:0::1"), true);
  });

  it("separates address families and ignores invalid values", () => {
    assert.equal(inCidr("10.0.0.1", "::/0"), false);
    assert.equal(inCidr("2001:db8::1", "0.0.0.0/0"), false);
    assert.equal(inCidr("10.0.0.1", "everything"), false);
    assert.equal(inCidr("nobody", "0.0.0.0/0"), false);
  });

  it("judges port ranges", () => {
    const port = fc.integer({ min: 1, max: 65535 });
    fc.assert(
      fc.property(port, port, port, (asked, low, high) => {
        assert.equal(inPortRange(asked, `${low}/${high}`), low <= asked && asked <= high);
        assert.equal(inPortRange(asked, "-1/-1"), true);
        assert.equal(inPortRange(asked, "80"), false);
      }),
    );
  });

  it("finds the first usable address of a block", () => {
    assert.equal(firstUsableAddress("100.104.10.0/26"), "100.104.10.1");
    assert.equal(firstUsableAddress("100.104.10.77/26"), "100.104.10.65");
    assert.equal(firstUsableAddress("10.1.2.3/32"), "10.1.2.3");
  });
});

describe("fabric: security groups", () => {
  const none = () => undefined;
  const packet = (changes: Partial<Packet> = {}): Packet => ({
    source: world.EGRESS_ADDRESS,
    fromClb: false,
    sourceGroupIds: [],
    port: 80,
    ...changes,
  });
  const allowed = (rules: ReturnType<typeof world.rule>[], asked = packet()): boolean =>
    judgeIngress([world.securityGroup({ rules })], asked, none).allowed;

  it("lets nothing in without a rule, and says which group lacks it", () => {
    const verdict = judgeIngress([world.securityGroup()], packet(), none);
    assert.equal(verdict.allowed, false);
    assert.match(verdict.reason, /no inbound rule of sg-1 accepts TCP port 80 from 100\.104\.10\.1/);
  });

  const cases: { title: string; rules: Partial<Parameters<typeof world.rule>[0]>[]; expected: boolean }[] = [
    { title: "an accepting CIDR block", rules: [{ cidr: world.EGRESS }], expected: true },
    { title: "another CIDR block", rules: [{ cidr: "10.0.0.0/8" }], expected: false },
    { title: "another port", rules: [{ cidr: "0.0.0.0/0", portRange: "443/443" }], expected: false },
    { title: "another protocol", rules: [{ cidr: "0.0.0.0/0", protocol: "udp" }], expected: false },
    {
      title: "all protocols",
      rules: [{ cidr: "0.0.0.0/0", protocol: "all", portRange: "-1/-1" }],
      expected: true,
    },
    { title: "an outbound rule", rules: [{ cidr: "0.0.0.0/0", direction: "egress" }], expected: false },
    {
      title: "drop at the same priority",
      rules: [{ cidr: world.EGRESS }, { cidr: "0.0.0.0/0", policy: "drop" }],
      expected: false,
    },
    {
      title: "accept at a smaller priority",
      rules: [
        { cidr: world.EGRESS, priority: 1 },
        { cidr: "0.0.0.0/0", policy: "drop", priority: 2 },
      ],
      expected: true,
    },
    {
      title: "drop at a smaller priority",
      rules: [
        { cidr: world.EGRESS, priority: 50 },
        { cidr: "0.0.0.0/0", policy: "drop", priority: 2 },
      ],
      expected: false,
    },
  ];
  for (const { title, rules, expected } of cases) {
    it(`judges ${title}: ${expected ? "in" : "out"}`, () => {
      assert.equal(allowed(rules.map((changes) => world.rule(changes))), expected);
    });
  }

  it("looks into prefix lists", () => {
    const groups = [world.securityGroup({ rules: [world.rule({ prefixListId: "pl-1" })] })];
    const { prefixLists } = world.tutorialStore();
    assert.equal(judgeIngress(groups, packet(), (id) => prefixLists.get(id)).allowed, true);
    assert.equal(
      judgeIngress(groups, packet({ source: "100.104.12.1" }), (id) => prefixLists.get(id)).allowed,
      false,
    );
  });

  it("lets members of a source group in, and members of the group itself when it is a normal one", () => {
    const member = packet({ source: "10.0.0.9", sourceGroupIds: ["sg-1"] });
    assert.equal(allowed([world.rule({ groupId: "sg-1" })], member), true);
    assert.equal(allowed([], member), true);
    const enterprise = world.securityGroup({ type: "enterprise" });
    assert.equal(judgeIngress([enterprise], member, none).allowed, false);
    assert.equal(
      judgeIngress([world.securityGroup({ innerAccessPolicy: "Drop" })], member, none).allowed,
      false,
    );
  });

  it("counts the rules of all groups together", () => {
    const open = world.securityGroup({ id: "sg-2", rules: [world.rule({ cidr: "0.0.0.0/0" })] });
    assert.equal(judgeIngress([world.securityGroup(), open], packet(), none).allowed, true);
    const closed = world.securityGroup({
      id: "sg-3",
      rules: [world.rule({ cidr: "0.0.0.0/0", policy: "drop" })],
    });
    assert.equal(judgeIngress([open, closed], packet(), none).allowed, false);
  });

  it("always allows health checks of a CLB, but not other senders of its range", () => {
    assert.equal(allowed([], packet({ source: "100.64.0.1", fromClb: true })), true);
    assert.equal(allowed([], packet({ source: "100.64.0.1" })), false);
  });

  it("does not depend on the order of the rules", () => {
    const someRule = fc.record({
      cidr: fc.constantFrom("0.0.0.0/0", world.EGRESS, "10.0.0.0/8"),
      priority: fc.integer({ min: 1, max: 4 }),
      policy: fc.constantFrom("accept" as const, "drop" as const),
      portRange: fc.constantFrom("80/80", "1/65535", "443/443"),
    });
    const orders = fc
      .array(someRule, { maxLength: 6 })
      .chain((rules) =>
        fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
      );
    fc.assert(
      fc.property(orders, ([rules, shuffled]) => {
        assert.equal(allowed(shuffled.map(world.rule)), allowed(rules.map(world.rule)));
      }),
    );
  });
});
