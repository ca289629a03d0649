import { type Judgement, stackRule } from "../../core/rule";
import {
  clbBackEndReads,
  clbBackEnds,
  clbType,
  formerClbType,
  judgedBackEnds,
  vpcAccessType,
} from "./backEnds";
import { clbNetworkReads, clbNetworkVerdict } from "./clbNetwork";
import { accessTo, clb } from "./exampleResources";

export const clbBackendAddressTypeIntranet = stackRule({
  name: "clb-backend-address-type-intranet",
  title: "A CLB behind the gateway is intranet",
  description:
    "A CLB that a VPC access authorization leads to is intranet: its address type says so, or its vSwitch alone does.",
  why: "The gateway takes an intranet CLB as a back end in a VPC; one with a public address is not supported.",
  severity: "high",
  level: "mandatory",
  tags: ["slb-no-public-ip"],
  remedy: "Let addressType be intranet, in a vSwitch. A change replaces the CLB.",
  argument: 'balancer: { kind: "clb" } makes an intranet CLB',
  type: vpcAccessType,
  reads: {
    ...clbBackEndReads,
    [clbType]: [...clbBackEndReads[clbType], ...clbNetworkReads],
    [formerClbType]: [...clbBackEndReads[formerClbType], ...clbNetworkReads],
  },
  options: {},
  judge: (stack): Judgement[] =>
    judgedBackEnds(clbBackEnds(stack), ({ balancer, access }) =>
      clbNetworkVerdict(balancer, `, because ${access.name} leads the gateway to it`),
    ),
  examples: {
    fails: [clb({ addressType: "internet" }), accessTo({ ref: "clb" })],
    passes: [clb(), accessTo({ ref: "clb" })],
  },
});
