"""Prints the parameters and the response fields that the SDK packages of a folder name for some actions.

Usage: readModels.py FOLDER < {"PACKAGE": ["ACTION", ...], ...}
FOLDER contains the wheels. Their models are parsed, not imported, so that they need no installation.
A leaf is 1, a list has one item.
"""

import ast
import json
import pathlib
import sys
import zipfile


def read_classes(wheel, package, actions):
    """The model classes whose names start with the names of actions. Simple Log Service shares other classes too."""
    classes = {}
    with zipfile.ZipFile(wheel) as files:
        for name in sorted(files.namelist()):
            if not name.startswith((f"{package}/models/_", f"{package}/models.py")) or name.endswith("__init__.py"):
                continue
            text = files.read(name).decode("utf-8")
            found = [line[6:].split("(")[0] for line in text.splitlines() if line.startswith("class ")]
            if "sls" in package or any(it.startswith(action) for it in found for action in actions):
                classes.update({it.name: it for it in ast.parse(text).body if isinstance(it, ast.ClassDef)})
    return classes


def method(node, name):
    return next((it for it in node.body if isinstance(it, ast.FunctionDef) and it.name == name), None)


def names_on_the_wire(node):
    """Attribute -> name, from `if m.get('Name') is not None: self.attribute = ...`."""
    names = {}
    for branch in [it for it in ast.walk(method(node, "from_map")) if isinstance(it, ast.If)]:
        keys = [
            it.args[0].value
            for it in ast.walk(branch.test)
            if isinstance(it, ast.Call) and isinstance(it.func, ast.Attribute) and it.func.attr == "get"
        ]
        for it in ast.walk(branch) if keys else []:
            # A list of models: `self.attribute.append(...)`. A map of models: `self.attribute[k] = ...`.
            if isinstance(it, ast.Attribute) and isinstance(it.value, ast.Name) and it.value.id == "self":
                names.setdefault(it.attr, keys[0])
    return names


def shape(annotation, classes, above):
    if isinstance(annotation, ast.Subscript):
        outer = annotation.value.id
        if outer == "List":
            return [shape(annotation.slice, classes, above)]
        return 1
    name = annotation.attr if isinstance(annotation, ast.Attribute) else annotation.id
    if name not in classes or name in above:
        return 1
    return members(classes[name], classes, (*above, name))


def members(node, classes, above=()):
    arguments = method(node, "__init__").args.args[1:]
    names = names_on_the_wire(node)
    return {
        names[it.arg]: shape(it.annotation, classes, above)
        for it in sorted(arguments, key=lambda it: names.get(it.arg, ""))
        if it.arg in names and it.annotation is not None
    }


def read_action(action, classes):
    request = classes.get(f"{action}Request")
    response = classes.get(f"{action}Response")
    if response is None:
        return None
    body = members(response, classes).get("body", {})
    return {
        "request": {} if request is None else members(request, classes),
        # The body of an action of Simple Log Service may be a list or a text.
        "response": body if isinstance(body, dict) else {},
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    result = {}
    for package, actions in json.load(sys.stdin).items():
        classes = read_classes(next(folder.glob(f"{package}-*.whl")), package, actions)
        result[package] = {action: read_action(action, classes) for action in actions}
    json.dump(result, sys.stdout)


main()
