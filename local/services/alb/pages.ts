import { takePage, tokenPage, tokenPaging } from "../common/paging";

/** Parameters of every list of ALB. */
export const listParameters = tokenPaging;

const defaultMaxResults = 20;

/** One page of a list under its name, with the token of the next page if there is one. */
export function listed<Name extends string, T>(
  name: Name,
  rows: readonly T[],
  request: { MaxResults?: number; NextToken?: string },
) {
  const page = takePage(rows, { PageSize: defaultMaxResults, ...tokenPage(request) });
  const more = page.PageNumber * page.PageSize < page.TotalCount;
  return {
    [name]: page.items,
    TotalCount: page.TotalCount,
    MaxResults: page.PageSize,
    ...(more && { NextToken: String(page.PageNumber + 1) }),
  };
}
