import { errorsOf } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the SDK's error lists. */
export const vpcError = errorsOf({
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
  DependencyViolation: { status: 400, message: "vSwitch {0} still has {1}. Delete it first." },
});
