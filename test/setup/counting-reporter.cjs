const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** What mocha shows by default, and beside it the counts as JSON in the file of reporter option `counts`. */
function CountingReporter(runner, options) {
  const spec = new reporters.Spec(runner, options);
  runner.once(Runner.constants.EVENT_RUN_END, () => {
    const { passes, failures } = spec.stats;
    writeFileSync(options.reporterOptions.counts, JSON.stringify({ passed: passes, failed: failures }));
  });
  return spec;
}

module.exports = CountingReporter;
