"""The page's part of a figure: the modules of js/ as one script, without node or a build step, and the HTML that carries it.

A piece of HTML holds a description and the part of the runtime that its kind of figure needs, both compressed. Of many pieces
of one kind on a page only the first one's runtime is evaluated. Whoever builds a book puts `runtime()` into one file, loads it
in the head of each page, and takes it out of the pieces with `without_runtime`.
"""

import base64
import functools
import gzip
import hashlib
import html as escape
import json
import pathlib
import re

_HERE = pathlib.Path(__file__).parent / "js"
_IMPORT = re.compile(r'^import (?:\* as (\w+)|\{([^}]*)\}) from "\./(\w+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export (const|function|class) (\w+)", re.M)
# What may stand between two pieces of code: comments, strings, regular expressions, and the texts of templates.
_PART = re.compile(
    r"""//[^\n]*|"(?:[^"\\]|\\.)*"|(?<=[(=,:]\s)/(?![/*])(?:[^/\\\n\[]|\\.|\[[^\]]*\])+/\w*|(?<=[(])/(?![/*])(?:[^/\\\n\[]|\\.|\[[^\]]*\])+/\w*|`"""
)


def _joined(name, done):
    """The modules that `name` needs and then itself, each in a function of its own."""
    if name in done:
        return
    text = (_HERE / f"{name}.js").read_text("utf-8")
    for _, _, other in _IMPORT.findall(text):
        _joined(other, done)
    names = [exported for _, exported in _EXPORT.findall(text)]
    text = _IMPORT.sub(lambda m: f"const {m[1] or '{' + m[2].replace(' as ', ': ') + '}'} = ${m[3]};\n", text)
    text = _EXPORT.sub(r"\1 \2", text)
    done[name] = f"const ${name} = (() => {{\n{text}\nreturn {{ {', '.join(names)} }};\n}})();\n"


# What shows a figure of each kind: modules, and JavaScript of a function (root, spec, kernel).
_MOUNT = "(...a) => $figure.mount(a[0], a[1], {}, a[2])"
_SHOW = {
    "signal": (("figure", "signal"), _MOUNT.format("$signal")),
    "landscape": (("figure", "landscape"), _MOUNT.format("$landscape")),
    "map": (("figure", "hyper"), _MOUNT.format("$hyper.kind")),
    "starts": (("figure", "starts"), _MOUNT.format("$starts.kind")),
    "curve": (("figure", "curve"), _MOUNT.format("$curve")),
    "still": (("figure",), "(root, spec) => $figure.mount(root, spec, { build: () => spec.scene })"),
    "tree": (("tree",), "$tree.mount"),
}


@functools.cache
def script(kind=None):
    """The runtime for one kind of figure, or for all: JavaScript that ends with $show, a function (root, spec, kernel)."""
    done = {}
    for name in _SHOW[kind][0] if kind else ["main"]:
        _joined(name, done)
    show = _SHOW[kind][1] if kind else "$main.show"
    return '"use strict";\n' + _tight("".join(done.values())) + f"const $show = {show};\n"


# What code does not need: spaces around signs, indentation, a comma or semicolon before a bracket, brackets
# around the one argument of a function, and the promise that a name is not given anew.
_SPARE = (
    (r"\bconst\b", "let"),
    (r"\s*\n\s*", "\n"),
    (r" *([!{}()\[\]=<>?:,;+*/%&|-]+) *", r"\1"),
    (r",\n?(?=[}\])])|;\n?(?=})", ""),
    (r"(?<!\w)\((\w+)\)=>", r"\1=>"),
)
_CSS = re.compile(r";?\s*([{}])\s*|(;)\s*|(?<=[:,]) | (>) ")  # the same in the style sheet


def _tight(text):
    """Without comments and what code does not need: as short as rjsmin makes it, which has no wheel for every Python."""
    out, at = [], 0
    while at < len(text):
        part = _PART.search(text, at)
        code = text[at : part.start()] if part else text[at:]
        for pattern, instead in _SPARE:
            code = re.sub(pattern, instead, code)
        out.append(code)
        if not part:
            break
        kept, at = _template(text, part.start()) if part[0] == "`" else (part[0], part.end())
        kept = "" if kept.startswith("//") else kept
        out.append(_CSS.sub(lambda m: "".join(filter(None, m.groups())), kept) if out[-1].endswith("STYLE=") else kept)
    return re.sub(r"\n+(?=\W)|(?<=\W)\n+", "", "".join(out))  # each statement has its semicolon


def _template(text, at):
    """A template that begins at `at`, with the code in its ${…} made tight, and where it ends."""
    out, at = ["`"], at + 1
    while text[at] != "`":
        if text.startswith("${", at):
            start, depth, at = at + 2, 1, at + 2
            while depth:
                depth += (text[at] == "{") - (text[at] == "}")
                at = _template(text, at)[1] if text[at] == "`" else at + 1
            out.append("${" + _tight(text[start : at - 1]) + "}")
        else:
            size = 1 + (text[at] == "\\")
            out.append(text[at : at + size])
            at += size
    return "".join(out) + "`", at + 1


@functools.cache
def version(kind):
    """A name that changes with the runtime."""
    return kind + hashlib.sha256(script(kind).encode()).hexdigest()[:10]


def module():
    """The runtime as anywidget wants it."""
    return script() + "export default { render: $main.render };\n"


def runtime():
    """The runtime for all kinds as a script file for the head of a page: pieces find it there and leave their own alone."""
    names = json.dumps([version(kind) for kind in _SHOW])
    return f"{{ {script()}for (const name of {names}) (window.optlab ??= {{}})[name] ??= Promise.resolve($show); }}\n"


_UNPACK = (
    "(text)=>new Response(new Blob([Uint8Array.from(atob(text),c=>c.charCodeAt(0))]).stream()"
    '.pipeThrough(new DecompressionStream("gzip"))).text()'
)


def _packed(text):
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


@functools.cache
def inline(kind):
    """The runtime for one kind of figure as it stands in a piece."""
    code = _packed(f"(() => {{\n{script(kind)}return $show; }})()")
    return f'<script class="optlab-runtime">(window.optlab??={{}})["{version(kind)}"]??=({_UNPACK})("{code}").then(eval)</script>'


def piece(spec, words, picture=None):
    """A figure as HTML that lives alone. spec: JSON values. words: what stands there where no script runs, under the picture.

    picture : WebP bytes, of what the figure shows at first. Where scripts run it goes before anything is painted.
    """
    text = json.dumps(spec, separators=(",", ":"), allow_nan=False)
    name = f"optlab-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    gone, still, left = _still(name, picture) if picture else ("", "", "")
    start = (
        f'{{const root=[...document.querySelectorAll("[data-optlab={name}]")].find(r=>!r.dataset.alive);root.dataset.alive=1;'
        f'{left}Promise.all([window.optlab["{version(spec["kind"])}"],({_UNPACK})("{_packed(text)}")])'
        f".then(([show,text])=>show(root,JSON.parse(text)))}}"
    )
    empty = f'<div class="optlab-figure" data-optlab="{name}">{still}<p>{escape.escape(words)}</p></div>'
    return f"{gone}{empty}{inline(spec['kind'])}<script>{start}</script>"


def _still(name, picture):
    """A script that hides the picture before it is there, the picture, and what removes both."""
    hide = f'{{id:"{name}",textContent:"[data-optlab={name}]>img{{display:none}}"}}'
    text = base64.b64encode(picture).decode()
    return (
        f'<script>document.head.append(Object.assign(document.createElement("style"),{hide}))</script>',
        f'<img src="data:image/webp;base64,{text}" alt="The figure as a still picture. In words:" style="max-width:100%">',
        f'root.firstChild.remove();document.getElementById("{name}").remove();',
    )


def without_runtime(text):
    """The pieces of HTML in a text without their runtimes, for a page that loads `runtime()` in its head."""
    return re.sub(r'<script class="optlab-runtime">.*?</script>', "", text, flags=re.S)
