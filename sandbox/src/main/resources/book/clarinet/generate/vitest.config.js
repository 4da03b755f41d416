import { vitestSetupFilePath } from "@stacks/clarinet-sdk/vitest";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "clarinet",
    // The simulator keeps its state in the process: one process, one file after the other.
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    setupFiles: [vitestSetupFilePath],
    environmentOptions: { clarinet: { manifestPath: "./Clarinet.toml", coverage: false, costs: false } },
  },
});
