import { type DescribeApiResponseBody, ModifyApiConfigurationRequest } from "@alicloud/cloudapi20160714";
import type { ApiResponse } from "./apiResponse";

/**
 * The call that writes what an API tells of its answers. ModifyApiConfiguration changes what it is given alone, where ModifyApi would ask for the
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
