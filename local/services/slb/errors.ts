import { errorsOf } from "../../rpc/errors";

/** Error codes and messages that the Terraform provider compares (`provider-api`, section 4). */
export const slbError = errorsOf({
  "InvalidLoadBalancerId.NotFound": {
    status: 404,
    message: "The specified LoadBalancerId {0} does not exist.",
  },
  "InvalidVSwitchId.NotFound": { status: 404, message: "The specified vSwitch {0} does not exist." },
  "InvalidZoneId.NotFound": {
    status: 404,
    message: "The specified zone {0} does not exist in region {1}; it has: {2}.",
  },
  "OperationFailed.ZoneResourceLimit": {
    status: 400,
    message: "The operation failed because of resource limit of the specified zone {0}.",
  },
  "InvalidServerId.NotFound": { status: 404, message: "The specified back-end server {0} does not exist." },
  // The real code. Clients compare the message.
  InvalidParameter: { status: 404, message: "The specified VServerGroupId does not exist: {0}." },
  ListenerNotFound: {
    status: 404,
    message: "The specified resource does not exist: {0} listener on port {1} of {2}.",
  },
  ListenerAlreadyExists: { status: 400, message: "There is already a {0} listener on port {1} of {2}." },
  MissingVSwitchId: { status: 400, message: "An intranet load balancer needs VSwitchId." },
  "InvalidVpcId.Mismatch": { status: 400, message: "vSwitch {0} is in VPC {1}, not in {2}." },
  "InvalidServerId.VpcMismatch": {
    status: 400,
    message: "Back-end server {0} is in VPC {1}; the load balancer is in {2}.",
  },
  "InvalidAddress.Malformed": {
    status: 400,
    message: "Address {0} cannot be assigned in vSwitch {1} ({2}), or is in use.",
  },
  "InvalidVSwitch.IpNotEnough": { status: 400, message: "vSwitch {0} has no free address left." },
  "InvalidBackendServers.Malformed": {
    status: 400,
    message: 'BackendServers is not a list such as [{"ServerId":"i-…","Port":80,"Weight":100}]: {0}.',
  },
  "BackendServer.LimitExceeded": {
    status: 400,
    message: "At most {0} back-end servers may be given at once.",
  },
  "InvalidBackendServerPort.Missing": {
    status: 400,
    message: "Give BackendServerPort, or a VServerGroupId.",
  },
  "OperationDenied.DeleteProtectionIsOn": {
    status: 400,
    message: "The loadbalancer can not be deleted due to DeleteProtection is enabled.",
  },
  RspoolVipExist: {
    status: 400,
    message: "VServer group {0} is used by listener {1} of {2}. Delete the listener first.",
  },
  "LocalCloud.HttpsListenerNotImplemented": {
    status: 400,
    message:
      "The local cloud has no certificates for load balancers, so it does not implement HTTPS listeners.",
  },
});
