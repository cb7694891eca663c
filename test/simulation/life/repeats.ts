/** The same observation may not lead to the same step twice: a write that a run repeats with no wait in between never ends. */
import type { Ports } from "../../../provider/ports";

/** The ports of one run. A wait of the loop makes a new picture: after it, anything may be tried again. */
export function watchRepeats(ports: Ports, told: (what: string) => void): Ports {
  const sent = new Set<string>();
  function note(what: string, ...how: unknown[]): void {
    const write = `${what} ${JSON.stringify(how)}`;
    if (sent.has(write)) told(write);
    sent.add(write);
  }
  /** `how`: the arguments without what is only carried along. Another version of the thing is another observation. */
  const once =
    <A extends unknown[], R>(what: string, call: (...args: A) => R, how: (...args: A) => unknown[] = (...all) => all) =>
    (...args: A): R => {
      note(what, ...how(...args));
      return call(...args);
    };
  const { certificates, distributions, accessControls, zones, clock } = ports;
  return {
    ...ports,
    certificates: {
      ...certificates,
      request: once("request", certificates.request),
      tag: once("tag", certificates.tag),
      untag: once("untag", certificates.untag),
      delete: once("delete", certificates.delete),
    },
    distributions: {
      ...distributions,
      update: once("update", distributions.update, (id, etag, _config, change) => [id, etag, change]),
      configure: once("configure", distributions.configure, (id, etag, settings) => [id, etag, settings]),
      create: once("create", distributions.create),
      delete: once("delete", distributions.delete),
      move: once("move", distributions.move),
      tag: once("tag", distributions.tag),
      untag: once("untag", distributions.untag),
    },
    accessControls: {
      ...accessControls,
      create: once("create access control", accessControls.create),
      mend: once("mend access control", accessControls.mend),
      delete: once("delete access control", accessControls.delete),
    },
    zones: { ...zones, change: once("change", zones.change) },
    clock: {
      ...clock,
      sleep: (ms) => {
        sent.clear();
        return clock.sleep(ms);
      },
    },
  };
}
