/** Error response in the definition of an API. Source: ErrorCodeSample. */
export interface ErrorCodeSample {
  /** Status or code. */
  code: string;
  /** Message of the service. */
  message: string;
  /** Meaning of the error. */
  description?: string;
  /** Model of the response. */
  model?: string;
}

/** Response part of an API's definition, for its documentation and SDKs. It does not affect calls. */
export interface ApiResponse {
  /** JSON, TEXT, BINARY, XML, HTML or PASSTHROUGH. */
  resultType: string;
  /** Example of a response. */
  resultSample: string;
  /** Example of an error response. */
  failResultSample?: string;
  /** Error responses. */
  errorCodeSamples: ErrorCodeSample[];
}

/**
 * Values that the alicloud provider writes whenever it creates or changes an API. It omits the other fields,
 * which ModifyApi treats as empty. Source: `ResultType` and `ResultSample` in the provider's
 * extension_api_gateway.go.
 */
export const providerResponse: ApiResponse = {
  resultType: "JSON",
  resultSample: "Result Sample",
  errorCodeSamples: [],
};
