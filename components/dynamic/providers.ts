import type * as pulumi from "@pulumi/pulumi";
import { AlbServerProvider } from "./albServer/provider";
import { AlbZonesProvider } from "./albZones/provider";
import { AppCredentialsProvider } from "./appCredentials/provider";
import { AuthorizationProvider } from "./authorization/provider";
import { BalancerPlaceProvider } from "./balancerPlace/provider";
import { explained } from "./client/gone";
import { CustomDomainProvider } from "./customDomain/provider";
import { EgressAddressesProvider } from "./egressAddresses/provider";
import { PublicationProvider } from "./publication/provider";
import { ReadinessProvider } from "./readiness/provider";
import { RouteNamesProvider } from "./routeNames/provider";

/** Dynamic providers by resource type. The process of Pulumi's dynamic provider loads them by name. */
export const providers = {
  AlbServer: () => explaining(new AlbServerProvider()),
  AlbZones: () => explaining(new AlbZonesProvider()),
  AppCredentials: () => explaining(new AppCredentialsProvider()),
  Authorization: () => explaining(new AuthorizationProvider()),
  BalancerPlace: () => explaining(new BalancerPlaceProvider()),
  CustomDomain: () => explaining(new CustomDomainProvider()),
  EgressAddresses: () => explaining(new EgressAddressesProvider()),
  Publication: () => explaining(new PublicationProvider()),
  Readiness: () => explaining(new ReadinessProvider()),
  RouteNames: () => explaining(new RouteNamesProvider()),
};

/** Wraps a provider so that its errors include the fix if a referenced resource does not exist. */
function explaining<Provider extends pulumi.dynamic.ResourceProvider>(provider: Provider): Provider {
  const { create, update } = provider;
  const fail = (error: unknown): never => {
    throw explained(error);
  };
  provider.create = (inputs) => create.call(provider, inputs).catch(fail);
  if (update) provider.update = (id, olds, news) => update.call(provider, id, olds, news).catch(fail);
  return provider;
}
