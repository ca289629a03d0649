/**
 * Names of the dynamic resources. They are listed here because a public declaration that refers to the
 * providers would make TypeScript load the declarations of the SDK in every program.
 */
export type DynamicType =
  | "AlbZones"
  | "AppCredentials"
  | "Authorization"
  | "BalancerPlace"
  | "CustomDomain"
  | "EgressAddresses"
  | "Publication"
  | "Readiness"
  | "RouteNames";
