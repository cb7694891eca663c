export const ROOT: string;
export const SCRATCH: string;
export function cacheFolder(platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv): string;
export function executableName(program: string, platform?: NodeJS.Platform): string;
export function folderOnPath(program: string, path?: string): string | undefined;
export function isExecutable(file: string): boolean;
