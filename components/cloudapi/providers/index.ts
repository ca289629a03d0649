import type { DynamicType } from "../dynamicType";
import { AlbZonesProvider } from "./albZones";
import { AppCredentialsProvider } from "./appCredentials";
import { AuthorizationProvider } from "./authorization";
import { BalancerPlaceProvider } from "./balancerPlace";
import { CustomDomainProvider } from "./customDomain";
import { EgressAddressesProvider } from "./egressAddresses";
import { PublicationProvider } from "./publication";
import { ReadinessProvider } from "./readiness";
import { RouteNamesProvider } from "./routeNames";

/** What fills the gaps of the provider, by resource type; loaded by name in the dynamic provider's process. */
export const providers = {
  AlbZones: () => new AlbZonesProvider(),
  AppCredentials: () => new AppCredentialsProvider(),
  Authorization: () => new AuthorizationProvider(),
  BalancerPlace: () => new BalancerPlaceProvider(),
  CustomDomain: () => new CustomDomainProvider(),
  EgressAddresses: () => new EgressAddressesProvider(),
  Publication: () => new PublicationProvider(),
  Readiness: () => new ReadinessProvider(),
  RouteNames: () => new RouteNamesProvider(),
} satisfies Record<DynamicType, () => object>;
