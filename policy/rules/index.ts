import type { Rule } from "../core/rule";
import { albBackendAddressTypeIntranet } from "./balancer/albBackendAddressTypeIntranet";
import { apiRequestProtocolHttps } from "./gateway/apiRequestProtocolHttps";

export { albBackendAddressTypeIntranet, apiRequestProtocolHttps };

/** All rules of the pack, in the order of a request's way. */
export const rules: readonly Rule[] = [apiRequestProtocolHttps, albBackendAddressTypeIntranet];
