/** Compiles provider/ into dist/ when its sources differ from those of the last build. */
export function prepareBuild(): Promise<void>;
