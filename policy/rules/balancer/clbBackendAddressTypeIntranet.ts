import { type Evaluation, stackRule } from "../../core/rule";
import {
  backEndReads,
  clbBackEnds,
  clbType,
  evaluateBackEnds,
  formerClbType,
  vpcAccessType,
} from "./backEnds";
import { checkClbNetwork, clbNetworkReads } from "./clbNetwork";
import { accessTo, clb } from "./exampleResources";

export const clbBackendAddressTypeIntranet = stackRule({
  name: "clb-backend-address-type-intranet",
  title: "CLB behind the gateway is intranet",
  description:
    "A CLB that a VPC access authorization names is intranet: by its address type, or by its vSwitch if " +
    "it has no address type.",
  why: "The gateway supports an intranet CLB as a back end in a VPC, but not one with a public address.",
  severity: "high",
  level: "mandatory",
  tags: ["slb-no-public-ip"],
  hint: 'Set addressType to "intranet" and use a vSwitch. This replaces the CLB.',
  argument: 'balancer: { kind: "clb" }',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    [clbType]: [...backEndReads[clbType], ...clbNetworkReads],
    [formerClbType]: [...backEndReads[formerClbType], ...clbNetworkReads],
  },
  options: {},
  evaluate: (stack): Evaluation[] =>
    evaluateBackEnds(clbBackEnds(stack), ({ balancer, access }) =>
      checkClbNetwork(balancer, `, because ${access.name} authorizes the gateway to call it`),
    ),
  examples: {
    fails: [clb({ addressType: "internet" }), accessTo({ ref: "clb" })],
    passes: [clb(), accessTo({ ref: "clb" })],
  },
});
