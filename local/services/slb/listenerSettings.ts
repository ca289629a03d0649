import { bandwidth, loadBalancerId, onOff } from "./loadBalancers";

const port = { type: "integer", min: 1, max: 65535 } as const;
const threshold = { type: "integer", min: 1, max: 10 } as const;
const seconds = (min: number, max: number) => ({ type: "integer", min, max }) as const;

const strictPolicies = ["tls_cipher_policy_1_2_strict", "tls_cipher_policy_1_2_strict_with_1_3"] as const;

/**
 * Parameters of all create and set calls. All protocols declare them, because the provider also sends those of other
 * protocols.
 */
export const listenerSettings = {
  LoadBalancerId: loadBalancerId,
  ListenerPort: { ...port, required: true },
  BackendServerPort: port,
  VServerGroupId: { type: "string" },
  VServerGroup: onOff,
  MasterSlaveServerGroup: onOff,
  MasterSlaveServerGroupId: { type: "string" },
  Scheduler: { type: "string", implemented: ["wrr", "wlc", "rr", "sch"] },
  Bandwidth: bandwidth,
  Description: { type: "string", maxLength: 256 },
  AclStatus: onOff,
  AclType: { type: "string", enum: ["white", "black"] },
  /** IDs separated by commas. */
  AclId: { type: "string" },
  ProxyProtocolV2Enabled: { type: "boolean" },
  ListenerForward: onOff,
  ForwardPort: port,
  StickySession: onOff,
  StickySessionType: { type: "string", enum: ["insert", "server"] },
  CookieTimeout: { ...seconds(1, 86_400), also: [0] },
  Cookie: { type: "string", maxLength: 200 },
  PersistenceTimeout: seconds(0, 3600),
  ServerCertificateId: { type: "string" },
  CACertificateId: { type: "string" },
  EnableHttp2: onOff,
  TLSCipherPolicy: {
    type: "string",
    enum: ["tls_cipher_policy_1_0", "tls_cipher_policy_1_1", "tls_cipher_policy_1_2", ...strictPolicies],
  },
  EstablishedTimeout: seconds(10, 900),
  // The provider sends 0 with a layer-4 listener, where these parameters have no meaning.
  IdleTimeout: { ...seconds(1, 60), also: [0] },
  RequestTimeout: { ...seconds(1, 180), also: [0] },
  Gzip: onOff,
  XForwardedFor: { type: "string", implemented: ["on"] },
  XForwardedFor_SLBIP: onOff,
  XForwardedFor_SLBID: onOff,
  XForwardedFor_proto: onOff,
  HealthCheck: onOff,
  HealthCheckSwitch: onOff,
  HealthCheckType: { type: "string", enum: ["tcp", "http", "udp"] },
  HealthCheckMethod: { type: "string", enum: ["head", "get"] },
  HealthCheckURI: { type: "string", maxLength: 80, pattern: /^\//, form: "a path that begins with /" },
  HealthCheckDomain: { type: "string", maxLength: 80 },
  HealthCheckHttpCode: {
    type: "string",
    pattern: /^http_[2345]xx(,http_[2345]xx)*$/,
    form: "http_2xx, http_3xx … separated by commas",
  },
  HealthCheckConnectPort: { type: "integer", min: 0, max: 65535, also: [-520] },
  HealthCheckTimeout: seconds(1, 300),
  HealthCheckConnectTimeout: seconds(1, 300),
  HealthCheckInterval: seconds(1, 50),
  HealthyThreshold: threshold,
  UnhealthyThreshold: threshold,
} as const;
