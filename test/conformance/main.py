"""Runs all conformance tests against the doubles named by SIMULATOR and MOTO. The last line is `N passed, N failed`."""

from __future__ import annotations

import sys
import unittest

# The last one looks back at the calls of the others.
MODULES = [
    "test_response_check",
    "test_sts",
    "test_route53",
    "test_acm",
    "test_cloudfront",
    "test_moves",
    "test_origins",
    "test_created",
    "test_moto",
    "test_operations",
]


def main() -> int:
    suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:] or MODULES)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    # One test fails once, however many of its sub-tests do; a class that cannot be set up has failed too.
    bad = {getattr(case, "test_case", case).id() for case, _ in result.failures + result.errors}
    bad |= {case.id() for case in result.unexpectedSuccesses} | {case.id() for case, _ in result.skipped}
    passed = result.testsRun - len([name for name in bad if not name.startswith("setUpClass")])
    if passed == 0:
        bad.add("no test has run")
    print(f"\n{passed} passed, {len(bad)} failed", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
