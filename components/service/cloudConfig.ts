import { own } from "../validation/given";
import { hintForName } from "../validation/nearest";
import type { Problems } from "../validation/problems";
import { describeType, isObject, isOutput } from "../validation/types";

/** Keys of cloud-config by the types of their values. Source: schema of cloud-init, and the manual of 24.4. */
const keysByKind: Readonly<Record<string, string>> = {
  boolean: `
    allow_public_ssh_keys apt_reboot_if_required apt_update apt_upgrade create_hostname_file
    disable_ec2_metadata disable_root manage_resolv_conf manual_cache_clean migrate no_ssh_fingerprints
    package_reboot_if_required package_update package_upgrade prefer_fqdn_over_hostname
    preserve_hostname ssh_deletekeys ssh_quiet_keygen`,
  string: `
    authkey_hash byobu_by_default disable_root_opts final_message fqdn hostname locale_configfile
    password timezone yum_repo_dir`,
  list: `
    bootcmd cloud_config_modules cloud_final_modules cloud_init_modules datasource_list fs_setup
    mount_default_fields mounts packages runcmd ssh_authorized_keys ssh_fp_console_blacklist
    ssh_genkeytypes ssh_import_id ssh_key_console_blacklist unverified_modules write_files`,
  object: `
    ansible apk_repos apt autoinstall ca-certs ca_certs chef chpasswd datasource device_aliases
    disk_setup drivers fan growpart grub-dpkg grub_dpkg keyboard landscape lxd mcollective output
    phone_home power_state puppet random_seed reporting resolv_conf rh_subscription rpi rsyslog
    salt_minion snap spacewalk ssh ssh_keys ssh_publish_hostkeys swap system_info ubuntu_advantage
    ubuntu_pro updates vendor_data vendor_data2 yum_repos zypper`,
  "object or null": "ntp wireguard",
  "boolean or string": "locale manage_etc_hosts resize_rootfs ssh_pwauth",
  "boolean or number or string": "apt_pipelining",
  "string or list or object": "groups user users",
  "string or list": "merge_how merge_type",
  "number or string": "launch-index",
};

export const cloudConfigKeys: ReadonlyMap<string, string> = new Map(
  Object.entries(keysByKind).flatMap(([kinds, keys]) =>
    Array.from(keys.matchAll(/\S+/g), ([key]) => [key, kinds] as const),
  ),
);

const findKind = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "list" : typeof value;

/** Reports keys that no module of cloud-init reads. cloud-init ignores them silently. */
function checkCloudConfigKeys(config: Readonly<Record<string, unknown>>, problems: Problems): void {
  for (const key of Object.keys(config).filter((name) => !cloudConfigKeys.has(name))) {
    const hint = hintForName(key, [...cloudConfigKeys.keys()], "Use a key of one of cloud-init's modules.");
    problems.add(key, "is not a key of cloud-init.", hint);
  }
}

/**
 * Reports values that the schema of cloud-init does not allow: unknown keys, values of a wrong type, and
 * items of `packages`, `write_files`, `runcmd` and `bootcmd` with which their module would fail. Skips
 * Outputs.
 */
export function checkCloudConfig(config: Readonly<Record<string, unknown>>, problems: Problems): void {
  checkCloudConfigKeys(config, problems);
  for (const [key, value] of Object.entries(config)) {
    const kinds = cloudConfigKeys.get(key);
    if (kinds !== undefined && !isOutput(value) && !kinds.split(" or ").includes(findKind(value))) {
      problems.add(key, `is ${describeType(value)}.`, `It must be ${withArticles(kinds)}.`);
    }
  }
  checkItems(config, "packages", problems, checkPackage);
  checkItems(config, "runcmd", problems, checkCommand);
  checkItems(config, "bootcmd", problems, checkCommand);
  checkItems(config, "write_files", problems, checkFile);
}

/**
 * Reports values of a user's own document with which a module of cloud-init fails: unknown keys, and items of
 * a wrong type. Other values that the schema does not allow only cause a warning of cloud-init.
 */
export function checkOwnCloudConfig(config: Readonly<Record<string, unknown>>, problems: Problems): void {
  checkCloudConfigKeys(config, problems);
  checkItems(config, "runcmd", problems, checkRunnable);
  checkItems(config, "bootcmd", problems, checkRunnable);
  checkItems(config, "write_files", problems, checkFile);
}

const withArticles = (kinds: string): string =>
  kinds.replace(/\w+/g, (kind) =>
    kind === "or" || kind === "null" ? kind : `${kind === "object" ? "an" : "a"} ${kind}`,
  );

function checkItems(
  config: Readonly<Record<string, unknown>>,
  key: string,
  problems: Problems,
  check: (item: unknown, problems: Problems) => void,
): void {
  const items = config[key];
  if (!Array.isArray(items)) return;
  items.forEach((item, index) => {
    if (!isOutput(item)) check(item, problems.under(`${key}[${index}]`));
  });
}

const isText = (value: unknown): boolean => typeof value === "string" || isOutput(value);

function checkPackage(item: unknown, problems: Problems): void {
  const isVersion = Array.isArray(item) && item.length === 2 && item.every(isText);
  // cloud-init supports names by package manager since 23.4.
  if (isText(item) || isVersion || isObject(item)) return;
  problems.add("", `is ${describeType(item)}.`, "It must be a name, or a list of a name and a version.");
}

function checkCommand(item: unknown, problems: Problems): void {
  if (isText(item) || item === null || (Array.isArray(item) && item.every(isText))) return;
  const problem = Array.isArray(item) ? "has a word that is not a string." : `is ${describeType(item)}.`;
  problems.add("", problem, "It must be a line of shell, or a list of strings.");
}

/** cloud-init converts the words of a command to strings. */
function checkRunnable(item: unknown, problems: Problems): void {
  if (!Array.isArray(item)) checkCommand(item, problems);
}

const encodings = "gz gzip gz+base64 gzip+base64 gz+b64 gzip+b64 b64 base64 text/plain".split(" ");

const fileKinds: Readonly<Record<string, string>> = {
  path: "string",
  content: "string",
  owner: "string",
  permissions: "string",
  encoding: "string",
  append: "boolean",
  defer: "boolean",
  source: "object",
};

function checkFile(item: unknown, problems: Problems): void {
  if (!isObject(item)) {
    problems.add("", `is ${describeType(item)}.`, "It must be an object with path and content.");
    return;
  }
  if (item.path === undefined || item.path === "") {
    problems.add("path", "is missing.", "Set it: cloud-init ignores a file without a path.");
  }
  for (const [key, value] of Object.entries(item)) {
    const kind = own(fileKinds, key);
    if (kind === undefined) {
      const names = Object.keys(fileKinds);
      problems.add(key, "is not known.", hintForName(key, names, `Use only ${names.join(", ")}.`));
    } else if (!isOutput(value) && findKind(value) !== kind && !isMode(key, value)) {
      const hint = key === "permissions" ? 'Use an octal mode in quotes, such as "0644".' : undefined;
      problems.add(key, `is ${describeType(value)}.`, hint ?? `It must be ${withArticles(kind)}.`);
    }
  }
  checkFileTexts(item, problems);
}

/** Whether a number is a mode that lets the owner read, such as 0o644. 644 without `0o` is another mode. */
const isMode = (key: string, value: unknown): boolean =>
  key === "permissions" && typeof value === "number" && (value & 0o7400) === 0o400 && value <= 0o777;

function checkFileTexts(file: Record<string, unknown>, problems: Problems): void {
  const { permissions, encoding, content } = file;
  if (typeof permissions === "string" && !/^\s*(0o?)?[0-7]{1,4}\s*$/i.test(permissions)) {
    const hint = 'Use an octal mode, such as "0644".';
    problems.add("permissions", `"${permissions}" is not a mode: cloud-init uses 0644.`, hint);
  }
  if (typeof encoding !== "string") return;
  if (!encodings.includes(encoding)) {
    const problem = `"${encoding}" is not an encoding: cloud-init writes the content unchanged.`;
    problems.add("encoding", problem, `Use ${encodings.join(", ")}.`);
  } else if (/64$/.test(encoding) && typeof content === "string" && !isBase64(content)) {
    const problem = "is not Base64: cloud-init writes no file after it.";
    problems.add("content", problem, "Encode it, or remove encoding.");
  }
}

function isBase64(text: string): boolean {
  const characters = text.replace(/\s/g, "");
  return characters.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(characters);
}
