import { protocolError } from "../../rpc/errors";
import { type CloudOperation, locationOperation } from "../common/call";
import { findRegion, regions } from "../common/regions";

/** All implemented actions of the Location service (2015-06-12). */
export const locationOperations: readonly CloudOperation[] = [
  locationOperation({
    action: "DescribeEndpoints",
    parameters: {
      Id: { type: "string", required: true },
      ServiceCode: { type: "string", required: true },
      Type: { type: "string", implemented: ["openAPI"] },
    },
    handle(call, p) {
      if (!findRegion(p.Id))
        throw protocolError("InvalidRegionId.NotFound", p.Id, regions.map(({ id }) => id).join(", "));
      const endpoint = {
        Endpoint: call.endpoint,
        Id: p.Id,
        Namespace: "",
        // The real service uses this spelling.
        SerivceCode: p.ServiceCode,
        Type: "openAPI",
        Protocols: { Protocols: ["HTTP", "HTTPS"] },
      };
      return { Success: true, Endpoints: { Endpoint: [endpoint] } };
    },
  }),
];
