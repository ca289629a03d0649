import type CertificateClient from "@alicloud/cas20200407";
import type OpenApiClient from "@alicloud/openapi-core";
import type * as pulumi from "@pulumi/pulumi";
import { type Action, type Body, callApiGateway, type Query } from "./client/apiGateway";
import { whileBusy } from "./client/calls";
import {
  type CalledProduct,
  createCertificateClient,
  createClient,
  type Product,
  resolveConnection,
  resolveRegion,
  type Settings,
} from "./client/connection";
import { isLocalGateway } from "./client/endpoints";
import type { InRegion } from "./types";

/** Marker of an unknown value in the messages of Pulumi's engine. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Result of a refresh of a resource that was deleted outside of Pulumi, which expects an empty ID. */
export const reportDeleted = (): pulumi.dynamic.ReadResult => ({ id: "", props: {} });

/**
 * Compares the properties whose change replaces the resource. An unknown region is an update at preview, because it
 * may turn out to be the same.
 *
 * @param hasChanged - whether another property changed
 */
export function compareIdentity<Inputs extends InRegion>(
  olds: Inputs,
  news: Inputs,
  identity: readonly (keyof Inputs & string)[],
  hasChanged = false,
): { replaces: string[]; changes: boolean } {
  const replaces = identity.filter((property) => olds[property] !== news[property]);
  const isOtherRegion = olds.regionId !== news.regionId;
  if (isOtherRegion && !hasUnknown(news.regionId)) replaces.push("regionId");
  return { replaces, changes: hasChanged || replaces.length > 0 || isOtherRegion };
}

/**
 * Dynamic provider for a resource that the alicloud provider lacks, on top of the core of the official SDKs. It runs in
 * the process of Pulumi's dynamic provider.
 */
export abstract class DynamicProvider {
  private settings: Settings | undefined;
  private readonly clients = new Map<string, OpenApiClient>();

  /**
   * @param fixedClient - client of API Gateway to use in every region, instead of one that follows the configuration
   * @param fixedCertificateClient - the same for the certificate service
   */
  constructor(
    private readonly fixedClient?: OpenApiClient,
    private readonly fixedCertificateClient?: CertificateClient,
  ) {}

  async configure({ config }: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.settings = config;
  }

  /**
   * Adds the region to the inputs, so that a state always contains it: a program may set the same region in a
   * provider and in the configuration, and that of the configuration may change.
   */
  protected inRegion<Inputs extends InRegion>(inputs: Inputs): Inputs & { regionId: string } {
    return { ...inputs, regionId: inputs.regionId ?? resolveRegion(this.configured()) };
  }

  protected clientIn({ regionId }: InRegion, product: CalledProduct = "cloudapi"): OpenApiClient {
    if (product === "cloudapi" && this.fixedClient) return this.fixedClient;
    const key = `${product} ${regionId}`;
    const client = this.clients.get(key) ?? createClient(this.connectionIn(regionId, product), product);
    this.clients.set(key, client);
    return client;
  }

  /** Calls an idempotent action of API Gateway, and returns the body of its response. */
  protected send<Name extends Action>(
    place: InRegion,
    action: Name,
    query: Query<Name>,
  ): Promise<Body<Name>> {
    return whileBusy(() => callApiGateway(this.clientIn(place), action, query));
  }

  protected certificateClientIn({ regionId }: InRegion): CertificateClient {
    return this.fixedCertificateClient ?? createCertificateClient(this.connectionIn(regionId, "cas"));
  }

  private connectionIn(regionId: string | undefined, product?: Product) {
    return resolveConnection(this.configured(), process.env, regionId, product);
  }

  private configured(): Settings {
    if (!this.settings) throw new Error("the dynamic provider was not configured");
    return this.settings;
  }

  /** Value of the stack's configuration, by `<namespace>:<key>`. */
  protected setting(key: string): string | undefined {
    return this.settings?.get(key);
  }

  /** Whether the stack uses a local cloud. */
  protected isLocal(): boolean {
    return isLocalGateway(this.settings?.get("alicloud:endpoints"));
  }
}
