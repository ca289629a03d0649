import { type DescribeApiResponseBody, ModifyApiConfigurationRequest } from "@alicloud/cloudapi20160714";

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

/**
 * The call that writes it. ModifyApiConfiguration changes what it is given alone, where ModifyApi would ask for the
 * whole definition.
 */
export function responseRequest(apiId: string, response: ApiResponse): ModifyApiConfigurationRequest {
  const { resultType, resultSample, failResultSample = "", errorCodeSamples } = response;
  const samples = errorCodeSamples.map(({ code, message, description, model }) => ({
    Code: code,
    Message: message,
    ...(description === undefined ? {} : { Description: description }),
    ...(model === undefined ? {} : { Model: model }),
  }));
  const errors = JSON.stringify(samples);
  return new ModifyApiConfigurationRequest({
    apiId,
    resultType,
    resultSample,
    failResultSample,
    errorCodeSamples: errors,
  });
}

/** What an API tells now. */
export function describedResponse(api: DescribeApiResponseBody | undefined): ApiResponse {
  const { resultType = "", resultSample = "", failResultSample, errorCodeSamples } = api ?? {};
  const samples = errorCodeSamples?.errorCodeSample ?? [];
  return {
    resultType,
    resultSample,
    ...(failResultSample ? { failResultSample } : {}),
    errorCodeSamples: samples.map(({ code = "", message = "", description, model }) => ({
      code,
      message,
      ...(description ? { description } : {}),
      ...(model ? { model } : {}),
    })),
  };
}
