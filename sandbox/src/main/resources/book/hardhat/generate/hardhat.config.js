import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// The compiler comes from npm with the other packages: nothing is downloaded at build time.
export default {
  solidity: {
    version: "0.8.37",
    path: require.resolve("solc/soljson.js"),
    settings: { optimizer: { enabled: true, runs: 200 } },
  },
};
