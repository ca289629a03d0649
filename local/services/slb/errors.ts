import { defineErrors } from "../../rpc/errors";

/** Error codes and messages that the Terraform provider compares (`provider-api`, section 4). */
export const slbError = defineErrors({
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
  // The provider compares the message.
  MasterSlaveServerGroupNotExist: {
    status: 404,
    message: "The specified MasterSlaveGroupId does not exist: {0}.",
  },
  "InvalidParameter.MasterSlaveServerGroup": {
    status: 400,
    message: "{0} has no primary/secondary server group: {1}.",
  },
  RspoolVipExist: {
    status: 400,
    message: "Server group {0} is used by listener {1} of {2}. Delete the listener first.",
  },
  "InvalidRuleId.NotFound": { status: 404, message: "The specified rule {0} does not exist." },
  "InvalidRuleList.Malformed": { status: 400, message: "RuleList is not valid: {0}." },
  DomainExist: { status: 400, message: "Rule {1} is for {0} already." },
  RspoolRuleExist: { status: 400, message: "VServer group {0} is used by rule {1}. Delete the rule first." },
  AclNotExist: { status: 404, message: "The specified access control list {0} does not exist." },
  AclInUsed: { status: 400, message: "Access control list {0} is used by listener {1} of {2}." },
  AclEntryExists: { status: 400, message: "Entry {0} is in access control list {1} already." },
  AclEntryLimitExceeded: { status: 400, message: "At most {0} entries are allowed." },
  "InvalidAclEntrys.Malformed": {
    status: 400,
    message: 'AclEntrys is not a list such as [{"entry":"10.0.0.0/24","comment":"office"}]: {0}.',
  },
  MissingAclType: { status: 400, message: "AclStatus on needs AclType and AclId." },
  "InvalidAclId.Mismatch": {
    status: 400,
    message: "Access control list {0} is for {1}, the load balancer has {2}.",
  },
  "ServerCertificateId.NotFound": { status: 404, message: "The server certificate {0} does not exist." },
  "CACertificateId.NotFound": { status: 404, message: "The CA certificate {0} does not exist." },
  MissingServerCertificateId: { status: 400, message: "An HTTPS listener needs ServerCertificateId." },
  CertificateAndPrivateKeyIsRefered: {
    status: 400,
    message: "Certificate {0} is used by a listener of {1}. Delete the listener first.",
  },
  CertificateAndPrivateKeyMismatch: { status: 400, message: "The private key does not fit the certificate." },
  "InvalidCertificate.Malformed": { status: 400, message: "The certificate is not a PEM text." },
  "InvalidPrivateKey.Malformed": { status: 400, message: "The private key is not a PEM text." },
  "InvalidForwardPort.NotFound": {
    status: 400,
    message: "{0} has no HTTPS listener on port {1} to forward to.",
  },
});
