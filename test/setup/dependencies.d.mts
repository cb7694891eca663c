export function prepareDependencies(): Promise<void>;
/** Why the packages installed below `root` are not those of its lock file; undefined when they are. */
export function missing(root: string): string | undefined;
