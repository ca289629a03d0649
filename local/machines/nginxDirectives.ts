/**
 * The directives of a guest's Nginx configuration that the local cloud supports, as data. The local cloud rejects all
 * others by name.
 */

import type { Form } from "./nginxForms";

/** Context of a directive. `if` blocks accept different directives in a server and in a location. */
export type Context =
  | "main"
  | "events"
  | "http"
  | "server"
  | "location"
  | "serverIf"
  | "locationIf"
  | "limitExcept";

/** Contents of a block: directives of a context, or pairs of words in which only `include` is a directive. */
export type BlockContent = Context | "data";

export interface DirectiveRule {
  contexts: readonly Context[];
  /** How to validate and rewrite its arguments. `values` for arguments that are never paths, URIs or addresses. */
  form: Form;
  /** For directives with a block. */
  block?: BlockContent;
}

const LEVELS: readonly Context[] = ["http", "server", "location"];
const LEVELS_AND_IF: readonly Context[] = [...LEVELS, "locationIf"];
const SERVERS: readonly Context[] = ["http", "server"];
const SCRIPT: readonly Context[] = ["server", "serverIf", "location", "locationIf"];
const ACCESS: readonly Context[] = [...LEVELS, "limitExcept"];

type Group = readonly [contexts: readonly Context[], form: Form, names: string, block?: BlockContent];

/** Source: the documentation of each module, "Context". */
const GROUPS: readonly Group[] = [
  [["main"], "values", "events", "events"],
  [["main"], "values", "http", "http"],
  [["http"], "values", "server", "server"],
  [["server", "location"], "values", "location", "location"],
  [["server"], "condition", "if", "serverIf"],
  [["location"], "condition", "if", "locationIf"],
  [["location"], "values", "limit_except", "limitExcept"],
  [["http"], "values", "map geo split_clients charset_map", "data"],
  [LEVELS, "values", "types", "data"],

  [["main"], "values", "pcre_jit thread_pool timer_resolution worker_shutdown_timeout"],
  [
    ["events"],
    "values",
    "accept_mutex accept_mutex_delay multi_accept use worker_aio_requests worker_connections",
  ],
  [["main", ...LEVELS], "fixedPath", "error_log"],

  // Files
  [LEVELS_AND_IF, "path", "root"],
  [["location", "locationIf"], "alias", "alias"],
  [["server", "location"], "tryFiles", "try_files"],
  [LEVELS, "index", "index"],
  [LEVELS_AND_IF, "errorPage", "error_page"],
  [[...LEVELS_AND_IF, "limitExcept"], "log", "access_log"],
  [["http"], "values", "log_format"],
  [
    LEVELS,
    "fixedPath",
    "client_body_temp_path proxy_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path",
  ],
  [
    LEVELS,
    "values",
    "open_file_cache open_file_cache_errors open_file_cache_min_uses open_file_cache_valid open_log_file_cache " +
      "disable_symlinks autoindex autoindex_exact_size autoindex_format autoindex_localtime",
  ],
  [["location"], "values", "internal random_index empty_gif stub_status mp4 flv"],
  [LEVELS, "values", "mp4_buffer_size mp4_max_buffer_size"],

  // Rewriting
  [SCRIPT, "rewrite", "rewrite"],
  [SCRIPT, "values", "return set break"],
  [[...SCRIPT, "http"], "values", "rewrite_log uninitialized_variable_warn"],

  // Servers
  [["server"], "listen", "listen"],
  [["server"], "serverName", "server_name"],
  [
    SERVERS,
    "values",
    "client_header_buffer_size client_header_timeout connection_pool_size ignore_invalid_headers " +
      "large_client_header_buffers merge_slashes request_pool_size underscores_in_headers " +
      "http2_max_concurrent_streams http2_max_field_size http2_max_header_size http2_max_requests " +
      "http2_recv_timeout http2_idle_timeout http2_recv_buffer_size",
  ],
  [
    ["http"],
    "values",
    "map_hash_bucket_size map_hash_max_size server_names_hash_bucket_size server_names_hash_max_size " +
      "limit_conn_zone limit_req_zone",
  ],
  [
    LEVELS,
    "values",
    "absolute_redirect aio aio_write chunked_transfer_encoding client_body_buffer_size client_body_in_file_only " +
      "client_body_in_single_buffer client_body_timeout client_max_body_size default_type directio " +
      "directio_alignment etag if_modified_since keepalive_disable keepalive_requests keepalive_time " +
      "keepalive_timeout limit_rate_after lingering_close lingering_time lingering_timeout log_not_found " +
      "log_subrequest max_ranges msie_padding msie_refresh output_buffers port_in_redirect postpone_output " +
      "read_ahead recursive_error_pages reset_timedout_connection resolver_timeout satisfy send_lowat " +
      "send_timeout sendfile_max_chunk server_name_in_redirect server_tokens subrequest_output_buffer_size " +
      "tcp_nodelay tcp_nopush types_hash_bucket_size types_hash_max_size variables_hash_bucket_size " +
      "variables_hash_max_size",
  ],
  [LEVELS_AND_IF, "values", "sendfile limit_rate"],

  // Answers
  [
    LEVELS_AND_IF,
    "values",
    "add_header add_trailer expires charset source_charset override_charset charset_types",
  ],
  [LEVELS_AND_IF, "values", "gzip"],
  [
    LEVELS,
    "values",
    "gzip_buffers gzip_comp_level gzip_disable gzip_http_version gzip_min_length gzip_proxied gzip_static " +
      "gzip_types gzip_vary gunzip gunzip_buffers addition_types sub_filter sub_filter_last_modified " +
      "sub_filter_once sub_filter_types",
  ],
  [
    LEVELS,
    "values",
    "userid userid_domain userid_expires userid_flags userid_mark userid_name userid_p3p userid_path",
  ],

  // Who may call
  [ACCESS, "values", "allow deny auth_basic"],
  [ACCESS, "confPath", "auth_basic_user_file"],
  [LEVELS, "values", "auth_delay"],
  [LEVELS, "uri", "auth_request"],
  [LEVELS, "values", "auth_request_set"],
  [LEVELS, "values", "limit_conn limit_conn_dry_run limit_conn_log_level limit_conn_status"],
  [LEVELS, "values", "limit_req limit_req_dry_run limit_req_log_level limit_req_status"],
  [LEVELS, "values", "ancient_browser ancient_browser_value modern_browser modern_browser_value"],
  [["server", "location"], "values", "valid_referers referer_hash_bucket_size referer_hash_max_size"],
  [["location"], "values", "secure_link_secret"],
  [LEVELS, "values", "secure_link secure_link_md5 real_ip_header real_ip_recursive"],
  [LEVELS, "addresses", "set_real_ip_from"],

  // TLS
  [
    SERVERS,
    "confPath",
    "ssl_certificate ssl_certificate_key ssl_client_certificate ssl_trusted_certificate ssl_crl ssl_dhparam " +
      "ssl_password_file ssl_session_ticket_key",
  ],
  [
    SERVERS,
    "values",
    "ssl ssl_buffer_size ssl_ciphers ssl_early_data ssl_ecdh_curve ssl_prefer_server_ciphers ssl_protocols " +
      "ssl_reject_handshake ssl_session_cache ssl_session_tickets ssl_session_timeout ssl_verify_client " +
      "ssl_verify_depth",
  ],
  [SERVERS, "off", "ssl_stapling ssl_stapling_verify ssl_ocsp"],

  // Proxy settings have no effect without a proxy_pass, which is rejected.
  [LEVELS, "values", "proxy_buffer_size proxy_buffering proxy_buffers proxy_busy_buffers_size"],
  [LEVELS, "values", "proxy_connect_timeout proxy_hide_header proxy_http_version proxy_pass_header"],
  [
    LEVELS,
    "values",
    "proxy_read_timeout proxy_redirect proxy_request_buffering proxy_send_timeout proxy_set_header",
  ],
];

/** Rules by directive name. `if` has one for each context. */
const RULES: ReadonlyMap<string, readonly DirectiveRule[]> = (() => {
  const rules = new Map<string, DirectiveRule[]>();
  for (const [contexts, form, names, block] of GROUPS) {
    for (const name of names.split(" ")) {
      const rule = { contexts, form, ...(block === undefined ? {} : { block }) };
      rules.set(name, [...(rules.get(name) ?? []), rule]);
    }
  }
  return rules;
})();

/** Result of the lookup of a directive in a context. */
export type RuleLookup =
  | { kind: "allowed"; rule: DirectiveRule }
  | { kind: "misplaced"; contexts: readonly Context[] }
  | { kind: "unknown" };

/** The rule for a directive in a context. */
export function findRule(name: string, context: Context): RuleLookup {
  const rules = RULES.get(name);
  if (!rules) return { kind: "unknown" };
  const rule = rules.find(({ contexts }) => contexts.includes(context));
  return rule
    ? { kind: "allowed", rule }
    : { kind: "misplaced", contexts: rules.flatMap(({ contexts }) => contexts) };
}

/** Names of the contexts in messages. */
export const CONTEXT_NAMES: Readonly<Record<Context, string>> = {
  main: "the main context",
  events: '"events"',
  http: '"http"',
  server: '"server"',
  location: '"location"',
  serverIf: '"if" in "server"',
  locationIf: '"if" in "location"',
  limitExcept: '"limit_except"',
};

/** Directives to remove from the main context. They configure the process, which the local cloud determines. */
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

const NO_OTHER_SERVERS =
  "an instance of the local cloud runs Nginx only and opens no connection itself. Remove it, or answer with files or return.";
const NO_WRITES = "an instance of the local cloud writes no files for its callers. Remove it.";
const NO_PAGES_WITH_CODE = "pages of the local cloud are sent as they are. Remove it.";

/** Unsupported directives of Nginx with a specific reason. */
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
  stream: NO_OTHER_SERVERS,
  dav_methods: NO_WRITES,
  dav_access: NO_WRITES,
  create_full_put_path: NO_WRITES,
  proxy_store: NO_WRITES,
  fastcgi_store: NO_WRITES,
  ssi: NO_PAGES_WITH_CODE,
  perl: NO_PAGES_WITH_CODE,
  load_module:
    "the nginx package without module packages has no dynamic modules. Remove it with the directives of the module.",
  env: "Nginx gets no environment here. Remove it.",
};

/** Default paths of the Nginx build. They are set in `http` if the configuration does not set them. */
export const HTTP_DEFAULTS: Readonly<Record<string, string>> = {
  root: "/usr/share/nginx/html",
  access_log: "/var/log/nginx/access.log",
  client_body_temp_path: "/var/lib/nginx/tmp/client_body",
  proxy_temp_path: "/var/lib/nginx/tmp/proxy",
  fastcgi_temp_path: "/var/lib/nginx/tmp/fastcgi",
  uwsgi_temp_path: "/var/lib/nginx/tmp/uwsgi",
  scgi_temp_path: "/var/lib/nginx/tmp/scgi",
};

export const ERROR_LOG = "/var/log/nginx/error.log";
