import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { hostPath } from "../../../local/machines/guestPath";
import {
  type GuestEndpoint,
  NginxConfigError,
  rewriteNginxConfig,
} from "../../../local/machines/nginxConfig";
import { NginxSyntaxError, parseNginx, printNginx } from "../../../local/machines/nginxSyntax";

const _base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("machines: Nginx's configuration language", () => {
  it("reads quotes, comments, variables and blocks", () => {
    const [first, second] = parseNginx(
      `a "x; {y}" 'it''s' # not; this {\n  \${v}z;\nlocation ~ "^/a{2}\\.html$" { return 200 "#no comment"; }`,
      "f",
    );
    assert.deepEqual(
      first?.args.map((arg) => arg.value),
      ["x; {y}", "it", "s", `\${v}z`],
    );
    assert.equal(second?.name, "location");
    assert.deepEqual(
      second?.block?.[0]?.args.map((arg) => arg.value),
      ["200", "#no comment"],
    );
    assert.equal(second?.at, "f:3");
  });

  it("writes what it read: reading it again gives the same", () => {
    const word = fc.stringMatching(/^[a-z/.$*:~]{1,8}$/);
    const directive = fc.letrec((tie) => ({
      one: fc.oneof(
        { maxDepth: 3 },
        fc
          .tuple(word, fc.array(word, { maxLength: 3 }))
          .map(([name, args]) => `${[name, ...args].join(" ")};`),
        fc
          .tuple(word, fc.array(tie("one"), { maxLength: 3 }))
          .map(([name, inner]) => `${name} { ${inner.join(" ")} }`),
      ),
    })).one;
    fc.assert(
      fc.property(fc.array(directive), (parts) => {
        const printed = printNginx(parseNginx(parts.join("\n"), "f"));
        assert.equal(printNginx(parseNginx(printed, "f")), printed);
      }),
    );
  });

  for (const [text, message] of [
    ["a b", /f:1: "a" lacks its ";"/],
    ["a {\n b c }", /f:2: "b" lacks its ";"/],
    ["a {\n b;", /a "}" is missing/],
    ["}", /f:1: unexpected "}"/],
    ['\na "b;', /f:2: the quote " is never closed/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} with file and line`, () => {
      assert.throws(
        () => parseNginx(text, "f"),
        (error) => error instanceof NginxSyntaxError && message.test(error.message),
      );
    });
  }
});

describe("machines: a guest's configuration without privileges", () => {
  const rewrite = (files: Record<string, string>, endpoints: GuestEndpoint[] = []): string =>
    rewriteNginxConfig({
      files: {
        read: (path) => files[path],
        list: (folder) =>
          Object.keys(files).flatMap((path) =>
            path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
          ),
      },
      address: "10.0.0.5",
      root: "/host/root",
      pidFile: "/host/nginx.pid",
      user: undefined,
      loopbackPort: (endpoint) => {
        endpoints.push(endpoint);
        return endpoint.port + (endpoint.scope === "network" ? 40_000 : 50_000);
      },
    });
  const main = (text: string): string => rewrite({ "/etc/nginx/nginx.conf": text });
  const problemsOf = (text: string): string => {
    try {
      main(text);
    } catch (error) {
      if (error instanceof NginxConfigError) return error.message;
      throw error;
    }
    return "";
  };

  it("listens on loopback only, once for IPv4 and IPv6", () => {
    const text = main(
      "http { server { listen 80 default_server; listen [::]:80 default_server ipv6only=on; } }",
    );
    assert.deepEqual(text.match(/listen .*/g), ['listen "127.0.0.1:40080" default_server;']);
  });

  it("maps every form of listen", () => {
    for (const [listen, expected] of [
      ["8080 ssl", '"127.0.0.1:48080" ssl'],
      ["*:80", '"127.0.0.1:40080"'],
      ["0.0.0.0:80", '"127.0.0.1:40080"'],
      ["10.0.0.5:80", '"127.0.0.1:40080"'],
      ["10.0.0.5", '"127.0.0.1:40080"'],
      ["127.0.0.1:9000", '"127.0.0.1:59000"'],
      ["[::1]:9000", '"127.0.0.1:59000"'],
      ["unix:/run/x.sock", '"unix:/host/root/run/x.sock"'],
    ]) {
      assert.match(
        main(`http { server { listen ${listen}; } }`),
        new RegExp(`listen ${expected?.replaceAll(".", "\\.")};`),
      );
    }
    assert.match(
      problemsOf("http { server { listen 10.0.0.6:80; } }"),
      /nginx\.conf:1: .*its own is 10\.0\.0\.5/,
    );
    assert.match(problemsOf("http { server { listen 99999; } }"), /a port is 1 to 65535/);
    assert.match(problemsOf("http { server { listen 443 quic; } }"), /UDP is not carried/);
  });

  it("gives a server without listen port 80", () => {
    assert.match(main("http { server { root /srv; } }"), /listen "127\.0\.0\.1:40080";/);
  });

  it("keeps every path below the instance's folder", () => {
    const text = main(
      "error_log /var/log/e.log; http { access_log off; server { root /srv/../../../etc; location /x/ { alias data/; } location /y { root /srv/$host; } } }",
    );
    assert.match(text, /root "\/host\/root\/etc";/);
    assert.match(text, /alias "\/host\/root\/usr\/share\/nginx\/data\/";/);
    assert.match(text, /root "\/host\/root\/srv\/\$host";/);
    assert.match(text, /error_log "\/host\/root\/var\/log\/e\.log";/);
    assert.match(text, /access_log off;/);
    assert.match(
      main("http { proxy_cache_path /var/cache x; }"),
      /proxy_cache_path "\/host\/root\/var\/cache"/,
    );
    assert.match(text, /client_body_temp_path "\/host\/root\//);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("..", ".", "a", ""), { maxLength: 8 }), (parts) => {
        assert.match(`${hostPath("/host/root", `/${parts.join("/")}`)}/`, /^\/host\/root\//);
      }),
    );
  });

  it("decides about the process itself", () => {
    const text = main("user nginx; daemon on; pid /run/nginx.pid; worker_processes 64; http { }");
    assert.match(text, /daemon "off";/);
    assert.match(text, /pid "\/host\/nginx\.pid";/);
    assert.doesNotMatch(text, /user|64|\/run\//);
  });

  it("follows includes, also inside types and maps", () => {
    const text = rewrite({
      "/etc/nginx/nginx.conf":
        "http { include mime.types; include /etc/nginx/conf.d/*.conf; map $uri $x { include m.map; } }",
      "/etc/nginx/mime.types": "types { text/html html; }",
      "/etc/nginx/conf.d/b.conf": "server { listen 81; }",
      "/etc/nginx/conf.d/a.conf": "server { listen 80; }",
      "/etc/nginx/conf.d/c.off": "server { listen 82; }",
      "/etc/nginx/m.map": "root 1;",
    });
    assert.match(text, /text\/html html;[\s\S]*:40080[\s\S]*:40081[\s\S]*root 1;/);
    assert.doesNotMatch(text, /40082/);
  });

  for (const [text, reason] of [
    ["include absent.conf;", /include absent\.conf: no such file/],
    ["include nginx.conf;", /in a circle/],
    ["http { server { location / { proxy_pass http://10.0.0.9; } } }", /"proxy_pass" cannot be used here/],
    ["http { upstream b { server 10.0.0.9; } }", /"upstream" cannot be used here/],
    ["http { access_log syslog:server=10.0.0.9; }", /only files can be named/],
    ["http { server { root /srv/$arg_dir; } }", /the variable \$arg_dir cannot be used in a path/],
    ["load_module modules/x.so;", /"load_module" cannot be used here/],
    ["http { server { ssl_stapling on; } }", /"ssl_stapling" cannot be used here/],
    ["http { server { ssl_ocsp leaf; } }", /"ssl_ocsp" cannot be used here/],
    ["mail { auth_http 10.0.0.9; }", /"mail" cannot be used here/],
  ] as const) {
    it(`refuses ${text}`, () => assert.match(problemsOf(text), reason));
  }

  it("reports all problems together", () => {
    assert.match(problemsOf("load_module x; http { resolver 1.1.1.1; }"), /load_module.*; .*resolver/);
  });
});
