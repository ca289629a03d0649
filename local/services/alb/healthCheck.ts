import type { ParametersOf } from "../../rpc/parameterTypes";
import type { AlbHealthCheck } from "../../store/model";

const threshold = { type: "integer", min: 2, max: 10 } as const;

/** No server of the local cloud answers gRPC. */
const checkProtocols = ["HTTP", "HTTPS", "TCP"] as const;

/** Parameter `HealthCheckConfig.…` */
export const healthCheckConfig = {
  type: "object",
  fields: {
    HealthCheckEnabled: { type: "boolean" },
    HealthCheckConnectPort: { type: "integer", min: 0, max: 65535 },
    HealthCheckProtocol: { type: "string", implemented: checkProtocols },
    HealthCheckMethod: { type: "string", enum: ["HEAD", "GET"] },
    HealthCheckPath: { type: "string", maxLength: 80, pattern: /^\//, form: "a path that begins with /" },
    HealthCheckHost: { type: "string", maxLength: 80 },
    HealthCheckHttpVersion: { type: "string", enum: ["HTTP1.0", "HTTP1.1"] },
    HealthCheckCodes: {
      type: "list",
      item: { type: "string", pattern: /^http_[2345]xx$/, form: "http_2xx, http_3xx …" },
      max: 4,
    },
    HealthCheckTimeout: { type: "integer", min: 1, max: 300 },
    HealthCheckInterval: { type: "integer", min: 1, max: 50 },
    HealthyThreshold: threshold,
    UnhealthyThreshold: threshold,
  },
} as const;

/** Default health check (`gateway-facts`, section 10.4). */
export const defaultHealthCheck: AlbHealthCheck = {
  enabled: true,
  connectPort: 0,
  protocol: "HTTP",
  method: "HEAD",
  path: "/",
  host: "",
  httpVersion: "HTTP1.1",
  codes: ["http_2xx", "http_3xx"],
  timeout: 5,
  interval: 2,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
};

/** Applies the parameters of a call to a health check. */
export function changedHealthCheck(
  present: AlbHealthCheck,
  p: ParametersOf<typeof healthCheckConfig.fields>,
): AlbHealthCheck {
  return {
    enabled: p.HealthCheckEnabled ?? present.enabled,
    connectPort: p.HealthCheckConnectPort ?? present.connectPort,
    protocol: checkProtocols.find((protocol) => protocol === p.HealthCheckProtocol) ?? present.protocol,
    method: p.HealthCheckMethod ?? present.method,
    path: p.HealthCheckPath || present.path,
    // In the API, this value stands for the server's own address.
    host: p.HealthCheckHost === "$SERVER_IP" ? "" : (p.HealthCheckHost ?? present.host),
    httpVersion: p.HealthCheckHttpVersion ?? present.httpVersion,
    codes: p.HealthCheckCodes.length > 0 ? p.HealthCheckCodes : present.codes,
    timeout: p.HealthCheckTimeout ?? present.timeout,
    interval: p.HealthCheckInterval ?? present.interval,
    healthyThreshold: p.HealthyThreshold ?? present.healthyThreshold,
    unhealthyThreshold: p.UnhealthyThreshold ?? present.unhealthyThreshold,
  };
}

export const describeHealthCheck = (check: AlbHealthCheck) => ({
  HealthCheckEnabled: check.enabled,
  HealthCheckConnectPort: check.connectPort,
  HealthCheckProtocol: check.protocol,
  HealthCheckMethod: check.method,
  HealthCheckPath: check.path,
  HealthCheckHost: check.host || "$SERVER_IP",
  HealthCheckHttpVersion: check.httpVersion,
  HealthCheckCodes: check.codes,
  HealthCheckTimeout: check.timeout,
  HealthCheckInterval: check.interval,
  HealthyThreshold: check.healthyThreshold,
  UnhealthyThreshold: check.unhealthyThreshold,
});
