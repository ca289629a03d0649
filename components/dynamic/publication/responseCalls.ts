import type { DescribeApiResponseBody } from "@alicloud/cloudapi20160714";
import { withoutUndefined } from "../../validation/given";
import type { ApiResponse } from "./apiResponse";

/**
 * Query that writes the response part of an API. ModifyApiConfiguration changes only the fields that it
 * gets, while ModifyApi requires the whole definition.
 */
export function responseQuery(apiId: string, response: ApiResponse) {
  const { resultType, resultSample, failResultSample = "", errorCodeSamples } = response;
  const samples = errorCodeSamples.map(({ code, message, description, model }) => ({
    Code: code,
    Message: message,
    Description: description,
    Model: model,
  }));
  return { apiId, resultType, resultSample, failResultSample, errorCodeSamples: JSON.stringify(samples) };
}

export function describedResponse(api: DescribeApiResponseBody | undefined): ApiResponse {
  const { resultType = "", resultSample = "", failResultSample, errorCodeSamples } = api ?? {};
  const samples = errorCodeSamples?.errorCodeSample ?? [];
  return withoutUndefined({
    resultType,
    resultSample,
    failResultSample: failResultSample || undefined,
    errorCodeSamples: samples.map(({ code = "", message = "", description, model }) => ({
      code,
      message,
      description: description || undefined,
      model: model || undefined,
    })),
  });
}
