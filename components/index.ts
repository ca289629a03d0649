export {
  ClassicLoadBalancer,
  type ClassicLoadBalancerArgs,
  type ClassicLoadBalancerSettings,
} from "./balancer/classicLoadBalancer";
export { ArgumentMistakesError, type Mistake } from "./core/mistakes";
export type { Tags } from "./core/options";
export { GatewayAccess, type GatewayAccessArgs } from "./gateway/access";
export { ApiGroup, type ApiGroupArgs } from "./gateway/apiGroup";
export { App, type AppArgs, type AppSettings } from "./gateway/app";
export type {
  CorsArgs,
  ErrorMappingArgs,
  IpAccessArgs,
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
export { Plugins, type PluginsArgs } from "./gateway/plugins";
export { Publication, type PublicationArgs, type PublicationSettings } from "./gateway/publication";
export type { AppCodeIn, BackendArgs, Method, Protocol, RouteArgs } from "./gateway/route";
export { type RouteRevision, Routes, type RoutesArgs } from "./gateway/routes";
export type { Stage } from "./gateway/stage";
export { Network, type NetworkArgs } from "./network/network";
export { NginxService, type NginxServiceArgs, type NginxServiceSettings } from "./service/nginxService";
export { VpcApi, type VpcApiArgs, type VpcApiRouteArgs } from "./vpcApi";
