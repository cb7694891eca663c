import type { SimClock } from "./contracts";

/** setTimeout takes no more, in milliseconds: 24.8 days. No server lives so long. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Time as it passes outside: for the simulator that runs as a server. It is the server that keeps the process alive, not what it waits for. */
export function realClock(): SimClock {
  return {
    now: () => Date.now(),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms).unref();
      }),
    at: (instant, event) => {
      const ms = Math.max(0, instant - Date.now());
      if (ms <= LONGEST_TIMER) setTimeout(event, ms).unref();
    },
    hold: (work) => work(),
  };
}

interface Appointment {
  instant: number;
  /** A sleeper moves time on; an event only happens on the way. */
  sleeper: boolean;
  run: () => void;
}

/**
 * Time that passes only while everybody sleeps: when no work is held and the event loop has nothing left to run, it jumps to the earliest sleeper,
 * and wakes one at a time, so that the order of two that wake at one instant is the order in which they went to sleep.
 *
 * @param whenIdle when that is. Where nobody uses files, sockets or threads, one turn of the event loop is enough.
 */
export function virtualClock(start: number, whenIdle = whenNothingRuns): SimClock {
  const appointments: Appointment[] = [];
  let now = start;
  let held = 0;
  let watching = false;

  function watch(): void {
    if (watching || held > 0 || !appointments.some(({ sleeper }) => sleeper)) return;
    watching = true;
    whenIdle(jump);
  }

  function jump(): void {
    watching = false;
    while (held === 0) {
      const next = appointments.shift();
      if (next === undefined) return;
      now = Math.max(now, next.instant);
      next.run();
      if (next.sleeper) break;
    }
    watch();
  }

  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((resolve) => {
        enter(appointments, { instant: now + Math.max(0, ms), sleeper: true, run: resolve });
        watch();
      }),
    at: (instant, event) => {
      enter(appointments, { instant: Math.max(now, instant), sleeper: false, run: event });
    },
    hold: async (work) => {
      held += 1;
      try {
        return await work();
      } finally {
        held -= 1;
        watch();
      }
    },
  };
}

/** Behind all of the same instant. */
function enter(appointments: Appointment[], appointment: Appointment): void {
  let low = 0;
  let high = appointments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((appointments[middle]?.instant ?? 0) <= appointment.instant) low = middle + 1;
    else high = middle;
  }
  appointments.splice(low, 0, appointment);
}

/** Two turns of the event loop without work under way: what one turn started has had its say in the next. */
function whenNothingRuns(run: () => void): void {
  setImmediate(() => setImmediate(() => (isWorking() ? whenNothingRuns(run) : run())));
}

/** Files, name look-ups and keys that the thread pool is busy with (the AWS SDK reads its profile files, say). Timers and sockets do not count. */
function isWorking(): boolean {
  return process.getActiveResourcesInfo().some((kind) => /Req|Job$/.test(kind));
}
