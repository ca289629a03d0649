/** An error of the service, as the definition of an API tells it. Source: ErrorCodeSample. */
export interface ErrorCodeSample {
  /** Status or code. */
  code: string;
  /** What the service says. */
  message: string;
  /** What it means. */
  description?: string;
  /** Model of the answer. */
  model?: string;
}

/** What the definition of an API tells of the answers: for its documents and SDKs alone, no call depends on it. */
export interface ApiResponse {
  /** JSON, TEXT, BINARY, XML, HTML or PASSTHROUGH. */
  resultType: string;
  /** An answer. */
  resultSample: string;
  /** An answer that tells of an error. */
  failResultSample?: string;
  /** The errors. */
  errorCodeSamples: ErrorCodeSample[];
}

/**
 * What the provider writes, whatever is asked for, when it makes or changes an API; of the rest it says nothing, which
 * ModifyApi takes as none. Source: `ResultType` and `ResultSample` in the provider's extension_api_gateway.go.
 */
export const providerResponse: ApiResponse = {
  resultType: "JSON",
  resultSample: "Result Sample",
  errorCodeSamples: [],
};
