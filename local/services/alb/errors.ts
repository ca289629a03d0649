import { defineErrors } from "../../rpc/errors";

/**
 * Error codes that the Terraform provider compares (`provider-api`, section 5). An error whose code is in no public
 * list has a code in the same style.
 */
export const albError = defineErrors({
  "ResourceNotFound.LoadBalancer": {
    status: 404,
    message: "The specified resource LoadBalancer {0} is not found.",
  },
  "ResourceNotFound.ServerGroup": {
    status: 404,
    message: "The specified resource ServerGroup {0} is not found.",
  },
  "ResourceNotFound.Listener": { status: 404, message: "The specified resource Listener {0} is not found." },
  "ResourceNotFound.Vpc": { status: 404, message: "The specified resource Vpc {0} is not found." },
  "ResourceNotFound.VSwitch": { status: 404, message: "The specified resource VSwitch {0} is not found." },
  "ResourceNotFound.SecurityGroup": {
    status: 404,
    message: "The specified resource SecurityGroup {0} is not found.",
  },
  "ResourceAlreadyAssociated.SecurityGroup": {
    status: 400,
    message: "ALB {0} is in security group {1} already.",
  },
  "ResourceNotAssociated.SecurityGroup": { status: 400, message: "ALB {0} is not in security group {1}." },
  "QuotaExceeded.SecurityGroups": { status: 400, message: "An ALB can be in at most {0} security groups." },
  "IllegalParam.SecurityGroupIds": { status: 400, message: "SecurityGroupIds is illegal: {0}." },
  "ResourceNotFound.Server": {
    status: 404,
    message: "The specified resource Server {0} is not found in VPC {1}.",
  },
  "ResourceNotFound.BackendServer": {
    status: 404,
    message: "The specified resource BackendServer {0} is not found in server group {1}.",
  },
  "IncorrectStatus.LoadBalancer": {
    status: 400,
    message: "The status of ALB {0} is {1}; it must be Active.",
  },
  "IllegalParam.ZoneMappings": { status: 400, message: "ZoneMappings is illegal: {0}." },
  "IllegalParam.Servers": { status: 400, message: "Servers is illegal: {0}." },
  "IllegalParam.DefaultActions": { status: 400, message: "DefaultActions is illegal: {0}." },
  "ResourceNotEnough.VSwitchIp": {
    status: 400,
    message:
      "vSwitch {0} has no 3 free addresses left, which an ALB takes: one for itself and two to call servers from.",
  },
  "OperationDenied.DeletionProtectionEnabled": {
    status: 400,
    message: "The operation is not allowed because of DeletionProtectionEnabled.",
  },
  "ResourceAlreadyExist.Listener": { status: 400, message: "ALB {1} has a listener on port {0} already." },
  "ResourceAlreadyExist.Server": { status: 400, message: "Server group {1} has server {0} already." },
  "ResourceInUse.ServerGroup": {
    status: 400,
    message: "Server group {0} is used by listener {1}. Delete the listener first.",
  },
  "UnmatchedParam.VpcId": { status: 400, message: "{0} is in VPC {1}, not in {2}." },
  "ResourceInUse.SecurityPolicy": {
    status: 400,
    message: "Security policy {0} is used by listener {1}. Change the listener first.",
  },
  "ResourceNotFound.Rule": { status: 404, message: "The specified resource Rule {0} is not found." },
  "IllegalParam.RuleActions": { status: 400, message: "RuleActions is illegal: {0}." },
  "Conflict.Priority": { status: 400, message: "The listener has rule {1} with priority {0} already." },
  "ResourceNotFound.Acl": { status: 404, message: "The specified resource Acl {0} is not found." },
  "ResourceNotFound.Certificate": {
    status: 404,
    message: "The specified resource Certificate {0} is not found.",
  },
  "ResourceNotFound.HealthCheckTemplate": {
    status: 404,
    message: "The specified resource HealthCheckTemplate {0} is not found.",
  },
  "ResourceNotFound.LogStore": { status: 404, message: "Log project {0} has no Logstore {1}." },
  "ResourceNotFound.BandwidthPackage": {
    status: 404,
    message: "The specified resource BandwidthPackage {0} is not found.",
  },
  "ResourceAlreadyExist.AclEntry": {
    status: 400,
    message: "Entry {0} is in access control list {1} already.",
  },
  "ResourceInUse.Acl": { status: 400, message: "Access control list {0} is used by listener {1}." },
  "ResourceNotAssociated.Acl": {
    status: 400,
    message: "Listener {0} does not use access control list {1}.",
  },
  "Conflict.AclType": { status: 400, message: "Listener {0} has access control lists of type {1} already." },
  "IllegalParam.AclEntries": { status: 400, message: "AclEntries is illegal: {0}." },
  "IllegalParam.QuicConfig": { status: 400, message: "QuicConfig is illegal: {0}." },
  "MissingParam.Certificates": { status: 400, message: "A listener of protocol {0} needs Certificates." },
  "MissingParam.VpcId": { status: 400, message: "A server group of type {0} needs VpcId." },
  "MissingParam.UchConfig": { status: 400, message: "The scheduler Uch needs UchConfig." },
  "OperationDenied.NoIpv6Gateway": {
    status: 400,
    message: "VPC {0} has no IPv6 gateway, which an internet-facing IPv6 address needs.",
  },
  "QuotaExceeded.AclEntriesNum": {
    status: 400,
    message: "An access control list can have at most {0} entries.",
  },
  "QuotaExceeded.ServersNum": { status: 400, message: "A server group can have at most {0} servers." },
});
