/** Parameters of every list that comes in pages. */
export const paging = {
  PageNumber: { type: "integer", min: 1 },
  PageSize: { type: "integer", min: 1, max: 100 },
} as const;

export interface Page<T> {
  items: T[];
  PageNumber: number;
  PageSize: number;
  TotalCount: number;
}

/** One page of a list; pages count from 1, ten things each unless asked otherwise. */
export function pageOf<T>(items: readonly T[], request: { PageNumber?: number; PageSize?: number }): Page<T> {
  const PageNumber = request.PageNumber ?? 1;
  const PageSize = request.PageSize ?? 10;
  const start = (PageNumber - 1) * PageSize;
  return { items: items.slice(start, start + PageSize), PageNumber, PageSize, TotalCount: items.length };
}

/** The part of a page that goes beside the list. */
export function pageFields(page: Page<unknown>): {
  PageNumber: number;
  PageSize: number;
  TotalCount: number;
} {
  const { PageNumber, PageSize, TotalCount } = page;
  return { PageNumber, PageSize, TotalCount };
}
