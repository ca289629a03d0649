import { apiRequestProtocolHttps } from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const api = (props: Record<string, unknown>) => [
  { type: "alicloud:apigateway/api:Api", name: "items", props: { name: "get-items", ...props } },
];

export const gatewayMatrices: Record<string, Matrix> = {
  [apiRequestProtocolHttps.name]: {
    absent: { resources: api({}), finds: "violation", says: /protocol is not set/ },
    unknown: { resources: api({ requestConfig: { protocol: unknown } }), finds: "undecided" },
    unknownButLinked: "a protocol comes from no other resource",
    more: {
      "a configuration that is unknown as a whole": {
        resources: api({ requestConfig: unknown }),
        finds: "undecided",
      },
      "an API that may take HTTP": {
        resources: api({ requestConfig: { protocol: "HTTP" } }),
        config: { [apiRequestProtocolHttps.name]: { exceptApis: ["get-items"] } },
        finds: "nothing",
      },
    },
  },
};
