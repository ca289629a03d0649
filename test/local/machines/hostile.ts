import fc from "fast-check";

/** Servers that try to read, write or listen outside their instance, and the requests that would make them do it. */

/** Where the canary files are, seen from a guest: by `..`, and by the path on this computer. */
export interface Targets {
  /** Name of the canary in each folder above the guest's root. */
  canary: string;
  /** A folder of this computer that anybody may write to, with a canary. */
  outside: string;
  /** What the canaries hold, and what is answered by a server that has seen one. */
  secret: string;
}

/** A word as somebody may write it: bare, quoted in two ways, or with escapes. */
function written(word: string, style: number): string {
  const bare = word.replace(/[\s;{}"'\\#]/g, "\\$&");
  return [
    bare,
    bare,
    `"${word.replace(/["\\]/g, "\\$&")}"`,
    `'${word.replace(/['\\]/g, "\\$&")}'`,
    bare.replace(/\$(\w+)/g, (_, name: string) => `$\{${name}}`),
  ][style] as string;
}

const style = fc.nat({ max: 4 });

/** Variables that hold what a caller sends, what it matched, or the URI. */
const variable = fc.constantFrom(
  ..."$arg_p $http_x_p $cookie_p $uri $document_uri $request_uri $args $host $http_host $1 $2 $3 $n $m $s $is_args".split(
    " ",
  ),
  ..."$document_root $request_filename $realpath_root $server_name $remote_user $query_string".split(" "),
);

const glue = fc.constantFrom(
  "",
  "",
  "/",
  ".",
  "..",
  "/.",
  "/..",
  "./",
  "../",
  "//",
  "x",
  "%2e%2e/",
  "\\.\\./",
  "?",
  ":",
);

function arbitraries({ canary, outside, secret }: Targets) {
  const climbing = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom("", "/", "/srv/", "x/", "./"))
    .map(([depth, start]) => `${start}${"../".repeat(depth)}${canary}`);
  const mixed = fc
    .array(fc.oneof(variable, glue, fc.constantFrom("/srv", "/", canary)), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(""));
  const ordinary = fc.constantFrom(
    "/",
    "/srv",
    "/srv/",
    "/srv/www",
    "srv",
    ".",
    "$uri",
    "$uri/",
    "/$1",
    "/$host",
  );
  // What a small mistake makes of an ordinary one.
  const joined = fc.constantFrom(
    ..."$1 /$1 /.$1 /.$1 /$1$2 /$1/$2 /$1/$2/$3 /x/$1 /srv/$1 $uri. /$uri. .$uri /$host$uri $uri$1 /$n /$arg_p /$http_x_p $arg_p".split(
      " ",
    ),
  );
  const target = fc.oneof(
    { weight: 2, arbitrary: climbing },
    { weight: 2, arbitrary: mixed },
    { weight: 10, arbitrary: joined },
    { weight: 3, arbitrary: ordinary },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `${outside}/${canary}`,
        outside,
        `${outside}/`,
        "/etc",
        "/proc/self/environ",
      ),
    },
  );
  const regex = fc.constantFrom(
    "^",
    "^(.*)$",
    "^/(.*)$",
    "^/a(.*)$",
    "^/a(.*)$",
    "^/a(.*)$",
    "^/a(.*)/b(.*)$",
    "^/a(.*)/b(.*)/c(.*)$",
    "^/(.)(.*)$",
    "^/a(?<n>.*)$",
    "^/(.*)x",
    "(.)",
  );
  const pattern = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("/", "/a") },
    { weight: 1, arbitrary: fc.constantFrom("/a/", "= /", "= /..", "^~ /a", "/.", "@n") },
    { weight: 2, arbitrary: regex.map((it) => `~ ${it}`) },
  );
  const flag = fc.constantFrom("", " last", " break", " last", " redirect");
  const source = fc.constantFrom("$uri", "$uri", "$arg_p", "$http_x_p", "$request_uri", "$host");

  /** A name of a directive, also in quotes, and its words in all styles. */
  const directive = (name: string, ...words: fc.Arbitrary<string>[]) =>
    fc
      .tuple(style, ...words.map((word) => fc.tuple(word, style)))
      .map(
        ([nameStyle, ...rest]) =>
          `${[written(name, nameStyle % 4), ...rest.map(([word, its]) => written(word, its))].join(" ")};`,
      );
  const fileTest = fc.tuple(fc.constantFrom("-f", "-e"), target).map(([test, path]) => {
    // A log of the guest may have the name of the canary, in the guest.
    const isOutside = path.includes("..") || path.startsWith(outside);
    return `if (${test} "${path}") { return 200 ${isOutside && path.endsWith(canary) ? secret : "x"}; }`;
  });
  const rewrite = fc
    .tuple(regex, target, style, flag)
    .map(([from, to, its, end]) => `rewrite ${from} ${written(to, its)}${end};`);
  const setting = fc.oneof(
    { weight: 4, arbitrary: directive("root", target) },
    { weight: 4, arbitrary: directive("alias", target) },
    { weight: 4, arbitrary: directive("try_files", target, target) },
    { weight: 6, arbitrary: directive("try_files", target, fc.constant("=404")) },
    { weight: 3, arbitrary: directive("index", target) },
    { weight: 3, arbitrary: directive("error_page", fc.constant("404"), target) },
    { weight: 6, arbitrary: rewrite },
    {
      weight: 8,
      arbitrary: fc.tuple(source, regex, rewrite).map(([of, from, it]) => `if (${of} ~ "${from}") { ${it} }`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(source, regex, target)
        .map(([of, from, to]) => `if (${of} ~ "${from}") { set $s "${to}"; }`),
    },
    { weight: 2, arbitrary: fileTest },
    { weight: 2, arbitrary: directive("access_log", target) },
    { weight: 1, arbitrary: fc.constant(`access_log ${outside}/out.log;`) },
    { weight: 1, arbitrary: directive("error_log", target) },
    { weight: 1, arbitrary: directive("client_body_temp_path", target) },
    { weight: 1, arbitrary: fc.constant("client_body_in_file_only on;") },
    { weight: 1, arbitrary: directive("auth_basic_user_file", target) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "dav_methods PUT DELETE MKCOL COPY MOVE;",
        "'dav_methods' PUT;",
        "autoindex on;",
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("merge_slashes off;", "ssi on;", "random_index on;", "gzip_static always;"),
    },
    { weight: 1, arbitrary: directive("set", fc.constantFrom("$s", "$s", "$n", "$m", "$host"), target) },
    { weight: 1, arbitrary: directive("server_name", target) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "listen 0.0.0.0:0;",
        "listen *:8099;",
        "listen [::]:8098;",
        '"listen" 8097;',
      ),
    },
    { weight: 1, arbitrary: fc.constant(`listen unix:${outside}/s.sock;`) },
    { weight: 1, arbitrary: fc.constant("proxy_pass http://127.0.0.1:9;") },
  );
  const location = fc
    .tuple(pattern, fc.array(setting, { minLength: 1, maxLength: 4 }))
    .map(([where, settings]) => ({ where, settings }));
  return fc
    .record({
      // Above this root the first canary is near.
      root: fc.constantFrom("", "root /;", "root /;", "root /srv;"),
      settings: fc.array(setting, { maxLength: 2 }),
      locations: fc.array(location, { minLength: 1, maxLength: 3 }),
    })
    .map(({ root, settings, locations }) => ({
      settings: root === "" ? settings : [root, ...settings],
      locations,
    }));
}

/** The directives of a hostile server, and of its locations. */
export interface HostileServer {
  settings: readonly string[];
  locations: readonly { where: string; settings: readonly string[] }[];
}

/** Hostile servers; the same for the same seed. */
export function hostileServers(targets: Targets, count: number, seed: number): HostileServer[] {
  return fc.sample(arbitraries(targets), { numRuns: count, seed });
}

/** The text between the braces of a server. */
export function bodyOf({ settings, locations }: HostileServer): string {
  const blocks = locations.map(({ where, settings }) => `location ${where} { ${settings.join(" ")} }`);
  return [...settings, ...blocks].join("\n");
}

/** What is left of a server without the directives that are refused by themselves: more of it gets to Nginx. */
export function acceptedPart(server: HostileServer, isAccepted: (body: string) => boolean): HostileServer {
  const taken = (settings: readonly string[], around: (setting: string) => string) => {
    // Nginx takes most directives once in a block.
    const names = new Set<string>();
    return settings.filter((setting) => {
      const name = /^["']?(\w+)/.exec(setting)?.[1] ?? "";
      const isRepeated = names.has(name) && !["rewrite", "if", "set"].includes(name);
      names.add(name);
      return !isRepeated && isAccepted(around(setting));
    });
  };
  const places = server.locations.filter(
    ({ where }, i) => server.locations.findIndex((other) => other.where === where) === i,
  );
  return {
    settings: taken(server.settings, (setting) => setting),
    locations: places.map(({ where, settings }) => ({
      where,
      settings: taken(settings, (setting) => `location ${where} { ${setting} }`),
    })),
  };
}

/** Request lines and headers that make use of what a server leaves open. */
export function hostileRequests({ canary, outside }: Omit<Targets, "secret">): string[] {
  const paths = [
    ...[1, 2, 3].flatMap((depth) => {
      const climb = "../".repeat(depth) + canary;
      return [`/?p=${climb}`, `/a?p=/${climb}`, `/a/${"%2e%2e/".repeat(depth)}${canary}`];
    }),
    `/?p=${outside}/${canary}`,
    `/${canary}`,
    `/a../${canary}`,
    `/a../b../${canary}`,
    `/a../b../c../${canary}`,
    `/a./${canary}`,
    `/a./b./${canary}`,
    `/a/..%3f`,
    `/..%3f/${canary}`,
    `/a..%2f..%2f${canary}`,
    `/.`,
    `/./${canary}x`,
    `/a//../../${canary}`,
    `${outside}/${canary}`,
    `/a${outside}/${canary}`,
  ];
  const headers = `X-P: ../../${canary}\r\nCookie: p=../${canary}\r\n`;
  const get = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}`);
  return [
    ...get,
    `GET /${canary} HTTP/1.1\r\nHost: ..\r\n${headers}`,
    `GET /${canary} HTTP/1.1\r\nHost: .\r\n${headers}`,
    `PUT /a/put.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n${headers}`,
    `PUT /a../put.txt?p=../../put.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n${headers}`,
  ].map((head) => `${head}Connection: close\r\n\r\n`);
}
