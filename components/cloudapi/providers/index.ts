import type { DynamicType } from "../dynamicType";
import { AppCredentialsProvider } from "./appCredentials";
import { AuthorizationProvider } from "./authorization";
import { CustomDomainProvider } from "./customDomain";
import { EgressAddressesProvider } from "./egressAddresses";
import { PublicationProvider } from "./publication";
import { ReadinessProvider } from "./readiness";

/** What fills the gaps of the provider, by resource type; loaded by name in the dynamic provider's process. */
export const providers = {
  AppCredentials: () => new AppCredentialsProvider(),
  Authorization: () => new AuthorizationProvider(),
  CustomDomain: () => new CustomDomainProvider(),
  EgressAddresses: () => new EgressAddressesProvider(),
  Publication: () => new PublicationProvider(),
  Readiness: () => new ReadinessProvider(),
} satisfies Record<DynamicType, () => object>;
