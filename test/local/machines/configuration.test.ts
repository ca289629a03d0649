import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { hostPath } from "../../../local/machines/guestPath";
import {
  type GuestEndpoint,
  NginxConfigError,
  rewriteNginxConfig,
} from "../../../local/machines/nginxConfig";
import { parseNginx, printNginx, quote } from "../../../local/machines/nginxSyntax";
import { NginxSyntaxError } from "../../../local/machines/nginxTokens";

describe("machines: Nginx's configuration language", () => {
  it("reads quotes, comments, variables and blocks", () => {
    const [first, second] = parseNginx(
      `a "x; {y}" 'it' 's' # not; this {\n  \${v}z;\nlocation ~ "^/a{2}\\.html$" { return 200 "#no comment"; }`,
      "f",
    );
    assert.deepEqual(first?.args, ["x; {y}", "it", "s", `\${v}z`]);
    assert.equal(second?.name, "location");
    assert.deepEqual(second?.block?.[0]?.args, ["200", "#no comment"]);
    assert.equal(second?.at, "f:3");
  });

  it("prints every word so that it reads the same again, whatever it has", () => {
    const word = fc.string({ unit: fc.constantFrom(..."ab \t\r\n;{}#$\\\"'()é\u00a0"), maxLength: 8 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 3 }), (name, args) => {
        const at = "f:1";
        const [inner] = parseNginx(printNginx([{ name, args, at, block: [{ name, args, at }] }]), "f");
        assert.deepEqual([inner?.name, inner?.args], [name, args]);
        assert.deepEqual([inner?.block?.[0]?.name, inner?.block?.[0]?.args], [name, args]);
      }),
    );
  });

  it("ends words where Nginx does", () => {
    const wordsOf = (text: string) => parseNginx(`${text};`, "f").map(({ name, args }) => [name, ...args]);
    // The brace after the dollar belongs to the word; a semicolon or space behind it ends the word all the same.
    assert.deepEqual(wordsOf(`a \${b;c}d`), [["a", `\${b`], ["c}d"]]);
    assert.deepEqual(wordsOf(`a \${b c}`), [["a", `\${b`, "c}"]]);
    assert.deepEqual(wordsOf('a b"c\\ d \\x\\"'), [["a", 'b"c\\ d', '\\x"']]);
    assert.deepEqual(wordsOf('"a" "b\\t\\"")'), [["a", 'b\t"', ")"]]);
    assert.deepEqual(wordsOf("a\u00a0b c\vd".replace("\v", "\u2028")), [["a\u00a0b", "c\u2028d"]]);
    assert.equal(quote('a"\\'), '"a\\"\\\\"');
  });

  for (const [text, message] of [
    ["a b", /f:1: "a" lacks its ";"/],
    ["a {\n b c }", /f:2: "b" lacks its ";"/],
    ["a {\n b;", /a "}" is missing/],
    ["}", /f:1: unexpected "}"/],
    ['\na "b;', /f:2: the quote " is never closed/],
    ["a 'b'c;", /f:1: unexpected "c" after a quoted word/],
    ["a b;\nc \0;", /f:2: a control character/],
    ["a {".repeat(40), /f:1: blocks are nested deeper than 32/],
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
      user: [],
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
    assert.deepEqual(text.match(/"listen" .*/g), ['"listen" "127.0.0.1:40080" "default_server";']);
  });

  for (const [listen, expected] of [
    ["8080 ssl", '"127.0.0.1:48080" "ssl"'],
    ["*:80", '"127.0.0.1:40080"'],
    ["0.0.0.0:80", '"127.0.0.1:40080"'],
    ["10.0.0.5:80", '"127.0.0.1:40080"'],
    ["10.0.0.5", '"127.0.0.1:40080"'],
    ["127.0.0.1:9000", '"127.0.0.1:59000"'],
    ["[::1]:9000", '"127.0.0.1:59000"'],
    ["unix:/run/x.sock", '"unix:/host/root/run/x.sock"'],
  ] as const) {
    it(`maps listen ${listen} to the host`, () => {
      assert.ok(main(`http { server { listen ${listen}; } }`).includes(`"listen" ${expected};`));
    });
  }

  for (const [problem, listen, message] of [
    ["the address of another instance", "10.0.0.6:80", /nginx\.conf:1: .*its own is 10\.0\.0\.5/],
    ["an invalid port", "99999", /a port is 1 to 65535/],
    ["QUIC", "443 quic", /UDP is not carried/],
  ] as const) {
    it(`rejects listen with ${problem}`, () => {
      assert.match(problemsOf(`http { server { listen ${listen}; } }`), message);
    });
  }

  it("gives a server without listen port 80", () => {
    assert.match(main("http { server { root /srv; } }"), /"listen" "127\.0\.0\.1:40080";/);
  });

  it("keeps every path below the instance's folder", () => {
    const text = main(
      "error_log /var/log/e.log; http { access_log off; server { root /srv/./etc; location /x/ { alias data/; } location /y { root /srv/$host; } } }",
    );
    assert.match(text, /"root" "\/host\/root\/srv\/etc";/);
    assert.match(text, /"alias" "\/host\/root\/usr\/share\/nginx\/data\/";/);
    assert.match(text, /"root" "\/host\/root\/srv\/\$host";/);
    assert.match(text, /"error_log" "\/host\/root\/var\/log\/e\.log";/);
    assert.match(text, /"access_log" "off";/);
    assert.match(main("http { }"), /"root" "\/host\/root\/usr\/share\/nginx\/html";/);
    assert.match(text, /"client_body_temp_path" "\/host\/root\//);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("..", ".", "a", ""), { maxLength: 8 }), (parts) => {
        assert.match(`${hostPath("/host/root", `/${parts.join("/")}`)}/`, /^\/host\/root\//);
      }),
    );
  });

  it("decides about the process itself", () => {
    const text = main("user nginx; daemon on; pid /run/nginx.pid; worker_processes 64; http { }");
    assert.match(text, /"daemon" "off";/);
    assert.match(text, /"pid" "\/host\/nginx\.pid";/);
    assert.doesNotMatch(text, /"user"|64|\/run\//);
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
    assert.match(text, /"text\/html" "html";[\s\S]*:40080[\s\S]*:40081[\s\S]*"root" "1";/);
    assert.doesNotMatch(text, /40082/);
  });

  for (const [text, reason] of [
    ["include absent.conf;", /include absent\.conf: no such file/],
    ["include nginx.conf;", /in a circle/],
    ["http { server { location / { proxy_pass http://10.0.0.9; } } }", /"proxy_pass" cannot be used here/],
    ["http { upstream b { server 10.0.0.9; } }", /"upstream" cannot be used here/],
    ["http { access_log syslog:server=10.0.0.9; }", /Only files can be named/],
    ["http { server { root /srv/$arg_dir; } }", /has the variable \$arg_dir, which cannot be used/],
    ["load_module modules/x.so;", /"load_module" cannot be used here/],
    ["http { server { ssl_stapling on; } }", /ssl_stapling: .*opens no connection itself/],
    ["http { server { ssl_ocsp leaf; } }", /ssl_ocsp: .*opens no connection itself/],
    ["mail { auth_http 10.0.0.9; }", /"mail" cannot be used here/],
  ] as const) {
    it(`refuses ${text}`, () => assert.match(problemsOf(text), reason));
  }

  for (const [text, reason] of [
    ["root /srv/../x;", /nginx\.conf:1: root: "\/srv\/\.\.\/x" has "\.\."\. Write the path without it\./],
    ["root /srv/%2e%2e/x;", /has "\.\."/],
    ["root /srv/$1;", /the variable \$1, which/],
    [`root /srv/\${http_x};`, /the variable \$http_x, which/],
    ["root /srv/$uri.;", /can become a path with "\.\."/],
    ["root /srv/$;", /has a \$ without the name of a variable/],
    ["access_log ../../x;", /access_log: .*has "\.\."/],
    ["access_log /var/log/$cookie_x;", /the variable \$cookie_x/],
    ["error_log memory:32m;", /is not a file/],
    ["error_log /var/log/$uri;", /has a variable/],
    ["try_files /../../x =404;", /try_files: .*has "\.\."/],
    ["try_files $arg_x =404;", /does not begin with a slash or \$uri/],
    ["try_files /none $uri;", /has a variable in the URI that the request goes on with/],
    ["error_page 404 /../../x;", /has "\.\."/],
    ["error_page 404 $uri;", /has a variable in the URI/],
    ["error_page 404 $arg_x;", /has a variable in the URI/],
    ["error_page x404 /x;", /is not a status code/],
    ["index ../../x;", /has "\.\."/],
    ["index $arg_x;", /has a variable\. Name the files/],
    ["rewrite ^ /$arg_p break;", /rewrite: "\/\$arg_p" has the variable \$arg_p, which/],
    ["rewrite ^ /../../x;", /has "\.\."/],
    ["rewrite ^/(.*)/(.*)$ /$1$2 last;", /can become a path with "\.\."/],
    ["rewrite ^/(.*)$ /x?y=$arg_y last;", /has the variable \$arg_y/],
    ["rewrite ^ $http_x;", /does not begin with a slash/],
    ["if ($uri) { rewrite ^ /a; rewrite ^/(.*)$ /b/$1 last; }", /Add last or break to that one/],
    ["if (-f /etc/../passwd) { return 204; }", /has "\.\."/],
    ["if (-f $arg_x) { return 204; }", /is not a file of the instance/],
    ["if (-f $document_root/$arg_x) { return 204; }", /the variable \$arg_x/],
    ["if -f /x { return 204; }", /has no condition in parentheses/],
    ["if ($uri) { alias /srv/; }", /"alias" is not allowed in "if" in "server"\. Move it to "location"/],
    ["server_name ../../etc;", /is not a host name/],
    ["set_real_ip_from example.com;", /is not an IP address/],
    ["set_real_ip_from dead.beef;", /is not an IP address/],
    ["auth_request /../x;", /has "\.\."/],
    ["auth_basic_user_file $uri;", /has a variable/],
    ["dav_methods PUT;", /"dav_methods" cannot be used here: .*writes no files/],
    ["ssi on;", /"ssi" cannot be used here/],
    ["ssl_conf_command Certificate /x;", /unknown directive "ssl_conf_command"/],
    ["'access_log' ../../x;", /access_log: .*has "\.\."/],
    ['"proxy_pass" http://10.0.0.9;', /"proxy_pass" cannot be used here/],
    ["listen 80 default_server x=y;", /unknown parameter "x=y"/],
    ["listen unix:/run/../../x;", /has "\.\."/],
    ["events { }", /"events" is not allowed in "server"\. Move it to the main context/],
    ["return { }", /"return" has no block/],
    ["location /x;", /"location" lacks its block/],
    ["location /x { alias /; }", /does not begin with a folder/],
    ["location /x { alias /$host/; }", /does not begin with a folder/],
  ] as const) {
    it(`refuses ${text} in a server`, () => assert.match(problemsOf(`http { server { ${text} } }`), reason));
  }

  for (const text of [
    "try_files $uri $uri/ $uri.html $uri/index.html /index.html?$args;",
    "try_files /down.html $uri @app;",
    "index index.html /index.html;",
    "error_page 404 =200 /404.html;",
    "error_page 500 502 503 504 /50x.html;",
    "error_page 497 https://$host$request_uri;",
    "rewrite ^/old/(.*)$ /new/$1 last;",
    "rewrite ^/(.*)\\.htm$ /$1.html?x=$request_uri break;",
    "rewrite ^ https://$host$request_uri? permanent;",
    "rewrite ^/(.*)$ /$arg_lang/$1 redirect;",
    "return 301 https://$host$request_uri;",
    "return 200 '$arg_x ../..';",
    "add_header X-Path ../$arg_x always;",
    "if ($http_user_agent ~* '(curl|wget)') { return 403; }",
    "if (!-f $request_filename) { return 404; }",
    "if (-f $document_root/down.html) { return 503; }",
    "if (-d $document_root$uri) { return 204; }",
    "if ($host = 'example.com') { rewrite ^/(.*)$ /example/$1 last; }",
    "set $x $arg_x;",
    "location ~ ^/(a|b)/ { root /srv/$host; expires 1h; }",
    "location /i/ { alias /srv/i/; autoindex on; gzip on; gzip_types text/css; }",
    "location @app { internal; return 200 app; }",
    "location / { limit_except GET { deny all; } auth_basic off; }",
    "access_log /var/log/nginx/$host.log combined buffer=4k;",
    "ssl_stapling off;",
    "set_real_ip_from 10.0.0.0/8; set_real_ip_from ::1;",
    'server_name ~^(?<sub>.+)\\.example\\.com$ _ "";',
  ]) {
    it(`takes ${text}`, () => assert.equal(problemsOf(`http { server { ${text} } }`), ""));
  }

  it("guards rewrites that use groups, as a group can end with a dot", () => {
    const text = main(
      "http { server { rewrite ^/a$ /b; location / { if ($uri) { rewrite ^(.*)$ /c$1 last; } } } }",
    );
    assert.deepEqual(
      text.split("\n").flatMap((line) => /^ *"(if|rewrite)" (.*)/.exec(line)?.slice(2) ?? []),
      ['"^/a$" "/b";', '"(" "$uri" "~" "\\\\.\\\\." ")" {', '"(" "$uri" ")" {', '"^(.*)$" "/c$1" "last";'],
    );
  });

  it("does not follow includes for ever", () => {
    const files = Object.fromEntries(
      ["a", "b", "c", "d"].map((name) => [`/etc/nginx/x/${name}.conf`, "include x/*.conf;"]),
    );
    assert.throws(
      () => rewrite({ ...files, "/etc/nginx/nginx.conf": "include x/*.conf;" }),
      /more than 1000 files are included/,
    );
  });

  it("reports all problems together", () => {
    assert.match(problemsOf("load_module x; http { resolver 1.1.1.1; }"), /load_module.*; .*resolver/);
  });
});
