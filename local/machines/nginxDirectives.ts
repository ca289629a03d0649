/** What becomes of the directives of a guest's Nginx configuration, as data. */

/** Where Nginx looks for a relative path: its prefix, or the folder of nginx.conf. */
type Base = "prefix" | "conf";

export const GUEST_PREFIX = "/usr/share/nginx";
export const GUEST_CONF_DIR = "/etc/nginx";

/** Directives whose first argument is a path in the guest. */
export const PATHS: Readonly<Record<string, Base>> = {
  root: "prefix",
  alias: "prefix",
  access_log: "prefix",
  error_log: "prefix",
  client_body_temp_path: "prefix",
  proxy_temp_path: "prefix",
  fastcgi_temp_path: "prefix",
  uwsgi_temp_path: "prefix",
  scgi_temp_path: "prefix",
  proxy_cache_path: "prefix",
  fastcgi_cache_path: "prefix",
  uwsgi_cache_path: "prefix",
  scgi_cache_path: "prefix",
  ssl_certificate: "conf",
  ssl_certificate_key: "conf",
  ssl_client_certificate: "conf",
  ssl_trusted_certificate: "conf",
  ssl_crl: "conf",
  ssl_dhparam: "conf",
  ssl_password_file: "conf",
  ssl_session_ticket_key: "conf",
  auth_basic_user_file: "conf",
};

/** First arguments of path directives that are words, not paths. */
export const WORDS_INSTEAD_OF_PATHS: Readonly<Record<string, readonly string[]>> = {
  access_log: ["off"],
  auth_basic_user_file: ["off"],
};

/** Variables in a path that cannot lead out of it: Nginx checks or normalises their values itself. */
export const SAFE_PATH_VARIABLES: readonly RegExp[] = [/^\d$/, /^host$/, /^server_name$/, /^uri$/];

/** Taken out: they say how the process runs on a machine of its own, which the local cloud decides. */
export const DROPPED: ReadonlySet<string> = new Set([
  "user",
  "daemon",
  "master_process",
  "pid",
  "lock_file",
  "worker_processes",
  "worker_priority",
  "worker_cpu_affinity",
  "worker_rlimit_nofile",
  "worker_rlimit_core",
  "working_directory",
  "debug_points",
]);

const NO_OTHER_SERVERS = "an instance of the local cloud runs Nginx only and opens no connection itself";

/** Refused by name, with the reason. */
export const REFUSED: Readonly<Record<string, string>> = {
  proxy_pass: NO_OTHER_SERVERS,
  fastcgi_pass: NO_OTHER_SERVERS,
  uwsgi_pass: NO_OTHER_SERVERS,
  scgi_pass: NO_OTHER_SERVERS,
  grpc_pass: NO_OTHER_SERVERS,
  memcached_pass: NO_OTHER_SERVERS,
  upstream: NO_OTHER_SERVERS,
  resolver: NO_OTHER_SERVERS,
  mail: NO_OTHER_SERVERS,
  load_module: "the nginx package without module packages has no dynamic modules",
};

/** Directives that would make Nginx open connections, unless they are off. */
export const REFUSED_UNLESS_OFF: Readonly<Record<string, string>> = {
  ssl_stapling: NO_OTHER_SERVERS,
  ssl_ocsp: NO_OTHER_SERVERS,
};

/** Blocks of free key-value pairs, in which only `include` is a directive. */
export const DATA_BLOCKS: ReadonlySet<string> = new Set([
  "types",
  "map",
  "geo",
  "split_clients",
  "charset_map",
]);

/** Parameters of `listen` that make no sense on a mapped loopback address. */
export const DROPPED_LISTEN_PARAMETERS: readonly RegExp[] = [
  /^ipv6only=/,
  /^bind$/,
  /^reuseport$/,
  /^setfib=/,
  /^backlog=/,
];

/** Paths that Nginx uses even when the configuration does not name them: set in `http` when missing. */
export const HTTP_DEFAULTS: Readonly<Record<string, string>> = {
  access_log: "/var/log/nginx/access.log",
  client_body_temp_path: "/var/lib/nginx/tmp/client_body",
  proxy_temp_path: "/var/lib/nginx/tmp/proxy",
  fastcgi_temp_path: "/var/lib/nginx/tmp/fastcgi",
  uwsgi_temp_path: "/var/lib/nginx/tmp/uwsgi",
  scgi_temp_path: "/var/lib/nginx/tmp/scgi",
};

export const ERROR_LOG = "/var/log/nginx/error.log";
