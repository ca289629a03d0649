export {
  type AlbInstance,
  type AlbVSwitch,
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerArgs,
  type VpcApiAlbArgs,
} from "./balancer/applicationLoadBalancer";
export {
  ClassicLoadBalancer,
  type ClassicLoadBalancerArgs,
  type VpcApiClbArgs,
} from "./balancer/classicLoadBalancer";
export type {
  ApplicationBalancer,
  ClassicBalancer,
  NoBalancer,
  VpcApiBalancerArgs,
} from "./balancer/settings";
export type { ChildKinds, ChildTransforms, ComponentArgs, Nodes } from "./component/children";
export type { Tags } from "./component/options";
export type { DeepPartial, Transform, TransformFunction } from "./component/transform";
export type { DomainRecord } from "./dynamic/customDomain/ownershipRecords";
export type { ApiResponse, ErrorCodeSample } from "./dynamic/publication/apiResponse";
export type {
  GatewayAccessArgs,
  NewGatewayAccess,
  SharedAccess,
  SharedGatewayAccess,
} from "./gateway/access/args";
export { GatewayAccess } from "./gateway/access/gatewayAccess";
export { App, type AppArgs, type AppAuthorization } from "./gateway/apps/app";
export type {
  AppCredentialArgs,
  CommonAppArgs,
  CredentialSource,
  GeneratedCredential,
  VpcApiAppArgs,
} from "./gateway/apps/args";
export type {
  CertificateArgs,
  DnsArgs,
  PemCertificate,
  StoredCertificate,
  VpcApiDomainArgs,
} from "./gateway/domains/args";
export { CustomDomain, type CustomDomainArgs } from "./gateway/domains/customDomain";
export { ApiGroup, type ApiGroupArgs, type VpcApiGroupArgs } from "./gateway/group/apiGroup";
export type {
  AccessListArgs,
  HttpsPolicy,
  SubscriptionArgs,
  VpcApiGatewayArgs,
  VpcApiGatewayInstanceArgs,
} from "./gateway/instance/args";
export {
  GatewayInstance,
  type GatewayInstanceArgs,
} from "./gateway/instance/gatewayInstance";
export { AccessLog, type AccessLogArgs } from "./gateway/log/accessLog";
export type { NewAccessLog, VpcApiAccessLogArgs } from "./gateway/log/args";
export type {
  ClaimArgs,
  CorsArgs,
  ErrorMappingArgs,
  GroupPluginArgs,
  IpAccessArgs,
  IpAccessSource,
  Jwk,
  JwtArgs,
  MappedErrorArgs,
  PluginDocumentArgs,
  PluginType,
  RoutePluginArgs,
  ThrottlingArgs,
  ThrottlingUnit,
} from "./gateway/plugins/args";
export { Plugins, type PluginsArgs, type PublishedIn } from "./gateway/plugins/plugins";
export type { InStages } from "./gateway/plugins/stages";
export type { ApiVersions, StageArgs, VpcApiPublicationArgs } from "./gateway/publication/plan";
export { Publication, type PublicationArgs, type PublishedStage } from "./gateway/publication/publication";
export type { VpcApiReadinessArgs } from "./gateway/readiness/plan";
export type {
  BackendParameterArgs,
  ConstantParameterArgs,
  ParameterArgs,
  ParameterIn,
  ParameterType,
  RouteParameters,
  SystemParameterArgs,
  SystemParameterName,
} from "./gateway/routes/parameterArgs";
export type {
  AppCodeIn,
  BackendArgs,
  Method,
  MockArgs,
  Protocol,
  Route,
  RouteArgs,
  RouteDefaults,
} from "./gateway/routes/plan";
export type { ErrorExampleArgs, ResponseArgs, ResponseContentType } from "./gateway/routes/response";
export { type RouteRevision, Routes, type RoutesArgs } from "./gateway/routes/routes";
export type { ExistingNetwork } from "./network/existing";
export { Network, type NetworkArgs, type VpcApiNetworkArgs, type VSwitchArgs } from "./network/network";
export type { UnsupportedEffect, UnsupportedFeature } from "./openapi/findings";
export { type OpenApiArgs, type OpenApiDocument, openApiOf } from "./openapi/openApiOf";
export { type RoutesFromOpenApiArgs, routesFromOpenApi } from "./openapi/routesFromOpenApi";
export type {
  ExistingInstance,
  ExistingInstances,
  ExistingService,
  ExistingTarget,
} from "./service/existingService";
export type { DiskCategory, InstanceArgs, SystemDisk } from "./service/instanceSettings";
export { NginxService, type NginxServiceArgs, type VpcApiNginxArgs } from "./service/nginxService";
export { ArgumentError, type Problem } from "./validation/problems";
export type { Stage } from "./validation/stages";
export type { VpcApiArgs, VpcApiRouteArgs } from "./vpcApi/args";
export type { VpcApiServiceArgs } from "./vpcApi/backEnd";
export { VpcApi } from "./vpcApi/vpcApi";
