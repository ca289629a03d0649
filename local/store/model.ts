/** The resources of a local Alibaba Cloud: plain data, one record per resource, in the format of the saved state. */
export type * from "./model/account";
export type * from "./model/alb";
export type * from "./model/api";
export type * from "./model/app";
export type * from "./model/clb";
export type * from "./model/common";
export type * from "./model/compute";
export type * from "./model/domain";
export type * from "./model/gateway";
export type * from "./model/key";
export type * from "./model/log";
export type * from "./model/network";
export type * from "./model/plugin";
export type * from "./model/stored";
