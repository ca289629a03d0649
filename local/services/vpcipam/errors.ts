import { defineErrors } from "../../rpc/errors";

/** Error codes of IP address management. */
export const ipamError = defineErrors({
  "ResourceNotFound.Ipam": { status: 404, message: "The IPAM {0} does not exist." },
  "ResourceNotFound.IpamScope": { status: 404, message: "The IPAM scope {0} does not exist." },
  "ResourceNotFound.IpamPool": { status: 404, message: "The IPAM pool {0} does not exist." },
  "ResourceNotFound.IpamPoolCidr": { status: 404, message: "Pool {0} has no block {1}." },
  "QuotaExceeded.Ipam": { status: 400, message: "The region has the IPAM {0} already." },
  "DependencyViolation.IpamPool": { status: 400, message: "{0} still has the pool {1}." },
  "DependencyViolation.IpamPoolCidr": { status: 400, message: "Pool {0} still has the block {1}." },
  "IllegalParam.OperatingRegionList": { status: 400, message: "{0} is no region here." },
  "IllegalParam.PoolRegionId": { status: 400, message: "IPAM {0} does not operate in region {1}." },
  "IllegalParam.AllocationCidrMask": {
    status: 400,
    message: "The masks of allocations are not in order: minimum {0}, default {1}, maximum {2}.",
  },
  "IllegalParam.Cidr": { status: 400, message: "{0} is no IPv4 block, or overlaps {1}." },
  "MissingParam.Cidr": { status: 400, message: "Give Cidr or NetmaskLength." },
  "OperationDenied.IpamPoolAllocationExist": {
    status: 400,
    message: "Block {1} of pool {0} is allocated to VPC {2}.",
  },
  "OperationDenied.CidrNotEnough": { status: 400, message: "Pool {0} has no free block with mask {1}." },
});
