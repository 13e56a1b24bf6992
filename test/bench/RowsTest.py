#!/usr/bin/env python3
"""bench/peers/rows.py on rows and .npy files made up here.

usage: test/bench/RowsTest.py Rows|Results

Rows needs the standard library, Results numpy, of this Python or build/peers.
"""

import contextlib
import importlib.util
import io
import os
import sys
import tempfile
import unittest

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PEERS = os.path.join(TREE, "build", "peers", "bin", "python")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(TREE, "bench", "peers"))
import rows as made  # bench/peers/rows.py


def timed(name, low, median, **more):
    return dict({"workload": name, "ms_min": low, "ms_median": median,
                 "compile_ms": 5}, **more)


def row(peer, mine, other, name="w"):
    return made.compared({"family": "memory", "workload": name, "threads": 1,
                          "peer": peer}, mine, other)


class Rows(unittest.TestCase):
    def testMergedKeepsTheErrorOfAnyRound(self):
        m = made.merged([timed("a", 3, 4, trace_ms=2), timed("a", 1, 8),
                         timed("a", 2, 6, error="wrong"), timed("b", 1, 1)])
        self.assertEqual((m["a"]["ms_min"], m["a"]["ms_median"],
                          m["a"]["compile_ms"], m["a"]["error"]),
                         (1, 6, 5, "wrong"))
        self.assertNotIn("error", m["b"])
        only = made.merged([{"workload": "c", "error": "no"}])
        self.assertEqual(only["c"], {"workload": "c", "error": "no"})

    def testEachRatioTakesItsOwnBetterPeer(self):
        mine = timed("w", 1, 1)
        rows = [row("jax", mine, timed("w", 2, 9)),
                row("torch", mine, timed("w", 3, 4))]
        self.assertEqual(made.best(rows, "peer_ms"), [rows[1]])
        self.assertEqual(made.best(rows, "peer_ms_min"), [rows[0]])
        self.assertIn("1 rows: geometric mean 4.00, least 4.00; of the minima "
                      "geometric mean 2.00, least 2.00.", made.table(rows))

    def testWhatIsWrongCountsAsThatOnly(self):
        good, bad = timed("w", 1, 1), timed("v", 1, 1, error="result 0 | is\n7")
        rows = [row("jax", good, timed("w", 2, 2)),
                row("jax", bad, timed("v", 100, 100), "v"),
                row("torch", bad, timed("v", 100, 100), "v"),
                row("torch", good, {"workload": "w", "error": "torch died"})]
        self.assertIn("1 rows: geometric mean 2.00, least 2.00; of the minima "
                      "geometric mean 2.00, least 2.00; 1 wrong, not counted; "
                      "1 of a peer failed, not counted.", made.table(rows))
        self.assertEqual([made.failure(r) for r in rows],
                         ["", "result 0 | is\n7", "result 0 | is\n7",
                          "torch died"])
        self.assertEqual(made.failure(dict(rows[3], peer_error="result 0")),
                         "torch: result 0")
        self.assertEqual(made.table(rows).count("| result 0 / is 7 |"), 2)
        self.assertIn("1 wrong, not counted.", made.table(rows[1:3]))
        self.assertEqual(made.failure({"ok": False}), "no")

    def testAWrongPeerIsNotTheBetterOne(self):
        mine = timed("w", 1, 1)
        rows = [row("jax", mine, timed("w", 4, 4)),
                row("torch", mine, timed("w", 1, 1, error="differs"))]
        self.assertEqual(made.best(rows, "peer_ms_min"), [rows[0]])

    def testSpreadAndCompileTimes(self):
        self.assertEqual(made.spread("r", [{"r": 2.0}, {"r": 8.0}, {}]),
                         "geometric mean 4.00, least 2.00")
        rows = [{"family": "f", "workload": "a", "threads": 1, "peer": "jax",
                 "compile_ms": 2.0, "peer_compile_ms": 6.0}]
        self.assertIn("an empty cache 1 rows: geometric mean 3.00",
                      made.table(rows))
        rows[0].update(ok=False, error="no")
        self.assertNotIn("empty cache", made.table(rows))

    def testTheTableSaysWhoKeepsPages(self):
        self.assertTrue(made.table([]).startswith(made.PAGES))

    def testRowsOfLaterFiles(self):
        old = {"family": "f", "workload": "a", "threads": 1, "peer": "jax",
               "ok": False, "error": "wrong", "compile_ms": 1}
        new = dict(old, ok=True)
        del new["error"], new["compile_ms"]
        out = made.overlaid([[old], [new]])
        self.assertEqual(out, [dict(new, compile_ms=1)])

    def crashes(self, culprits, silent=()):
        """run_all() of a program that dies at the workloads culprits and does
        not offer those of silent: its rows and how often it ran."""
        runs = []

        def run(names):
            runs.append(names)
            out = []
            for name in names:
                if name in culprits:
                    return out, made.ending(-11)
                if name not in silent:
                    out.append(timed(name, 1, 1))
            return out, ""

        with contextlib.redirect_stderr(io.StringIO()) as said:
            rows = made.run_all(run, ["a", "b", "c", "d"], "bench_x")
        return {r["workload"]: r.get("error") for r in rows}, len(runs), said

    def testACrashCostsItsWorkloadOnly(self):
        self.assertEqual(self.crashes([])[:2],
                         (dict.fromkeys("abcd"), 1))
        rows, runs, said = self.crashes(["b", "d"], silent=["c"])
        self.assertEqual(rows, {"a": None, "b": "bench_x ended with SIGSEGV",
                                "d": "bench_x ended with SIGSEGV"})
        self.assertEqual(runs, 4)
        self.assertIn("bench_x ended with SIGSEGV (b)", said.getvalue())

    def testACrashAtTheEndIsAnError(self):
        with contextlib.redirect_stderr(io.StringIO()):
            rows = made.run_all(lambda names: ([timed("a", 1, 1)],
                                               made.ending(3)), ["a"], "jax")
        self.assertEqual(rows[0]["error"], "jax ended with status 3")


class Results(unittest.TestCase):
    def check(self, got, want, name="w", family="models", dtype=None,
              peer=False, keys=None):
        want = np.asarray(want)
        meta = {"workload": name, "family": family,
                "outputs": [[dtype or str(want.dtype), list(want.shape)]]}
        with tempfile.TemporaryDirectory() as folder:
            np.save(f"{folder}/exp0.npy", want)
            if got is not None:
                np.save(f"{folder}/out0.npy", np.asarray(got))
            if keys is not None:
                np.save(f"{folder}/in0.npy", keys)
            return made.difference(meta, folder, f"{folder}/out", peer)

    def testIntegersAndTruthValuesAreEqual(self):
        order = np.arange(1 << 20, dtype=np.int32)
        self.assertEqual(self.check(order, order, "argsort_1M"), "")
        self.assertIn("wrong in 1048576 of 1048576 places, first at [0]: 50 "
                      "for 0", self.check(order + 50, order, "argsort_1M"))
        self.assertIn("wrong", self.check([True, True], [True, False]))

    def testOnlyAPeerMayOrderEqualKeysOtherwise(self):
        keys = np.float32([2, 1, 1])
        want, other = np.int32([1, 2, 0]), np.int64([2, 1, 0])
        for got, peer, right in ((want, False, True), (other, True, True),
                                 (other, False, False),
                                 (other.astype(np.int32), False, False),
                                 (np.int64([0, 1, 2]), True, False),
                                 (np.int64([1, 1, 0]), True, False)):
            self.assertEqual(self.check(got, want, "argsort_1M", "memory",
                                        peer=peer, keys=keys) == "", right)

    def testASmallElementCounts(self):
        want = np.ones(1000, np.float32)
        want[0] = 1e6  # of which 1e-4 would be 100
        got = want.copy()
        self.assertEqual(self.check(got, want), "")
        got[1] = 3
        self.assertIn("first at [1]: 3.0 for 1.0", self.check(got, want))

    def testTolerancesOfNamesFamiliesAndDtypes(self):
        for name, family, dtype, off, right in (
                ("w", "models", "float32", 2e-5, True),
                ("w", "models", "float32", 2e-4, False),
                ("w", "convolution", "float32", 1e-4, True),
                ("w", "models", "float64", 1e-14, True),
                ("w", "models", "float64", 1e-11, False),
                ("w", "contraction", "bfloat16", 7e-3, True),
                ("w", "contraction", "bfloat16", 7e-2, False),
                ("ew_exp_4M", "memory", "float32", 4e-5, False),
                ("sort_1M", "memory", "float32", 2e-7, False)):
            with self.subTest(name=name, family=family, dtype=dtype, off=off):
                want = np.ones(8, np.float64 if dtype == "float64"
                               else np.float32)
                got = (want * (1 + off)).astype(want.dtype)
                self.assertFalse((got == want).all())
                self.assertEqual(self.check(got, want, name, family, dtype)
                                 == "", right)

    def testNaNsAndInfinitiesAreWhereTheyWere(self):
        nan, inf = np.nan, np.inf
        want = np.float32([nan, inf, -inf, 1])
        self.assertEqual(self.check(want, want), "")
        for got in ([1, inf, -inf, 1], [nan, 1, -inf, 1], [nan, inf, inf, 1],
                    [nan, inf, -inf, nan], [nan, inf, -inf, inf]):
            self.assertIn("wrong in 1 of 4", self.check(np.float32(got), want))
        self.assertIn("wrong", self.check(np.float32([nan, nan]),
                                          np.float32([0, 0])))

    def testShapesDtypesAndMissingResults(self):
        one = np.float32([1])
        self.assertEqual(self.check(None, one), "there is no result 0")
        self.assertEqual(self.check(np.float32(1), one), "")
        self.assertEqual(self.check(one[:0], one[:0]), "")
        self.assertIn("shape", self.check(np.float32([1, 1]), one))
        self.assertIn("float64", self.check(np.float64([1]), one))
        self.assertIn("int32", self.check(np.int32([1]), one))


if sys.argv[1:] == ["Results"] and not importlib.util.find_spec("numpy"):
    if os.path.exists(PEERS) and sys.executable != PEERS:
        os.execv(PEERS, [PEERS] + sys.argv)
    print("SKIP: bench-results needs the package group peers "
          "(tools/setup --peers)")
    sys.exit()
if sys.argv[1:] == ["Results"]:
    import numpy as np
unittest.main()
