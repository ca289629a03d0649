import assert from "node:assert/strict";
import { rules } from "../../policy/rules";

const advisory = ["alb-address-type-intranet", "clb-address-type-intranet", "nlb-address-type-intranet"];
const mandatory = [
  ...["alb-backend-address-type-intranet", "clb-backend-address-type-intranet"],
  ...["alb-backend-no-public-exposure", "clb-backend-no-public-exposure", "nlb-backend-no-public-exposure"],
];
const getLevel = (rule: string) => rules.find(({ name }) => name === rule)?.level;

describe("default level", () => {
  for (const rule of advisory) {
    it(`of ${rule} is advisory, because a public load balancer without a gateway is valid`, () => {
      assert.equal(getLevel(rule), "advisory");
    });
  }

  for (const rule of mandatory) {
    it(`of ${rule} is mandatory, because the gateway calls the load balancer`, () => {
      assert.equal(getLevel(rule), "mandatory");
    });
  }
});
