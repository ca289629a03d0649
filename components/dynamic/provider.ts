import type CertificateClient from "@alicloud/cas20200407";
import type Client from "@alicloud/cloudapi20160714";
import type OpenApiClient from "@alicloud/openapi-core";
import type * as pulumi from "@pulumi/pulumi";
import {
  balancerClientOf,
  certificateClientOf,
  clientOf,
  connectionOf,
  isLocal,
  type Product,
  regionOf,
  type Settings,
} from "./client/connection";

/** What stands for a value that is not known yet in the messages of Pulumi's engine. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** What every resource of this kind may say. */
export interface InRegion {
  /** Region that it is in. Undefined in a program: the one of the stack's configuration. Always there in a state. */
  regionId?: string;
}

/**
 * Properties in which a resource is another one than before. A region that is not known yet is an update in a preview:
 * it may turn out to be the same.
 */
export function changedIdentity<Inputs extends InRegion>(
  olds: Inputs,
  news: Inputs,
  properties: readonly (keyof Inputs & string)[],
): { replaces: string[]; changes: boolean } {
  const replaces = properties.filter((property) => olds[property] !== news[property]);
  const isOtherRegion = olds.regionId !== news.regionId;
  if (isOtherRegion && !hasUnknown(news.regionId)) replaces.push("regionId");
  return { replaces, changes: replaces.length > 0 || isOtherRegion };
}

/** A resource that the provider lacks, on the official SDK. Runs in the process of Pulumi's dynamic provider. */
export abstract class DynamicProvider {
  private settings: Settings | undefined;
  private readonly clients = new Map<string | undefined, Client>();

  /**
   * @param given - client to use in every region, instead of one that follows the configuration
   * @param givenCertificates - the same for the certificate service
   */
  constructor(
    private readonly given?: Client,
    private readonly givenCertificates?: CertificateClient,
  ) {}

  async configure({ config }: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.settings = config;
  }

  /**
   * The inputs with the region that they act in, so that a state always names it: a program may name the same region
   * in a provider and in the configuration, and the configuration's may change.
   */
  protected inRegion<Inputs extends InRegion>(inputs: Inputs): Inputs & { regionId: string } {
    return { ...inputs, regionId: inputs.regionId ?? regionOf(this.configured()) };
  }

  protected clientIn({ regionId }: InRegion): Client {
    const found = this.given ?? this.clients.get(regionId);
    if (found) return found;
    const client = clientOf(this.connectionIn(regionId));
    this.clients.set(regionId, client);
    return client;
  }

  protected certificateClientIn({ regionId }: InRegion): CertificateClient {
    return this.givenCertificates ?? certificateClientOf(this.connectionIn(regionId, "cas"));
  }

  protected balancerClientIn({ regionId }: InRegion): OpenApiClient {
    return balancerClientOf(this.connectionIn(regionId, "alb"));
  }

  private connectionIn(regionId: string | undefined, product?: Product) {
    return connectionOf(this.configured(), process.env, regionId, product);
  }

  private configured(): Settings {
    if (!this.settings) throw new Error("the dynamic provider was not configured");
    return this.settings;
  }

  /** A setting of the stack, as `<namespace>:<key>`. */
  protected setting(key: string): string | undefined {
    return this.settings?.get(key);
  }

  /** Whether the stack is on a local cloud. */
  protected isLocal(): boolean {
    return this.settings !== undefined && isLocal(this.settings);
  }
}
