import type { ExampleResource } from "../../core/rule";
import { albType, clbType, nlbType, vpcAccessType } from "./backEnds";

/** An ALB of an example. */
export const alb = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: albType,
  name: "alb",
  props: {
    loadBalancerName: "shop",
    addressType: "Intranet",
    loadBalancerEdition: "Basic",
    loadBalancerBillingConfig: { payType: "PayAsYouGo" },
    vpcId: "vpc-1",
    zoneMappings: [
      { zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" },
      { zoneId: "cn-hangzhou-i", vswitchId: "vsw-2" },
    ],
    ...props,
  },
});

/** A CLB of an example. */
export const clb = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: clbType,
  name: "clb",
  props: { loadBalancerName: "shop", addressType: "intranet", vswitchId: "vsw-1", ...props },
});

/** An NLB of an example. */
export const nlb = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: nlbType,
  name: "nlb",
  props: {
    loadBalancerName: "shop",
    addressType: "Intranet",
    vpcId: "vpc-1",
    zoneMappings: [
      { zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" },
      { zoneId: "cn-hangzhou-i", vswitchId: "vsw-2" },
    ],
    ...props,
  },
});

/** A VPC access authorization of an example for a load balancer. */
export const accessTo = (instanceId: unknown): ExampleResource => ({
  type: vpcAccessType,
  name: "access",
  props: { name: "access", vpcId: "vpc-1", instanceId, port: 80 },
});
