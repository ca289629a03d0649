import type { Instance, NetworkInterface, SecurityGroup, VSwitch } from "../../store/model";
import type { Call } from "../common/call";
import { ecsError } from "./errors";

/** Maximum number of security groups of one instance. */
export const maxGroupsPerInstance = 5;

/** The fields that a primary interface, as part of its instance, and any other interface have in common. */
export type InterfaceAddresses = Pick<Instance | NetworkInterface, "vswitchId" | "privateIp"> &
  Partial<Pick<Instance, "secondaryIps" | "ipv6Addresses" | "instanceType">>;

/** Finds an interface by ID: the primary one of an instance, or another one. */
export function findInterface(call: Call, id: string): Instance | NetworkInterface {
  const found =
    call.store.networkInterfaces.get(id) ??
    call.store.instances.find(({ networkInterfaceId }) => networkInterfaceId === id);
  if (!found) throw ecsError("InvalidEniId.NotFound", id);
  return found;
}

/** The type of the instance that has the interface. Undefined for one that is not attached. */
export function findInstanceType(call: Call, found: Instance | NetworkInterface): string | undefined {
  if ("instanceType" in found) return found.instanceType;
  return call.store.instances.get(found.instanceId ?? "")?.instanceType;
}

export function findVSwitchOfInterface(call: Call, { vswitchId }: InterfaceAddresses): VSwitch {
  const vswitch = call.store.vswitches.get(vswitchId);
  if (!vswitch) throw ecsError("InvalidVSwitchId.NotFound", vswitchId);
  return vswitch;
}

/** Checks the security groups of one instance: all in the VPC of the vSwitch, and of the same type. */
export function checkGroups(groups: readonly SecurityGroup[], vswitch: VSwitch): void {
  const foreignGroup = groups.find((group) => group.vpcId !== vswitch.vpcId);
  if (foreignGroup)
    throw ecsError("InvalidVpcId.Mismatch", foreignGroup.id, foreignGroup.vpcId, vswitch.id, vswitch.vpcId);
  if (new Set(groups.map(({ type }) => type)).size > 1) throw ecsError("InvalidSecurityGroup.TypeMismatch");
}
