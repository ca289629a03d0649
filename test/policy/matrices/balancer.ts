import { albBackendAddressTypeIntranet } from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const albType = "alicloud:alb/loadBalancer:LoadBalancer";
const accessType = "alicloud:apigateway/vpcAccess:VpcAccess";
const alb = (props: Record<string, unknown>) => ({ type: albType, name: "alb", props });
const access = (instanceId: unknown) => ({ type: accessType, name: "access", props: { instanceId } });

export const balancerMatrices: Record<string, Matrix> = {
  [albBackendAddressTypeIntranet.name]: {
    absent: {
      resources: [alb({}), access({ ref: "alb" })],
      finds: "violation",
      says: /addressType is not set/,
    },
    unknown: { resources: [alb({ addressType: unknown }), access({ ref: "alb" })], finds: "undecided" },
    unknownButLinked: {
      resources: [alb({ addressType: "Internet" }), access({ ref: "alb", output: "dnsName" })],
      finds: "violation",
      says: /access leads the gateway to it/,
    },
    more: {
      "an internet ALB that is no back end": {
        resources: [alb({ addressType: "Internet" }), access("i-1")],
        finds: "nothing",
      },
      "an ALB named by its private address in a zone": {
        resources: [
          alb({ addressType: "Internet", zoneMappings: [{ zoneId: "a", intranetAddress: "10.0.0.7" }] }),
          access("10.0.0.7"),
        ],
        finds: "violation",
      },
      "an ALB named by its id": {
        resources: [alb({ addressType: "Internet", id: "alb-1" }), access("alb-1")],
        created: true,
        finds: "violation",
      },
    },
  },
};
