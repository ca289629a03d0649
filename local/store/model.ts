/** The things that a local Alibaba Cloud keeps: plain data, one record per thing, as it stands in the snapshot. */
export type * from "./model/alb";
export type * from "./model/api";
export type * from "./model/app";
export type * from "./model/clb";
export type * from "./model/common";
export type * from "./model/compute";
export type * from "./model/domain";
export type * from "./model/gateway";
export type * from "./model/log";
export type * from "./model/network";
export type * from "./model/plugin";
