export type { ServiceSettings } from "./backEnd";
export {
  type AlbInstance,
  type AlbVSwitch,
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerArgs,
  type ApplicationLoadBalancerSettings,
} from "./balancer/applicationLoadBalancer";
export {
  ClassicLoadBalancer,
  type ClassicLoadBalancerArgs,
  type ClassicLoadBalancerSettings,
} from "./balancer/classicLoadBalancer";
export type {
  ApplicationBalancer,
  BalancerSettings,
  ClassicBalancer,
  NoBalancer,
} from "./balancer/settings";
export type { ApiResponse, ErrorCodeSample } from "./cloudapi/apiResponse";
export type { DomainRecord } from "./cloudapi/ownershipRecords";
export type { ChildKinds, ChildSettings, ChildTransforms, Nodes } from "./core/children";
export { ArgumentMistakesError, type Mistake } from "./core/mistakes";
export type { Tags } from "./core/options";
export type { DeepPartial, Transform, TransformFunction } from "./core/transform";
export { GatewayAccess } from "./gateway/access";
export type {
  GatewayAccessArgs,
  NewGatewayAccess,
  SharedAccess,
  SharedGatewayAccess,
} from "./gateway/accessArgs";
export { AccessLog, type AccessLogArgs } from "./gateway/accessLog";
export type { AccessLogSettings, NewAccessLog } from "./gateway/accessLogSettings";
export { ApiGroup, type ApiGroupArgs, type ApiGroupSettings } from "./gateway/apiGroup";
export { App, type AppArgs, type AppAuthorization } from "./gateway/app";
export type {
  AppCredentialSettings,
  AppSettings,
  CredentialSource,
  GeneratedCredential,
  VpcApiAppArgs,
} from "./gateway/appSettings";
export { CustomDomain, type CustomDomainArgs } from "./gateway/customDomain";
export type {
  CertificateSettings,
  CustomDomainSettings,
  DnsSettings,
  PemCertificate,
  StoredCertificate,
} from "./gateway/domainSettings";
export {
  GatewayInstance,
  type GatewayInstanceArgs,
} from "./gateway/gatewayInstance";
export type {
  AccessListArgs,
  GatewayInstanceSettings,
  GatewaySettings,
  HttpsPolicy,
  SubscriptionSettings,
} from "./gateway/gatewaySettings";
export type {
  BackendParameterArgs,
  ConstantParameterArgs,
  ParameterArgs,
  ParameterIn,
  ParameterType,
  RouteParameters,
  SystemParameterArgs,
  SystemParameterName,
} from "./gateway/parameterArgs";
export type {
  ClaimArgs,
  CorsArgs,
  ErrorMappingArgs,
  IpAccessArgs,
  IpAccessSource,
  Jwk,
  JwtArgs,
  MappedErrorArgs,
  PluginDocumentArgs,
  PluginSettings,
  PluginType,
  RoutePluginSettings,
  ThrottlingArgs,
  ThrottlingUnit,
} from "./gateway/pluginSettings";
export type { InStages } from "./gateway/pluginStages";
export { Plugins, type PluginsArgs, type PublishedIn } from "./gateway/plugins";
export { Publication, type PublicationArgs, type PublishedStage } from "./gateway/publication";
export type { ApiVersions, PublicationSettings, StageSettings } from "./gateway/publicationPlan";
export type { ReadinessSettings } from "./gateway/readinessCall";
export type {
  AppCodeIn,
  BackendArgs,
  Method,
  MockArgs,
  Protocol,
  Route,
  RouteArgs,
  RouteDefaults,
} from "./gateway/route";
export type { ErrorExampleArgs, ResponseArgs, ResponseContentType } from "./gateway/routeResponse";
export { type RouteRevision, Routes, type RoutesArgs } from "./gateway/routes";
export type { Stage } from "./gateway/stage";
export type { ExistingNetwork } from "./network/existing";
export { Network, type NetworkArgs, type NetworkSettings, type VSwitchSettings } from "./network/network";
export type { UnsupportedEffect, UnsupportedFeature } from "./openapi/findings";
export { type OpenApiDocument, type OpenApiSettings, openApiOf } from "./openapi/openApiOf";
export { type RoutesFromOpenApiOptions, routesFromOpenApi } from "./openapi/routesFromOpenApi";
export type {
  ExistingInstance,
  ExistingInstances,
  ExistingService,
  ExistingTarget,
} from "./service/existingService";
export type { DiskCategory, InstanceSettings, SystemDisk } from "./service/instanceSettings";
export { NginxService, type NginxServiceArgs, type NginxServiceSettings } from "./service/nginxService";
export { VpcApi } from "./vpcApi";
export type { VpcApiArgs, VpcApiRouteArgs } from "./vpcApiArgs";
