export interface PulumiCli {
  /** The folder that holds `pulumi`. */
  folder: string;
  /** `3.248.0` */
  version: string;
}

export interface PulumiEnvironment {
  PATH: string;
  PULUMI_HOME: string;
  PULUMI_BACKEND_URL: string;
  PULUMI_CONFIG_PASSPHRASE: string;
  PULUMI_SKIP_UPDATE_CHECK: string;
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: string;
}

/** The CLI on PATH when it is new enough and runs Node.js programs, else the one in the user's cache folder, else undefined. */
export function findPulumi(path?: string): PulumiCli | undefined;

/** {@link findPulumi}, else downloads or builds one. Rejects with a message that names the ways to get one. */
export function preparePulumi(): Promise<PulumiCli>;

/**
 * What to add to the environment of `pulumi` or of an Automation API workspace. `backend`: an existing folder for the state. `base`: the environment
 * to build on, default `process.env`. Throws when there is no CLI yet.
 */
export function pulumiEnvironment(options: { backend: string; base?: NodeJS.ProcessEnv }): PulumiEnvironment;

/** Compares `major.minor.patch`. */
export function isAtLeast(version: string, oldest: string): boolean;
