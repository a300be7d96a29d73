// Reads a token list from standard input and prints what @uniswap/token-lists' schema has against it.
const Ajv = require("ajv").default;
const schema = require("@uniswap/token-lists/src/tokenlist.schema.json");

const formats = {
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
};
const validate = new Ajv({ allErrors: true, strict: false, formats }).compile(schema);
validate(JSON.parse(require("fs").readFileSync(0, "utf8")));
console.log(JSON.stringify(validate.errors ?? []));
