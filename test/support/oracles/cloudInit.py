"""Reads user data as an instance does: with cloud-init's own code, which writes no file and runs no command here.

Each line of standard input is a request: a JSON object with user data in Base64, and whether to validate by the
schema. Each line of standard output is the answer to one: a JSON list with what cloud-init makes of each user data.
"""

import base64
import copy
import functools
import json
import logging
import os
import sys
import tempfile

from cloudinit import handlers, helpers, safeyaml, util
from cloudinit.config import cc_package_update_upgrade_install as cc_packages
from cloudinit.config import cc_runcmd, cc_write_files, cc_write_files_deferred
from cloudinit.config.schema import get_schema, get_jsonschema_validator
from cloudinit.handlers.cloud_config import CloudConfigPartHandler
from cloudinit.user_data import UserDataProcessor


class Warnings(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


class Distro:
    default_owner = "root:root"

    def __init__(self):
        self.packages = []

    def update_package_sources(self):
        pass

    def package_command(self, command):
        pass

    def install_packages(self, packages):
        self.packages.extend(packages)


class Cloud:
    def __init__(self):
        self.distro = Distro()

    def get_ipath(self, name):
        return "/" + name


def run_modules(config, written):
    """The modules in the order of cloud.cfg; a failure of one does not keep the next ones from running."""
    cloud = Cloud()
    failed = []
    for name, module in [
        ("write-files", cc_write_files),
        ("runcmd", cc_runcmd),
        ("package-update-upgrade-install", cc_packages),
        ("write-files-deferred", cc_write_files_deferred),
    ]:
        written.module = name
        try:
            module.handle(name, config, cloud, logging.getLogger(name), [])
        except Exception:
            failed.append(name)
    return cloud.distro.packages, failed


class Written(list):
    module = ""

    def write_file(self, filename, content, mode=0o644, omode="wb", **_options):
        self.append(
            {
                "module": self.module,
                "path": filename,
                "content": base64.b64encode(util.encode_text(content)).decode(),
                "mode": mode,
                "append": "a" in omode,
            }
        )


def read(data, validator, paths, warnings):
    warnings.lines = []
    written = Written()
    util.write_file = written.write_file
    util.chownbyname = lambda *_: None
    message = UserDataProcessor(paths).process(data)
    handler = CloudConfigPartHandler(paths)
    types = []
    for part in message.walk():
        if part.get_content_maintype() == "multipart":
            continue
        types.append(part.get_content_type())
        if part.get_content_type() == "text/cloud-config":
            payload = util.fully_decoded_payload(part)
            handler.handle_part(data, part.get_content_type(), "part-001", payload, None, part)
    handler.handle_part(data, handlers.CONTENT_END, None, None, None, None)
    # What the modules get is the file that this stage writes, read again.
    config = util.load_yaml("".join(base64.b64decode(one["content"]).decode() for one in written), default={})
    written.clear()
    packages, failed = run_modules(config, written)
    scripts = [one["content"] for one in written if one["module"] == "runcmd"]
    return {
        "types": types,
        "config": json.loads(json.dumps(config, default=repr, skipkeys=True), parse_constant=str),
        "schemaErrors": [
            {"path": [str(step) for step in error.path], "message": error.message[:300]}
            for error in (validator.iter_errors(config) if validator else [])
            if type(error).__name__ != "SchemaDeprecationError"
        ],
        "files": [one for one in written if one["module"] != "runcmd"],
        "script": base64.b64decode(scripts[0]).decode() if scripts else None,
        "packages": packages,
        "failed": failed,
        "warnings": warnings.lines,
    }


def main():
    # As a service of the system: relative paths begin there.
    os.chdir("/")
    warnings = Warnings()
    root = logging.getLogger()
    root.handlers = [warnings]
    root.setLevel(logging.WARNING)
    # cloud-init reads the text of a part twice, and reading takes most of the time.
    load = functools.lru_cache(maxsize=1)(safeyaml.load)
    safeyaml.load = lambda text: copy.deepcopy(load(text))
    validator_class, format_checker = get_jsonschema_validator()
    schema_validator = validator_class(get_schema(), format_checker=format_checker())
    with tempfile.TemporaryDirectory() as folder:
        paths = helpers.Paths({"cloud_dir": folder, "run_dir": folder})
        paths.get_ipath = lambda name=None: folder + "/" + str(name)
        for line in sys.stdin:
            request = json.loads(line)
            validator = schema_validator if request["schema"] else None
            answers = [read(base64.b64decode(data), validator, paths, warnings) for data in request["userData"]]
            print(json.dumps(answers), flush=True)


main()
