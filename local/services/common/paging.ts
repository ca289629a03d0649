/** Parameters of every paged list. */
export const paging = {
  PageNumber: { type: "integer", min: 1 },
  PageSize: { type: "integer", min: 1, max: 100 },
} as const;

/** Parameters of a list with tokens instead of page numbers. */
export const tokenPaging = {
  MaxResults: { type: "integer", min: 1, max: 100 },
  NextToken: { type: "string", pattern: /^[1-9]\d{0,8}$/, form: "the NextToken of the answer before" },
} as const;

/** Converts a token to a page for takePage. A token is the number of the next page. */
export function tokenPage<T extends { MaxResults?: number; NextToken?: string }>(request: T) {
  return {
    ...request,
    ...(request.MaxResults !== undefined && { PageSize: request.MaxResults }),
    ...(request.NextToken && { PageNumber: Number(request.NextToken) }),
  };
}

/** Empty on the last page, and for a caller that uses page numbers. */
export function nextToken(
  { PageNumber, PageSize, TotalCount }: Page<unknown>,
  request: { MaxResults?: number; NextToken?: string },
): string {
  const byToken = request.MaxResults !== undefined || Boolean(request.NextToken);
  return byToken && PageNumber * PageSize < TotalCount ? String(PageNumber + 1) : "";
}

export interface Page<T> {
  items: T[];
  PageNumber: number;
  PageSize: number;
  TotalCount: number;
}

/** One page of a list. Page numbers start at 1, and the default page size is 10. */
export function takePage<T>(
  items: readonly T[],
  request: { PageNumber?: number; PageSize?: number },
): Page<T> {
  const PageNumber = request.PageNumber ?? 1;
  const PageSize = request.PageSize ?? 10;
  const start = (PageNumber - 1) * PageSize;
  return { items: items.slice(start, start + PageSize), PageNumber, PageSize, TotalCount: items.length };
}

/** The fields of a page beside its list. */
export function pageFields(page: Page<unknown>): {
  PageNumber: number;
  PageSize: number;
  TotalCount: number;
} {
  const { PageNumber, PageSize, TotalCount } = page;
  return { PageNumber, PageSize, TotalCount };
}
