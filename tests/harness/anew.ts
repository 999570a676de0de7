import { vi } from "vitest";

/** Before a file that changes its process: our modules are loaded anew, with what they remember and what stands for them. */
vi.unstubAllGlobals();
vi.restoreAllMocks();
vi.resetModules();
