export interface Tag {
  key: string;
  value: string;
}

/** Common fields of all resources. */
export interface Common {
  /** ID in the cloud: `vpc-…`, `i-…`, 32 hex digits … */
  id: string;
  regionId: string;
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
  createdTime: string;
  tags: Tag[];
}
