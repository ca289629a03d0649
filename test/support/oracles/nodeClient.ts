import { createHmac } from "node:crypto";
import { createRequire } from "node:module";

export interface NodeClientOptions {
  query?: Record<string, unknown>;
  data?: unknown;
  headers?: Record<string, string>;
  signHeaders?: Record<string, string>;
}

/**
 * The client of the npm package `aliyun-api-gateway`, which has no types. It declares only the members that tests use.
 */
export interface NodeClient {
  get(url: string, options: NodeClientOptions): Promise<unknown>;
  post(url: string, options: NodeClientOptions): Promise<unknown>;
  put(url: string, options: NodeClientOptions): Promise<unknown>;
  delete(url: string, options: NodeClientOptions): Promise<unknown>;
  sign(text: string): string;
  buildStringToSign(
    method: string,
    headers: Record<string, string>,
    signedHeaders: string,
    url: unknown,
    form?: Record<string, string>,
  ): string;
}

const { Client } = createRequire(__filename)("aliyun-api-gateway") as {
  Client: new (key: string, secret: string, stage?: string) => NodeClient;
};

/**
 * The vendor's client for Node.js. It only signs with HmacSHA256. For the other method, this function replaces the
 * digest.
 */
export function nodeClient(key: string, secret: string, method = "HmacSHA256"): NodeClient {
  const client = new Client(key, secret);
  if (method === "HmacSHA1") {
    client.sign = (text) => createHmac("sha1", secret).update(text, "utf8").digest("base64");
  }
  return client;
}
