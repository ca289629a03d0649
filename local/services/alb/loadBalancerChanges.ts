import { logStoreId } from "../../store/logs";
import { albOperation } from "../common/call";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import { newJob } from "./jobs";
import {
  addressType,
  clientToken,
  dryRun,
  edition,
  findActiveAlb,
  findVpc,
  loadBalancerId,
  modificationProtection,
  name,
} from "./loadBalancers";
import { assignZones, bindEips, withPublicAddresses, zoneMappings } from "./zones";

const common = { ClientToken: clientToken, DryRun: dryRun } as const;

/** EnableDeletionProtection and DisableDeletionProtection name the ALB with the parameter ResourceId. */
const deletionProtection = (action: string, enabled: boolean) =>
  albOperation({
    action,
    parameters: { ...common, ResourceId: loadBalancerId },
    handle(call, p) {
      findActiveAlb(call, p.ResourceId).deletionProtection = {
        enabled,
        enabledTime: enabled ? isoSeconds(call.cloud.clock()) : "",
      };
      return {};
    },
  });

const ipv6Internet = (action: string, enabled: boolean) =>
  albOperation({
    action,
    parameters: { ...common, LoadBalancerId: loadBalancerId },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      if (enabled && !call.store.ipv6Gateways.find(({ vpcId }) => vpcId === balancer.vpcId))
        throw albError("OperationDenied.NoIpv6Gateway", balancer.vpcId);
      balancer.ipv6Internet = enabled;
      return newJob(call, action, balancer, "loadbalancer");
    },
  });

export const loadBalancerChanges = [
  deletionProtection("EnableDeletionProtection", true),
  deletionProtection("DisableDeletionProtection", false),
  albOperation({
    action: "UpdateLoadBalancerAttribute",
    parameters: {
      ...common,
      LoadBalancerId: loadBalancerId,
      LoadBalancerName: name,
      ModificationProtectionConfig: modificationProtection,
    },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      const { Status, Reason } = p.ModificationProtectionConfig;
      balancer.name = p.LoadBalancerName || balancer.name;
      if (Status) balancer.modificationProtection = { status: Status, reason: Reason ?? "" };
      return newJob(call, "UpdateLoadBalancerAttribute", balancer, "loadbalancer");
    },
  }),
  albOperation({
    action: "UpdateLoadBalancerEdition",
    parameters: { ...common, LoadBalancerId: loadBalancerId, LoadBalancerEdition: edition },
    handle(call, p) {
      findActiveAlb(call, p.LoadBalancerId).edition = p.LoadBalancerEdition;
      return {};
    },
  }),
  albOperation({
    // A VPC access authorization cannot use an internet-facing ALB.
    action: "UpdateLoadBalancerAddressTypeConfig",
    parameters: {
      ...common,
      LoadBalancerId: loadBalancerId,
      AddressType: addressType,
      ZoneMappings: { ...zoneMappings, required: false },
    },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      balancer.zones = withPublicAddresses(call.store, balancer.zones, p.AddressType);
      balancer.addressType = p.AddressType;
      bindEips(call.store, balancer.id, balancer.zones);
      return newJob(call, "UpdateLoadBalancerAddressTypeConfig", balancer, "loadbalancer");
    },
  }),
  albOperation({
    action: "UpdateLoadBalancerZones",
    parameters: { ...common, LoadBalancerId: loadBalancerId, ZoneMappings: zoneMappings },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      const vpc = findVpc(call, balancer.vpcId);
      const place = { vpc, addressType: balancer.addressType, dualStack: balancer.dualStack ?? false };
      balancer.zones = assignZones(call, place, p.ZoneMappings, balancer.zones);
      bindEips(call.store, balancer.id, balancer.zones);
      return newJob(call, "UpdateLoadBalancerZones", balancer, "loadbalancer");
    },
  }),
  ipv6Internet("EnableLoadBalancerIpv6Internet", true),
  ipv6Internet("DisableLoadBalancerIpv6Internet", false),
  albOperation({
    action: "EnableLoadBalancerAccessLog",
    parameters: {
      ...common,
      LoadBalancerId: loadBalancerId,
      LogProject: { type: "string", required: true },
      LogStore: { type: "string", required: true },
    },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      if (!call.store.logStores.get(logStoreId(p.LogProject, p.LogStore)))
        throw albError("ResourceNotFound.LogStore", p.LogProject, p.LogStore);
      balancer.accessLog = { project: p.LogProject, logStore: p.LogStore };
      return newJob(call, "EnableLoadBalancerAccessLog", balancer, "loadbalancer");
    },
  }),
  albOperation({
    action: "DisableLoadBalancerAccessLog",
    parameters: { ...common, LoadBalancerId: loadBalancerId },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      delete balancer.accessLog;
      return newJob(call, "DisableLoadBalancerAccessLog", balancer, "loadbalancer");
    },
  }),
];
