import type { AlbServer, AlbServerGroup, BackendServer, ClbListener, LoadBalancer } from "../../store/model";

/** `unavailable`: the health check is disabled, or has no result yet. */
export type HealthStatus = "normal" | "abnormal" | "unavailable";

/** Results of the health checks of balancers. The control plane receives the implementation. */
export interface HealthChecks {
  /**
   * `servers` are the servers of the listener's server group, or the default servers of the load balancer with the port
   * of the listener.
   */
  health(
    loadBalancer: LoadBalancer,
    listener: ClbListener,
    servers: readonly BackendServer[],
  ): Promise<readonly { server: BackendServer; status: HealthStatus }[]>;
  /** The servers of an ALB's server group, whose health check is enabled. */
  albHealth(group: AlbServerGroup): Promise<readonly { server: AlbServer; healthy: boolean }[]>;
}
