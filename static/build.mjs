// Builds the pages' script, style and icons into dist/, named by content and compressed as well, with manifest.json and
// THIRD_PARTY.txt.

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildParserFile } from "@lezer/generator";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const fresh = join(here, "dist.new");
const dist = join(here, "dist");

const bundles = JSON.parse(await readFile(join(here, "src/bundles.json"), "utf8"));
const manifest = {};
const packages = new Set(["lucide-static"]);

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

async function put(name, content) {
  const mark = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const [stem, ending] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
  manifest[name] = `${stem}-${mark}${ending}`;
  await writeFile(join(fresh, manifest[name]), content);
  // Beside it as small as it can be made once and for all; the server gives what the browser can read.
  const text = Buffer.from(content);
  await writeFile(join(fresh, `${manifest[name]}.br`), brotliCompressSync(text));
  await writeFile(join(fresh, `${manifest[name]}.gz`), gzipSync(text, { level: 9 }));
}

// The plain name of sortablejs means its core, which some import by its path: one copy is enough.
const once = {
  name: "once",
  setup(build) {
    const core = "sortablejs/modular/sortable.core.esm.js";
    build.onResolve({ filter: /^sortablejs$/ }, ({ resolveDir, kind }) => build.resolve(core, { resolveDir, kind }));
  },
};

// `x.grammar` is imported as the parser it describes, `x.grammar.terms` as the numbers of its terms.
const grammars = {
  name: "grammars",
  setup(build) {
    build.onResolve({ filter: /\.grammar\.terms$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path), namespace: "terms" }));
    const made = async (path) => buildParserFile(await readFile(path, "utf8"), { fileName: path });
    build.onLoad({ filter: /\.grammar$/ }, async ({ path }) => ({ contents: (await made(path)).parser, resolveDir: dirname(path) }));
    build.onLoad({ filter: /./, namespace: "terms" }, async ({ path }) => ({ contents: (await made(path.slice(0, -6))).terms }));
  },
};

for (const [name, entry] of Object.entries(bundles)) {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    outfile: name,
    format: name.endsWith(".js") ? "iife" : undefined,
    target: ["chrome123", "firefox121", "safari17.5"],
    legalComments: "none",
    plugins: [grammars, once],
    logLevel: "warning",
  });
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) packages.add(found[1]);
  }
  await put(name, result.outputFiles[0].contents);
}

async function symbol(icon) {
  const svg = await readFile(join(here, "node_modules/lucide-static/icons", `${icon}.svg`), "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
  return `<symbol id="${icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
}

const icons = JSON.parse(await readFile(join(here, "src/icons.json"), "utf8"));
const symbols = await Promise.all(icons.map(symbol));
await put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
await put("mark.svg", await readFile(join(here, "src/mark.svg")));

const notices = [];
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((f) => join(folder, f)).find(existsSync);
  const text = file ? (await readFile(file, "utf8")).trim() : `License: ${about.license}`;
  notices.push(`${about.name} ${about.version} (${about.license})\n\n${text}\n`);
}
await writeFile(join(fresh, "THIRD_PARTY.txt"), notices.join(`\n${"-".repeat(72)}\n\n`));
await writeFile(join(fresh, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

// A server that runs meanwhile keeps finding files under the names it knows: the folder is swapped whole.
await rm(dist, { recursive: true, force: true });
await rename(fresh, dist);
