import { slbOperation } from "../common/call";
import { requireRegion } from "../common/regions";
import { isSold } from "../common/stock";
import {
  backendServer,
  describeServer,
  mergeServers,
  parseBackendServers,
  withoutServers,
} from "./backendServers";
import {
  balancerName,
  bandwidth,
  findLoadBalancer,
  instanceChargeType,
  internetChargeType,
  loadBalancerId,
  loadBalancerSpec,
  onOff,
  protectionReason,
  protectionStatus,
} from "./loadBalancers";

const backendServers = { type: "string" } as const;

/** The listeners determine the ports of default servers. */
const noPort = 0;

export const loadBalancerChanges = [
  slbOperation({
    action: "SetLoadBalancerName",
    parameters: { LoadBalancerId: loadBalancerId, LoadBalancerName: { ...balancerName, required: true } },
    handle(call, p) {
      findLoadBalancer(call, p.LoadBalancerId).name = p.LoadBalancerName;
      return {};
    },
  }),
  slbOperation({
    action: "SetLoadBalancerStatus",
    parameters: {
      LoadBalancerId: loadBalancerId,
      LoadBalancerStatus: { type: "string", enum: ["active", "inactive"], required: true },
    },
    handle(call, p) {
      findLoadBalancer(call, p.LoadBalancerId).status = p.LoadBalancerStatus;
      return {};
    },
  }),
  slbOperation({
    action: "SetLoadBalancerDeleteProtection",
    parameters: { LoadBalancerId: loadBalancerId, DeleteProtection: { ...onOff, required: true } },
    handle(call, p) {
      findLoadBalancer(call, p.LoadBalancerId).deleteProtection = p.DeleteProtection;
      return {};
    },
  }),
  slbOperation({
    action: "SetLoadBalancerModificationProtection",
    parameters: {
      LoadBalancerId: loadBalancerId,
      ModificationProtectionStatus: { ...protectionStatus, required: true },
      ModificationProtectionReason: protectionReason,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      balancer.modificationProtectionStatus = p.ModificationProtectionStatus;
      const isOn = p.ModificationProtectionStatus === "ConsoleProtection";
      balancer.modificationProtectionReason = isOn ? (p.ModificationProtectionReason ?? "") : "";
      return {};
    },
  }),
  slbOperation({
    action: "ModifyLoadBalancerInstanceSpec",
    parameters: { LoadBalancerId: loadBalancerId, LoadBalancerSpec: { ...loadBalancerSpec, required: true } },
    handle(call, p) {
      findLoadBalancer(call, p.LoadBalancerId).spec = p.LoadBalancerSpec;
      return { OrderId: 0 };
    },
  }),
  slbOperation({
    action: "ModifyLoadBalancerInstanceChargeType",
    parameters: {
      LoadBalancerId: loadBalancerId,
      InstanceChargeType: { ...instanceChargeType, required: true },
      LoadBalancerSpec: loadBalancerSpec,
      InternetChargeType: internetChargeType,
      Bandwidth: bandwidth,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      balancer.instanceChargeType = p.InstanceChargeType;
      balancer.spec =
        p.InstanceChargeType === "PayByCLCU" ? "slb.lcu.elastic" : (p.LoadBalancerSpec ?? "slb.s1.small");
      balancer.internetChargeType = p.InternetChargeType?.toLowerCase() || balancer.internetChargeType;
      balancer.bandwidth = p.Bandwidth ?? balancer.bandwidth;
      return { OrderId: 0 };
    },
  }),
  slbOperation({
    action: "ModifyLoadBalancerInternetSpec",
    parameters: {
      LoadBalancerId: loadBalancerId,
      InternetChargeType: internetChargeType,
      Bandwidth: bandwidth,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      balancer.internetChargeType = p.InternetChargeType?.toLowerCase() || balancer.internetChargeType;
      balancer.bandwidth = p.Bandwidth ?? balancer.bandwidth;
      return { OrderId: 0 };
    },
  }),
  slbOperation({
    action: "AddBackendServers",
    parameters: { LoadBalancerId: loadBalancerId, BackendServers: backendServers },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const added = parseBackendServers(p.BackendServers).map((given) =>
        backendServer(call, balancer, given, noPort),
      );
      balancer.backendServers = mergeServers(balancer.backendServers, added);
      return {
        LoadBalancerId: balancer.id,
        BackendServers: { BackendServer: balancer.backendServers.map(describeServer) },
      };
    },
  }),
  slbOperation({
    action: "SetBackendServers",
    parameters: { LoadBalancerId: loadBalancerId, BackendServers: backendServers },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const given = parseBackendServers(p.BackendServers);
      // Only weights and descriptions of existing servers change.
      const known = given.filter(({ serverId }) =>
        balancer.backendServers.some((old) => old.serverId === serverId),
      );
      const changed = known.map((server) => backendServer(call, balancer, server, noPort));
      balancer.backendServers = mergeServers(balancer.backendServers, changed);
      return {
        LoadBalancerId: balancer.id,
        BackendServers: { BackendServer: balancer.backendServers.map(describeServer) },
      };
    },
  }),
  slbOperation({
    action: "RemoveBackendServers",
    parameters: { LoadBalancerId: loadBalancerId, BackendServers: backendServers },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const removed = parseBackendServers(p.BackendServers).map((given) => ({ ...given, port: undefined }));
      balancer.backendServers = withoutServers(balancer.backendServers, removed);
      return {
        LoadBalancerId: balancer.id,
        BackendServers: { BackendServer: balancer.backendServers.map(describeServer) },
      };
    },
  }),
  slbOperation({
    action: "DescribeAvailableResource",
    parameters: {
      AddressType: {
        type: "string",
        pattern: /^(vpc|intranet|internet|classic_[a-z]+)$/i,
        form: "vpc or internet",
      },
      AddressIPVersion: { type: "string", pattern: /^ipv[46]$/i, form: "ipv4 or ipv6" },
    },
    handle(call, p) {
      const types = ["vpc", "classic_internet"].filter(
        (type) => !p.AddressType || type.includes(p.AddressType.toLowerCase()),
      );
      const supported = (p.AddressIPVersion ?? "ipv4").toLowerCase() === "ipv4" ? types : [];
      const { zones } = requireRegion(call.regionId);
      const selling = zones.filter((zone) => isSold(call.store, zone, "clb"));
      const rows = selling.map((zone) => ({
        MasterZoneId: zone,
        SlaveZoneId: zones.find((other) => other !== zone) ?? zone,
        SupportResources: {
          SupportResource: supported.map((type) => ({ AddressType: type, AddressIPVersion: "ipv4" })),
        },
      }));
      return { AvailableResources: { AvailableResource: rows } };
    },
  }),
];
