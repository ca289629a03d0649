import { parseJson } from "../../parsing";
import type { LogProject } from "../../store/model";
import { accountId, defaultRegionId } from "../common/regions";
import { allResourceGroups } from "../common/resourceGroups";
import { isoSeconds } from "../common/times";
import { logError } from "./errors";
import { JsonText, type LogCall, type LogOperation, requireProject, toSeconds } from "./operation";

const projectName = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** The project of a call for tags or resource groups, which is named in the body or query. */
function named(call: LogCall, given: unknown) {
  const [id] = Array.isArray(given) ? given.map(String) : [];
  return requireProject({ ...call, project: id ?? "" });
}

/** The query parameter of ListTagResources. */
function resourceIds({ query }: LogCall): unknown {
  const text = query.get("resourceId") ?? "[]";
  try {
    return parseJson(text);
  } catch {
    throw logError("ParameterInvalid", "resourceId", `"${text}" is not a JSON list`);
  }
}

function readTag(tag: unknown): { key: string; value: string } {
  const fields = new Map<string, unknown>(typeof tag === "object" && tag !== null ? Object.entries(tag) : []);
  const key = fields.get("key");
  if (typeof key !== "string" || key === "") {
    throw logError("ParameterInvalid", "tags", "contains a tag without a key");
  }
  return { key, value: String(fields.get("value") ?? "") };
}

/** Default page size. Source: Simple Log Service, ListProject. */
const defaultPageSize = 100;

const describeProject = (project: LogProject) => ({
  projectName: project.id,
  description: project.description,
  region: project.regionId,
  resourceGroupId: project.resourceGroupId,
  createTime: String(toSeconds(project.createdTime)),
  lastModifyTime: String(toSeconds(project.modifiedTime)),
  owner: accountId,
  status: "Normal",
  dataRedundancyType: "LRS",
  recycleBinEnabled: false,
  quota: {},
});

export const projects: readonly LogOperation[] = [
  {
    // A project exists in every region of the local cloud. The endpoint would identify the region, and there is only
    // one endpoint.
    action: "CreateProject",
    method: "POST",
    path: "/",
    takes: ["projectName", "description", "resourceGroupId"],
    handle({ store, now, body }) {
      const name = String(body.get("projectName") ?? "");
      if (!projectName.test(name))
        throw logError(
          "ParameterInvalid",
          "projectName",
          `"${name}" is not 3 to 63 lower-case letters, digits and hyphens`,
        );
      if (store.logProjects.get(name)) throw logError("ProjectAlreadyExist", name);
      const createdTime = isoSeconds(now);
      store.logProjects.put({
        id: name,
        regionId: defaultRegionId,
        createdTime,
        modifiedTime: createdTime,
        tags: [],
        description: String(body.get("description") ?? ""),
        resourceGroupId: String(body.get("resourceGroupId") ?? ""),
        policy: "",
      });
    },
  },
  {
    action: "ListProject",
    method: "GET",
    path: "/",
    ofAccount: true,
    queries: ["projectName", "offset", "size"],
    handle({ store, query }) {
      const found = store.logProjects.filter(({ id }) => id.includes(query.get("projectName") ?? ""));
      const offset = Number(query.get("offset") ?? 0);
      const rows = found.slice(offset, offset + Number(query.get("size") ?? defaultPageSize));
      return { count: rows.length, total: found.length, projects: rows.map(describeProject) };
    },
  },
  {
    action: "GetProject",
    method: "GET",
    path: "/",
    handle: (call) => describeProject(requireProject(call)),
  },
  {
    action: "UpdateProject",
    method: "PUT",
    path: "/",
    takes: ["description"],
    handle(call) {
      const project = requireProject(call);
      project.description = String(call.body.get("description") ?? "");
      project.modifiedTime = isoSeconds(call.now);
    },
  },
  {
    // Its Logstores are deleted with it.
    action: "DeleteProject",
    method: "DELETE",
    path: "/",
    handle(call) {
      const { id } = requireProject(call);
      for (const one of call.store.logStores.filter(({ project }) => project === id)) {
        call.store.logStores.delete(one.id);
        call.store.logEntries.delete(one.id);
      }
      call.store.logProjects.delete(id);
    },
  },
  {
    action: "GetProjectPolicy",
    method: "GET",
    path: "/policy",
    handle: (call) => new JsonText(requireProject(call).policy || "{}"),
  },
  {
    // Assumption: the service keeps the policy as it is written. It restricts nobody here.
    action: "PutProjectPolicy",
    method: "POST",
    path: "/policy",
    takes: ["Version", "Statement"],
    handle(call) {
      const project = requireProject(call);
      if (!call.body.has("Statement")) throw logError("ParameterInvalid", "Statement", "is missing");
      project.policy = call.text;
      project.modifiedTime = isoSeconds(call.now);
    },
  },
  {
    action: "DeleteProjectPolicy",
    method: "DELETE",
    path: "/policy",
    handle(call) {
      const project = requireProject(call);
      project.policy = "";
      project.modifiedTime = isoSeconds(call.now);
    },
  },
  {
    action: "ChangeResourceGroup",
    method: "PUT",
    path: "/resourcegroup",
    takes: ["resourceType", "resourceId", "resourceGroupId"],
    handle(call) {
      const project = named(call, [call.body.get("resourceId")]);
      const groupId = String(call.body.get("resourceGroupId") ?? "");
      if (!allResourceGroups(call.store).some(({ id }) => id === groupId))
        throw logError("ParameterInvalid", "resourceGroupId", `"${groupId}" does not exist`);
      project.resourceGroupId = groupId;
      project.modifiedTime = isoSeconds(call.now);
    },
  },
  {
    action: "ListTagResources",
    method: "GET",
    path: "/tags",
    queries: ["resourceType", "resourceId", "nextToken"],
    handle(call) {
      const { id, tags } = named(call, resourceIds(call));
      const tagResources = tags.map(({ key, value }) => ({
        resourceType: "PROJECT",
        resourceId: id,
        tagKey: key,
        tagValue: value,
      }));
      return { nextToken: "", tagResources };
    },
  },
  {
    action: "TagResources",
    method: "POST",
    path: "/tag",
    takes: ["resourceType", "resourceId", "tags"],
    handle(call) {
      const project = named(call, call.body.get("resourceId"));
      const added = [call.body.get("tags")].flat().map(readTag);
      const keys = new Set(added.map(({ key }) => key));
      project.tags = [...project.tags.filter(({ key }) => !keys.has(key)), ...added];
    },
  },
  {
    action: "UntagResources",
    method: "POST",
    path: "/untag",
    takes: ["resourceType", "resourceId", "tags"],
    handle(call) {
      const project = named(call, call.body.get("resourceId"));
      const keys = new Set([call.body.get("tags")].flat().map(String));
      project.tags = project.tags.filter(({ key }) => !keys.has(key));
    },
  },
];
