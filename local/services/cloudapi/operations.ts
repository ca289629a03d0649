import { type CloudOperation, cloudApiOperation } from "../common/call";
import { tagOperations } from "../common/tagOperations";
import { accessControlLists } from "./accessControlLists";
import { apis } from "./apis";
import { appSecurity } from "./appSecurity";
import { apps } from "./apps";
import { authorizations } from "./authorizations";
import { backends } from "./backends";
import { customDomains } from "./customDomains";
import { deployments } from "./deployments";
import { domainCertificates } from "./domainCertificates";
import { groups } from "./groups";
import { historyOperations } from "./histories";
import { instances } from "./instances";
import { logConfigs } from "./logConfigs";
import { models } from "./models";
import { platform } from "./platform";
import { pluginAttachments } from "./pluginAttachments";
import { plugins } from "./plugins";
import { stageModels } from "./stageModels";
import { vpcAccesses } from "./vpcAccesses";

const tags = tagOperations({
  define: cloudApiOperation,
  untagAction: "UntagResources",
  types: {
    apiGroup: (store) => store.apiGroups.all(),
    api: (store) => store.apis.all(),
    app: (store) => store.apps.all(),
    plugin: (store) => store.plugins.all(),
    instance: (store) => store.gatewayInstances.all(),
    backend: (store) => store.backends.all(),
    model: (store) => store.apiModels.all(),
    vpcAccess: (store) => store.vpcAccesses.all(),
  },
  notFoundCode: "NotFoundResourceId",
});

/** All implemented actions of API Gateway (2016-07-14). */
export const cloudApiOperations: readonly CloudOperation[] = [
  ...vpcAccesses,
  ...groups,
  ...customDomains,
  ...domainCertificates,
  ...apis,
  ...deployments,
  ...historyOperations,
  ...backends,
  ...models,
  ...apps,
  ...appSecurity,
  ...authorizations,
  ...platform,
  ...instances,
  ...accessControlLists,
  ...logConfigs,
  ...plugins,
  ...pluginAttachments,
  ...tags,
  ...stageModels,
];
