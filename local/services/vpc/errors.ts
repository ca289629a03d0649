import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the SDK's error lists. */
export const vpcError = defineErrors({
  "InvalidVpcId.NotFound": { status: 404, message: "Specified VPC {0} does not exist." },
  "InvalidVSwitchId.NotFound": { status: 404, message: "Specified vSwitch {0} does not exist." },
  IncorrectVpcStatus: {
    status: 400,
    message: "VPC {0} is {1}. Its current status does not support this operation.",
  },
  IncorrectVSwitchStatus: {
    status: 400,
    message: "vSwitch {0} is {1}. Its current status does not support this operation.",
  },
  "InvalidZoneId.NotFound": {
    status: 404,
    message: "Specified zone {0} does not exist in region {1}; it has {2}.",
  },
  "InvalidCidrBlock.Malformed": {
    status: 400,
    message:
      "Specified CIDR block {0} is not valid: it must be a.b.c.d/n with no bits set beyond the prefix.",
  },
  "InvalidCidrBlock.NotSupported": {
    status: 400,
    message:
      "Specified CIDR block {0} is not allowed for a VPC: it must have a prefix of 8 to 28 bits and lie outside 100.64.0.0/10, 224.0.0.0/4, 127.0.0.0/8 and 169.254.0.0/16.",
  },
  "InvalidCidrBlock.MaskNotSupported": {
    status: 400,
    message: "Specified CIDR block {0} is not allowed for a vSwitch: its prefix must have 16 to 29 bits.",
  },
  "InvalidCidrBlock.NotInVpc": {
    status: 400,
    message: "Specified CIDR block {0} is not inside the VPC's {1}.",
  },
  "InvalidCidrBlock.Overlapped": {
    status: 400,
    message: "Specified CIDR block {0} overlaps with {1} of vSwitch {2}.",
  },
  // No public list contains the next three codes. They have the same style.
  "OperationDenied.VpcIpv6NotEnabled": {
    status: 400,
    message: "VPC {0} has no IPv6 block. Turn IPv6 on in the VPC first.",
  },
  "InvalidIpv6CidrBlock.Overlapped": {
    status: 400,
    message: "IPv6 subnet {0} of VPC {1} belongs to vSwitch {2}.",
  },
  "OperationDenied.Ipv6InUse": { status: 400, message: "IPv6 of {0} is still used by {1}." },
  MissingIpv6CidrBlock: { status: 400, message: "EnableIPv6 needs Ipv6CidrBlock, a number from 0 to 255." },
  "InvalidCidrBlock.InUse": { status: 400, message: "CIDR block {0} would leave out {1} of vSwitch {2}." },
  "DependencyViolation.VSwitch": { status: 400, message: "VPC {0} still has vSwitch {1}. Delete it first." },
  "DependencyViolation.SecurityGroup": {
    status: 400,
    message: "VPC {0} still has security group {1}. Delete it first.",
  },
  DryRunOperation: { status: 400, message: "The request would have succeeded; DryRun is set." },
  "InvalidRouteTableId.NotFound": { status: 404, message: "Specified route table {0} does not exist." },
  "InvalidIpv6GatewayId.NotFound": { status: 404, message: "Specified IPv6 gateway {0} does not exist." },
  "InvalidNatIpCidr.NotFound": { status: 404, message: "NAT gateway {1} has no CIDR block {0}." },
  "InvalidIpv6InternetBandwidthId.NotFound": {
    status: 404,
    message: "Specified IPv6 internet bandwidth {0} does not exist.",
  },
  "OperationDenied.VSwitchIpv6NotEnabled": { status: 400, message: "vSwitch {0} has no IPv6 block." },
  "OperationDenied.HasBandwidth": { status: 400, message: "IPv6 address {0} has bandwidth {1} already." },
  "InvalidIpv6Address.NotAssignable": {
    status: 400,
    message: "IPv6 address {0} cannot be assigned in vSwitch {1}, or is in use.",
  },
  "InvalidNetworkAcl.NotFound": { status: 404, message: "Specified network ACL {0} does not exist." },
  "OperationDenied.OtherNetworkAcl": { status: 400, message: "vSwitch {0} has network ACL {1} already." },
  "DependencyViolation.NetworkAcl": {
    status: 400,
    message: "Network ACL {0} still belongs to vSwitch {1}. Unassociate it first.",
  },
  "InvalidAllocationId.NotFound": {
    status: 404,
    message: "Specified elastic IP address {0} does not exist.",
  },
  "InvalidBandwidthPackageId.NotFound": {
    status: 404,
    message: "Specified Internet Shared Bandwidth instance {0} does not exist.",
  },
  "InvalidCidrBlock.NotFound": { status: 404, message: "VPC {0} has no secondary CIDR block {1}." },
  // No public list contains the codes from here on. They have the style of the documented ones.
  "InvalidDefaultVpc.NotFound": {
    status: 404,
    message: "Region {0} has no default VPC. Create it first with CreateDefaultVpc.",
  },
  "OperationDenied.DefaultVpcExists": {
    status: 400,
    message: "VPC {0} is the default VPC of region {1}. A region has at most one.",
  },
  "OperationDenied.DefaultVSwitchExists": {
    status: 400,
    message: "vSwitch {0} is the default vSwitch of zone {1}. A zone has at most one.",
  },
  "OperationDenied.DefaultVpcCidrBlock": {
    status: 400,
    message: "VPC {0} is a default VPC. Its CIDR block cannot be changed.",
  },
  "InvalidCidrBlock.OverlapsVpc": {
    status: 400,
    message: "Specified CIDR block {0} overlaps with {1} of VPC {2}.",
  },
  "QuotaExceeded.SecondaryCidrBlock": {
    status: 400,
    message: "VPC {0} has five secondary CIDR blocks already.",
  },
  "QuotaExceeded.Eip": { status: 400, message: "No elastic IP address is left: 203.0.113.0/24 is full." },
  "QuotaExceeded.UserCidr": {
    status: 400,
    message: "A VPC can have at most three user CIDR blocks, not {0}.",
  },
  "InvalidVpcIpv6CidrBlock.NotFound": { status: 404, message: "VPC {0} has no IPv6 CIDR block {1}." },
  "OperationDenied.Ipv6GatewayExists": { status: 400, message: "VPC {0} has IPv6 gateway {1} already." },
  "DependencyViolation.Ipv6Gateway": {
    status: 400,
    message: "VPC {0} still has IPv6 gateway {1}. Delete it first.",
  },
  IncorrectEipStatus: { status: 400, message: "Elastic IP address {0} is {1}; this needs it to be {2}." },
  "OperationDenied.DeletionProtection": { status: 400, message: "{0} has deletion protection." },
  "DependencyViolation.Eip": {
    status: 400,
    message: "{0} still has elastic IP address {1}. Remove it first.",
  },
  "InvalidPrivateIpAddress.NotFound": {
    status: 404,
    message: "The address {0} does not belong to network interface {1}.",
  },
  "InvalidInstance.NotSupported": {
    status: 400,
    message:
      "{0} is not an ECS instance, CLB, NAT gateway or network interface that can have an elastic IP address.",
  },
  "InvalidRouteEntry.NotFound": { status: 404, message: "Specified route {0} does not exist." },
  "InvalidNextHopId.NotFound": { status: 404, message: "Specified next hop {0} of type {1} does not exist." },
  "RouterEntryConflict.Duplicated": {
    status: 400,
    message: "The route table has a route to {0} already: {1}.",
  },
  "QuotaExceeded.RouteEntry": { status: 400, message: "Route table {0} has {1} custom routes already." },
  "QuotaExceeded.RouteTable": { status: 400, message: "VPC {0} has {1} custom route tables already." },
  "DependencyViolation.RouteTable": {
    status: 400,
    message: "VPC {0} still has route table {1}. Delete it first.",
  },
  "DependencyViolation.RouteTableVSwitch": {
    status: 400,
    message: "Route table {0} still belongs to vSwitch {1}. Unassociate it first.",
  },
  "DependencyViolation.RouteEntry": {
    status: 400,
    message: "Route table {0} still has route {1}. Delete it first.",
  },
  "OperationDenied.RouteTableAssociation": {
    status: 400,
    message: "Route table {0} cannot belong to vSwitch {1}: it is in another VPC, or is for gateways.",
  },
  "OperationDenied.OtherRouteTable": { status: 400, message: "vSwitch {0} has route table {1} already." },
  "InvalidNatGatewayId.NotFound": { status: 404, message: "Specified NAT gateway {0} does not exist." },
  "InvalidSnatTableId.NotFound": { status: 404, message: "Specified SNAT table {0} does not exist." },
  "InvalidSnatEntryId.NotFound": { status: 404, message: "Specified SNAT entry {0} does not exist." },
  "InvalidForwardTableId.NotFound": { status: 404, message: "Specified DNAT table {0} does not exist." },
  "InvalidForwardEntryId.NotFound": { status: 404, message: "Specified DNAT entry {0} does not exist." },
  "InvalidIp.NotInNatgw": { status: 400, message: "Address {0} does not belong to NAT gateway {1}." },
  "Forbidden.SourceVSwitchId.Duplicated": {
    status: 400,
    message: "The SNAT table has an entry for {0} already: {1}.",
  },
  "Forbidden.ForwardEntry.Duplicated": {
    status: 400,
    message: "The DNAT table has an entry for port {0} already: {1}.",
  },
  "InvalidIpStatus.HasBeenUsedInSnatTable": {
    status: 400,
    message: "Address {0} is still used by entry {1} of a NAT gateway. Delete it first.",
  },
  "DependencyViolation.EIPS": {
    status: 400,
    message: "NAT gateway {0} still has elastic IP address {1}. Remove it first.",
  },
  "DependencyViolation.NatEntry": {
    status: 400,
    message: "NAT gateway {0} is still used by {1}. Delete it first.",
  },
  // The documents name no codes for the next twelve.
  MissingCidrBlock: { status: 400, message: "Give CidrBlock or CidrMask." },
  "IllegalParam.CidrBlock": { status: 400, message: "{0} is not a CIDR block with a mask from {1} to {2}." },
  "ResourceAlreadyExist.CidrBlock": { status: 400, message: "CIDR block {0} overlaps a block of a pool." },
  "ResourceNotFound.CidrBlock": { status: 404, message: "CIDR block {0} is not in pool {1}." },
  "ResourceNotEnough.CidrBlock": { status: 400, message: "No block with the mask {0} is left." },
  "ResourceNotFound.TrafficMirrorRule": { status: 404, message: "The specified rule {0} does not exist." },
  "ResourceNotFound.NetworkInterface": {
    status: 404,
    message: "The specified interface {0} does not exist.",
  },
  "ResourceNotFound.LoadBalancer": {
    status: 404,
    message: "The specified load balancer {0} does not exist.",
  },
  "Duplicated.RulePriority": { status: 400, message: "Rule {1} has priority {0} already." },
  "Duplicated.SessionPriority": {
    status: 400,
    message: "Traffic mirror session {1} has priority {0} already.",
  },
  "QuotaExceeded.TrafficMirrorRule": {
    status: 400,
    message: "A filter can have {0} rules for each direction.",
  },
  "DependencyViolation.TrafficMirrorSession": {
    status: 400,
    message: "Traffic mirror filter {0} is used by session {1}. Delete it first.",
  },
  MissingSource: { status: 400, message: "Give exactly one of SourceVSwitchId and SourceCIDR." },
  MissingVSwitchId: { status: 400, message: "VSwitchId is mandatory for this action." },
  "InvalidVSwitch.IpNotEnough": { status: 400, message: "vSwitch {0} has no free address left." },
  DependencyViolation: { status: 400, message: "vSwitch {0} still has {1}. Delete it first." },
});
