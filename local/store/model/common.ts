/** A tag on a thing. */
export interface Tag {
  key: string;
  value: string;
}

/** What every thing has. */
export interface Common {
  /** The cloud's id: `vpc-…`, `i-…`, 32 hex digits … */
  id: string;
  regionId: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
  createdTime: string;
  tags: Tag[];
}
