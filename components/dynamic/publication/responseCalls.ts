import { type DescribeApiResponseBody, ModifyApiConfigurationRequest } from "@alicloud/cloudapi20160714";
import type { ApiResponse } from "./apiResponse";

/**
 * Request that writes the response part of an API. ModifyApiConfiguration changes only the fields that it
 * gets, while ModifyApi requires the whole definition.
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

/** Reads the current response part of an API. */
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
