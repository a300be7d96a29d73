// The part of solc's command line that Brownie uses, on top of the compiler's WebAssembly build from npm:
// `--version`, and `--standard-json` from standard input with imports read from the disk.
"use strict";
const fs = require("fs");
const path = require("path");

const root = path.resolve(__dirname, "..", "..");

function loadCompiler() {
  try {
    return require("solc");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    fail("the Solidity compiler (npm solc) is missing. Run `make setup`.");
  }
}

function readImport(name) {
  for (const folder of [process.cwd(), root]) {
    const file = path.resolve(folder, name);
    if (fs.existsSync(file)) return { contents: fs.readFileSync(file, "utf8") };
  }
  return { error: `${name} is neither in ${process.cwd()} nor in ${root}` };
}

function fail(message) {
  process.stderr.write(`solc: ${message}\n`);
  process.exit(1);
}

const options = process.argv.slice(2);
if (options.includes("--version")) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${loadCompiler().version()}\n`);
} else if (options.includes("--standard-json")) {
  process.stdout.write(loadCompiler().compile(fs.readFileSync(0, "utf8"), { import: readImport }));
} else {
  fail(`answers only --version and --standard-json, not: ${options.join(" ") || "(nothing)"}`);
}
