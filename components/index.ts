export { ApplicationLoadBalancer } from "./balancer/applicationLoadBalancer";
export type * from "./balancer/args";
export { ClassicLoadBalancer } from "./balancer/classicLoadBalancer";
export type { ChildKinds, ChildTransforms, ComponentArgs, Nodes } from "./component/children";
export type { Tags } from "./component/tags";
export type { DeepPartial, Transform, TransformFunction } from "./component/transform";
export type { DomainRecord } from "./dynamic/customDomain/ownershipRecords";
export type { ApiResponse, ErrorCodeSample } from "./dynamic/publication/apiResponse";
export type * from "./gateway/access/args";
export { GatewayAccess } from "./gateway/access/gatewayAccess";
export { App } from "./gateway/apps/app";
export type * from "./gateway/apps/args";
export type * from "./gateway/domains/args";
export { CustomDomain } from "./gateway/domains/customDomain";
export { ApiGroup } from "./gateway/group/apiGroup";
export type * from "./gateway/group/args";
export type * from "./gateway/instance/args";
export { GatewayInstance } from "./gateway/instance/gatewayInstance";
export { AccessLog } from "./gateway/log/accessLog";
export type * from "./gateway/log/args";
export type * from "./gateway/plugins/args";
export type { PluginDocumentArgs } from "./gateway/plugins/document";
export type * from "./gateway/plugins/kinds";
export type { PluginType } from "./gateway/plugins/plugin";
export { Plugins } from "./gateway/plugins/plugins";
export type { InStages } from "./gateway/plugins/stages";
export type * from "./gateway/publication/args";
export { Publication, type PublishedStage } from "./gateway/publication/publication";
export type { VpcApiReadinessArgs } from "./gateway/readiness/plan";
export type {
  AppCodeIn,
  BackendArgs,
  Method,
  MockArgs,
  Protocol,
  Route,
  RouteArgs,
  RouteDefaults,
  RouteRevision,
  RoutesArgs,
} from "./gateway/routes/args";
export type {
  BackendParameterArgs,
  ConstantParameterArgs,
  ParameterArgs,
  ParameterIn,
  ParameterType,
  RouteParameters,
  SystemParameterArgs,
  SystemParameters,
} from "./gateway/routes/parameterArgs";
export type { ErrorExampleArgs, ResponseArgs, ResponseContentType } from "./gateway/routes/response";
export { Routes } from "./gateway/routes/routes";
export type * from "./network/args";
export { Network } from "./network/network";
export type { UnsupportedEffect, UnsupportedFeature } from "./openapi/findings";
export { type OpenApiArgs, type OpenApiDocument, openApiFromRoutes } from "./openapi/openApiFromRoutes";
export { type RoutesFromOpenApiArgs, routesFromOpenApi } from "./openapi/routesFromOpenApi";
export type * from "./service/args";
export { NginxService } from "./service/nginxService";
export { ArgumentError, type Problem } from "./validation/problems";
export type { Stage } from "./validation/stages";
export type * from "./vpcApi/args";
export { VpcApi } from "./vpcApi/vpcApi";
