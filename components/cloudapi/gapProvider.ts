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
  type Settings,
} from "./connection";

/** What stands for a value that is not known yet in the messages of Pulumi's engine. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything in it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** What every resource of this kind may say. */
export interface InRegion {
  /** Region that it is in. Undefined: the one of the stack's configuration. */
  regionId?: string;
}

/** A resource that the provider lacks, on the official SDK. Runs in the process of Pulumi's dynamic provider. */
export abstract class GapProvider {
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
    if (!this.settings) throw new Error("the dynamic provider was not configured");
    return connectionOf(this.settings, process.env, regionId, product);
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
