/**
 * Names of the dynamic resources. Written out, because a public declaration that refers to the providers makes
 * TypeScript load the declarations of the SDK in every program.
 */
export type DynamicType =
  | "AlbZones"
  | "AlbZones"
  | "AppCredentials"
  | "Authorization"
  | "BalancerPlace"
  | "BalancerPlace"
  | "CustomDomain"
  | "EgressAddresses"
  | "Publication"
  | "Readiness"
  | "RouteNames";
