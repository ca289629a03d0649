export {
  ClassicLoadBalancer,
  type ClassicLoadBalancerArgs,
  type ClassicLoadBalancerSettings,
} from "./balancer/classicLoadBalancer";
export type { DomainRecord } from "./cloudapi/ownershipRecords";
export { ArgumentMistakesError, type Mistake } from "./core/mistakes";
export type { Tags } from "./core/options";
export { GatewayAccess, type GatewayAccessArgs } from "./gateway/access";
export { ApiGroup, type ApiGroupArgs } from "./gateway/apiGroup";
export { App, type AppArgs, type AppSettings } from "./gateway/app";
export { CustomDomain, type CustomDomainArgs } from "./gateway/customDomain";
export type { CertificateSettings, CustomDomainSettings, DnsSettings } from "./gateway/domainSettings";
export { Publication, type PublicationArgs, type PublicationSettings } from "./gateway/publication";
export type { AppCodeIn, BackendArgs, Method, Protocol, Route, RouteArgs } from "./gateway/route";
export { type RouteRevision, Routes, type RoutesArgs } from "./gateway/routes";
export type { Stage } from "./gateway/stage";
export { Network, type NetworkArgs } from "./network/network";
export { NginxService, type NginxServiceArgs, type NginxServiceSettings } from "./service/nginxService";
export { VpcApi, type VpcApiArgs } from "./vpcApi";
