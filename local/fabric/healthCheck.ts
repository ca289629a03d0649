import type { ClbListener } from "../store/model";

/** The health check of a listener. */
export interface HealthCheck {
  type: "tcp" | "http";
  /** Whether an HTTP check uses TLS. Absent for false. */
  tls?: boolean;
  method: "HEAD" | "GET";
  uri: string;
  /** Host header. Empty for the private address of the server. */
  domain: string;
  /** Classes of HTTP status that count as healthy: 2 for 2xx … */
  statusClasses: readonly number[];
  /** 0 stands for the port of the back-end server. */
  port: number;
  /** Milliseconds. */
  timeout: number;
  /** Milliseconds. */
  interval: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

/** Defaults of the CLB API, in seconds and counts (CLB documentation). */
const DEFAULTS = { timeout: 5, interval: 2, threshold: 3 };

/**
 * The health check of a listener, from the parameters of its create and set calls. Undefined if it is disabled. The
 * check of a layer-4 listener is enabled by default; that of a layer-7 listener must be enabled.
 */
export function createHealthCheck(listener: ClbListener): HealthCheck | undefined {
  const { attributes, protocol } = listener;
  const layer7 = protocol === "http" || protocol === "https";
  const flag = attributes.HealthCheck ?? attributes.HealthCheckSwitch;
  if (flag === "off" || attributes.HealthCheckSwitch === "off") return undefined;
  if (layer7 && flag !== "on") return undefined;
  const type = layer7 || attributes.HealthCheckType === "http" ? "http" : "tcp";
  const seconds = layer7 || type === "http" ? attributes.HealthCheckTimeout : undefined;
  return {
    type,
    method: attributes.HealthCheckMethod?.toLowerCase() === "get" ? "GET" : "HEAD",
    uri: attributes.HealthCheckURI || "/",
    // In the API, `$_ip` stands for the server's own address.
    domain: attributes.HealthCheckDomain === "$_ip" ? "" : (attributes.HealthCheckDomain ?? ""),
    statusClasses: statusClasses(attributes.HealthCheckHttpCode || "http_2xx"),
    port: Math.max(0, parseNumber(attributes.HealthCheckConnectPort, 0)),
    timeout: 1000 * parseNumber(seconds ?? attributes.HealthCheckConnectTimeout, DEFAULTS.timeout),
    interval:
      1000 * parseNumber(attributes.HealthCheckInterval ?? attributes.healthCheckInterval, DEFAULTS.interval),
    healthyThreshold: parseNumber(attributes.HealthyThreshold, DEFAULTS.threshold),
    unhealthyThreshold: parseNumber(attributes.UnhealthyThreshold, DEFAULTS.threshold),
  };
}

function parseNumber(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? "");
  return text === undefined || text === "" || !Number.isFinite(value) ? otherwise : value;
}

function statusClasses(codes: string): number[] {
  return [...codes.matchAll(/http_([1-5])xx/g)].map((match) => Number(match[1]));
}
