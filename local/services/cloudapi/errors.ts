import { defineErrors } from "../../rpc/errors";

/**
 * Not-found codes are those that the Terraform provider handles. If a code of the real service is not known
 * (duplicates, resources in use), its name has the same style (`gateway-facts`, section 8).
 */
export const apiError = defineErrors({
  NotFoundApiGroup: { status: 404, message: "Cannot find API group {0}." },
  NotFoundApi: { status: 404, message: "Cannot find API {0}{1}." },
  NotFoundStage: { status: 404, message: "API {0} is not published in stage {1}." },
  NotFoundHistoryVersion: { status: 404, message: "API {0} has no version {1} in its history." },
  NotFoundApp: { status: 404, message: "Cannot find app {0}." },
  NotFoundAppKey: { status: 404, message: "Cannot find this AppKey{0}." },
  NotFoundAppCode: { status: 404, message: "Cannot find this AppCode{0}." },
  "Throttling.User": { status: 400, message: "The AppCode of app {0} can be reset once per minute." },
  NotFoundAuthorization: { status: 404, message: "App {0} is not authorized for API {1} in stage {2}." },
  NotFoundInstance: { status: 404, message: "Cannot find gateway instance {0} in region {1}." },
  InvalidZoneId: { status: 400, message: "Zone {0} is none of region {1}, which has: {2}." },
  UnsupportedInstanceType: {
    status: 400,
    message: "{0} is a shared instance: {1} is for dedicated ones alone.",
  },
  InvalidInstanceStatus: { status: 400, message: "Instance {0} is {1}. Wait until it is RUNNING." },
  NotEmptyInstance: {
    status: 400,
    message: "Instance {0} still serves {1} groups, for example {2}. Delete them first.",
  },
  InvalidInstanceChargeType: {
    status: 400,
    message: "Instance {0} is paid for in advance and ends with its time; it cannot be deleted.",
  },
  "InvalidInstanceSpec.Same": { status: 400, message: "Instance {0} is of specification {1} already." },
  NotFoundAccessControlList: { status: 404, message: "Cannot find access control list {0}." },
  DuplicateAclName: { status: 400, message: "An access control list named {0} exists already." },
  "QuotaExceeded.AccessControlList": {
    status: 400,
    message: "There can be {0} access control lists in a region.",
  },
  AccessControlListInUse: {
    status: 400,
    message:
      "Access control list {0} is still bound to instance {1}. Use DisableInstanceAccessControl first.",
  },
  "InvalidAclEntrys.Malformed": { status: 400, message: "AclEntrys {0}." },
  InstanceAclExists: {
    status: 400,
    message: "Instance {0} is bound to access control list {1} already: there can be one.",
  },
  NotFoundInstanceAcl: { status: 404, message: "Instance {0} is not bound to access control list {1}." },
  NotFoundLogConfig: { status: 404, message: "Region {0} has no log configuration of type {1}." },
  DuplicateLogConfig: {
    status: 400,
    message:
      "The {0} log of region {1} goes to Logstore {3} of project {2} already: an account has one in a region. Delete that configuration first, or leave the log to whoever made it.",
  },
  NotFoundVpcAccess: { status: 404, message: "Cannot find VPC access authorization {0}." },
  NotFoundVSwitch: { status: 404, message: "Cannot find vSwitch {0} in VPC {1}." },
  NotFoundSecurityGroup: { status: 404, message: "Cannot find security group {0} in VPC {1}." },
  InvalidInstanceCidr: { status: 400, message: "{0} is not a CIDR block such as 192.168.0.0/16." },
  NotFoundVpc: { status: 404, message: "Cannot find VPC {0}." },
  NotFoundBackendInstance: { status: 404, message: "Cannot find {0} in VPC {1}." },
  NotFoundModel: { status: 404, message: "Group {1} has no model {0}." },
  DuplicateModelName: { status: 400, message: "Group {0} has a model named {1} already." },
  "InvalidSchema.Malformed": { status: 400, message: "Parameter Schema {0}." },
  NotFoundBackend: { status: 404, message: "Cannot find back end {0}." },
  NotFoundBackendModel: { status: 404, message: "Back end {0} has no configuration {1}." },
  // No document has the codes of the next four errors.
  DuplicateBackendName: { status: 400, message: "A back end named {0} exists already." },
  DuplicateBackendModel: { status: 400, message: "Back end {0} has a configuration for {1} already." },
  BackendInUse: { status: 400, message: "Back end {0} is used by {1}." },
  "InvalidBackendType.Mismatch": { status: 400, message: "Back end {0} is of type {1}, not {2}." },
  NotFoundPlugin: { status: 404, message: "Cannot find plug-in {0}." },
  NotFoundPluginAttachment: { status: 404, message: "Plug-in {0} is not attached to {1} in stage {2}." },
  NotFoundOperation: { status: 404, message: "Cannot find operation {0}." },
  UnsupportedBackendInstance: {
    status: 400,
    message:
      "{0} cannot be a VPC back end: {1}. Give an ECS instance, an intranet CLB, or the private address of one or of an intranet ALB.",
  },
  DuplicateVpcAccessName: { status: 400, message: "A VPC access authorization named {0} exists already." },
  DuplicateVpcAccess: { status: 400, message: "Authorization {0} is for {1}:{2} in {3} already." },
  DuplicateGroupName: { status: 400, message: "An API group named {0} exists already." },
  DuplicateApiName: { status: 400, message: "Group {1} has an API named {0} already." },
  DuplicateApiPath: { status: 400, message: "Group {2} has an API for {0} {1} already: {3}." },
  DuplicateRequestParamaters: { status: 400, message: "Request parameter {0} is defined twice." },
  DuplicateAppName: { status: 400, message: "An app named {0} exists already." },
  DuplicateAppKey: { status: 400, message: "This AppKey is in use. Choose another." },
  DuplicateAppCode: { status: 400, message: "This AppCode is in use. Choose another." },
  NotEmptyApiGroup: {
    status: 400,
    message: "Group {0} still has {1} APIs, for example {2}. Delete them first.",
  },
  ApiStillDeployed: {
    status: 400,
    message: "API {0} is still published in {1}. Take it offline with AbolishApi first.",
  },
  NotFoundDomain: { status: 404, message: "Group {1} has no custom domain {0}." },
  SingleDomainOwnershipCheckFail: {
    status: 400,
    message:
      "The owner of {0} could not be verified: it has neither a CNAME record to {1}, nor a TXT record {2} with value {3}.",
  },
  DomainAlreadyBind: {
    status: 400,
    message:
      "{0} is bound already: {1} of group {2}, on the same instance and with the same base path {3}. Use IsForce to take it over.",
  },
  HttpRedirectNeedsCertificate: {
    status: 400,
    message: "{0} redirects HTTP to HTTPS only with a certificate. Set one with SetDomainCertificate.",
  },
  HttpRedirectNeedsHttps: {
    status: 400,
    message: "{0} redirects HTTP to HTTPS only when all APIs of its group take HTTPS; {1} does not.",
  },
  "InvalidWildcardDomainPatterns.Malformed": {
    status: 400,
    message:
      "{0} is no pattern of {1}: a pattern has a variable in place of the star, such as {shop}.example.com.",
  },
  InvalidCertificate: { status: 400, message: "The certificate for {0} cannot be used: it {1}." },
  "QuotaExceeded.Domain": { status: 400, message: "A group can have {0} custom domains of type {1}." },
  PluginInUse: {
    status: 400,
    message: "Plug-in {0} is still attached to {1} in stage {2}. Detach it first.",
  },
  DuplicatePluginType: {
    status: 400,
    message:
      "{0} has plug-in {1} of type {2} in stage {3} already. Detach it first: there can be one of a type.",
  },
  "InvalidPluginData.Malformed": {
    status: 400,
    message: "The document of a plug-in of type {0} is not valid: {1}.",
  },
  "InvalidPluginData.TooLarge": {
    status: 400,
    message: "A plug-in's document has at most {0} bytes, not {1}.",
  },
  "LocalCloud.ValueNotImplemented": {
    status: 400,
    message:
      "The local cloud's gateway does not act on {0}, so plug-in {1} was not attached. It implements the types {2}.",
  },
  "QuotaExceeded.Plugin": { status: 400, message: "There can be {0} plug-ins in a region." },
  "QuotaExceeded.ApiGroup": { status: 400, message: "There can be {0} API groups in a region." },
  "QuotaExceeded.Api": { status: 400, message: "There can be {0} APIs in a group." },
  "QuotaExceeded.App": { status: 400, message: "There can be {0} apps in an account." },
  "InvalidDefinition.Malformed": { status: 400, message: "{0} {1}." },
  "LocalCloud.ParameterNotImplemented": {
    status: 400,
    message: "The local cloud does not implement {0} in an API definition. It was refused, not ignored.",
  },
  "InvalidAuthValidTime.Malformed": {
    status: 400,
    message: "AuthValidTime {0} is not a time such as Fri, 05 Oct 2018 16:00:00 GMT.",
  },
  "InvalidApiIds.Malformed": { status: 400, message: "Give 1 to {0} APIs in ApiId or ApiIds, not {1}." },
  "InvalidAppIds.Malformed": { status: 400, message: "Give 1 to 100 ids separated by commas, not {0}." },
});
