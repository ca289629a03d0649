import assert from "node:assert/strict";
import { describeHoldings } from "../../../cli/kinds";
import { Store } from "../../../local/store/store";

describe("the resources of a local cloud in words", () => {
  const cases: readonly (readonly [kind: string, one: string, many: string])[] = [
    ["vpc", "1 VPC", "2 VPCs"],
    ["vswitch", "1 vSwitch", "2 vSwitches"],
    ["ipv6Gateway", "1 IPv6 gateway", "2 IPv6 gateways"],
    ["eip", "1 elastic IP address", "2 elastic IP addresses"],
    ["dnsRecord", "1 DNS record", "2 DNS records"],
    ["vpcAccess", "1 VPC access authorization", "2 VPC access authorizations"],
  ];
  for (const [kind, one, many] of cases) {
    it(`name the kind ${kind}`, () => {
      assert.equal(describeHoldings({ [kind]: 1 }), one);
      assert.equal(describeHoldings({ [kind]: 2 }), many);
    });
  }

  for (const { name } of new Store().tables()) {
    it(`have words for ${name}`, () =>
      assert.doesNotMatch(describeHoldings({ [name.replace(/s$/, "")]: 2 }), /\b(?!vS)[a-z]+[A-Z]/));
  }

  it("are listed in the order of the local cloud", () =>
    assert.equal(describeHoldings({ vpc: 1, api: 3 }), "1 VPC, 3 APIs"));

  for (const none of [{}, undefined]) {
    it(`are nothing for ${JSON.stringify(none)}`, () => assert.equal(describeHoldings(none), "nothing"));
  }
});
