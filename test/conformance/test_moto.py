from __future__ import annotations

import os
import unittest

from differences import REASONS, differences
from recorder import Endpoint
from script import play
from world import aws


class Moto(unittest.TestCase):
    """moto is the other double, written by others: where both agree, two readings of AWS agree."""

    @classmethod
    def setUpClass(cls) -> None:
        moto = Endpoint(os.environ["MOTO"], aws.access_key, is_checked=False)
        cls.found = list(differences(play(aws), play(moto)))

    def test_every_difference_from_moto_has_its_reason(self) -> None:
        unexplained = [
            str(difference) for difference in self.found if not any(reason.explains(difference) for reason in REASONS)
        ]
        self.assertEqual([], unexplained, "\n" + "\n".join(unexplained))

    def test_every_reason_still_has_its_difference(self) -> None:
        idle = [f"{reason.step}: {reason.path}" for reason in REASONS if not any(map(reason.explains, self.found))]
        self.assertEqual([], idle)
