import type { BackendServer, ClbListener, LoadBalancer } from "../../store/model";

/** `unavailable`: health checks are off, or there is no result yet. */
export type HealthStatus = "normal" | "abnormal" | "unavailable";

/** What the listener's health check says about its back-end servers. Given to the control plane from outside. */
export interface HealthChecks {
  /** `servers` are those of the listener's server group, or the balancer's default servers with the listener's port. */
  health(
    loadBalancer: LoadBalancer,
    listener: ClbListener,
    servers: readonly BackendServer[],
  ): Promise<readonly { server: BackendServer; status: HealthStatus }[]>;
}
