import { made, sharedAccess } from "../around";
import type { Samples } from "./sample";

/** Changes of an existing service and of an existing authorization. */
export const existingSamples: Samples = {
  existing: [
    {
      of: "service.existing.target service.existing.port service.existing.servicePort",
      set: {
        "service.existing.target": made("first.otherBalancer"),
        "service.existing.port": 8188,
        "service.existing.servicePort": 8088,
      },
      to: "another balancer",
    },
    {
      of: "service.existing.target service.existing.port service.existing.servicePort",
      set: {
        "service.existing.target": made("first.instance"),
        "service.existing.port": 80,
        "service.existing.servicePort": undefined,
      },
      to: "an instance",
    },
    {
      of: "service.existing.securityGroupId",
      set: { "service.existing.securityGroupId": made("first.otherGroup") },
      to: "another group",
    },
    {
      of: "service.existing service.existing.instances network.existing.vswitchIds",
      set: {
        "network.existing.vswitchIds": [made("first.vswitch")],
        "service.existing": {
          instances: [{ id: made("first.instance") }],
          port: 80,
          securityGroupId: made("first.otherGroup"),
        },
      },
      to: "instances behind a new balancer",
    },
    {
      of: "service.existing.instances",
      set: { "service.existing.instances.1": { id: made("first.otherInstance") } },
      to: "one more",
    },
    {
      of: "service.existing.instances[].id",
      set: { "service.existing.instances": [{ id: made("first.otherInstance") }] },
      to: "another instance",
    },
    {
      of: "network.existing.vswitchIds",
      set: { "network.existing.vswitchIds": [made("first.otherVSwitch")] },
      to: "another vSwitch",
    },
    {
      of: "network.existing.vpcId",
      set: {
        "network.existing": { vpcId: made("second.vpc") },
        "service.existing": {
          ...{ target: made("second.balancer"), port: 180, servicePort: 80 },
          securityGroupId: made("second.group"),
        },
      },
      to: "another VPC",
    },
  ],
  shared: [
    {
      of: "access.target access.port access.instanceId",
      set: { "access.target": undefined, "access.port": undefined, "access.instanceId": undefined },
      to: "none",
    },
    {
      of: "access.accessName access.accessId access.securityGroupId access.servicePort",
      set: { access: sharedAccess("second") },
      to: "another authorization",
    },
  ],
};
