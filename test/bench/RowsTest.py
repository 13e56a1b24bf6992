#!/usr/bin/env python3
"""bench/compare and its parts, on rows, .npy files and programs made up here.

usage: test/bench/RowsTest.py Rows Steps Compare
       test/bench/RowsTest.py Results
       test/bench/RowsTest.py GradBench PROGRAM

Needs the standard library; Results numpy, of this Python or build/peers;
GradBench the program bench_gradbench.
"""

import contextlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PEERS = os.path.join(TREE, "build", "peers", "bin", "python")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(TREE, "bench"))
from peers import rows as made


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

    def testNumPyHasAMeanOfItsOwn(self):
        mine = timed("w", 1, 1)
        rows = [row("jax", mine, timed("w", 8, 8)),
                row("numpy+malloc", mine, timed("w", 2, 3)),
                row("numpy", timed("v", 1, 1), timed("v", 3, 3, error="no"),
                    "v")]
        self.assertIn("Against the better peer, 1 rows: geometric mean 8.00, "
                      "least 8.00; of the minima geometric mean 8.00, least "
                      "8.00; against numpy 1 rows: geometric mean 3.00, least "
                      "3.00; of the minima geometric mean 2.00, least 2.00; 1 "
                      "of a peer failed, not counted.", made.table(rows))

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

# What bench/compare gives workloads to: dies at a name with "crash", and does
# not offer "none".
PROGRAM = """
import os, sys
print("to be read by people", flush=True)
for name in map(str.strip, sys.stdin):
    if name == "crash":
        os.abort()
    if name == "quit":
        sys.exit(3)
    if name == "end":
        break
    print("{}" if name == "none" else
          '{"workload": "%s", "pid": %d}' % (name, os.getpid()), flush=True)
"""


class Steps(unittest.TestCase):
    def rows(self, names):
        from peers.stepped import Stepped
        process = Stepped("bench_x", [sys.executable, "-c", PROGRAM])
        with contextlib.redirect_stderr(io.StringIO()) as said:
            rows = [process.answer(name) for name in names]
        process.close()
        return rows, said.getvalue()

    def testOneProcessAnswersOneNameAfterAnother(self):
        rows, said = self.rows(["a", "none", "b"])
        self.assertEqual([r.get("workload") for r in rows], ["a", None, "b"])
        self.assertEqual(rows[0]["pid"], rows[2]["pid"])
        self.assertEqual(said, "to be read by people\n")

    def testACrashCostsItsWorkloadOnly(self):
        rows, said = self.rows(["a", "crash", "b", "c", "quit", "end"])
        self.assertEqual([r.get("error") for r in rows],
                         [None, "bench_x ended with SIGABRT", None, None,
                          "bench_x ended with status 3", "bench_x ended early"])
        self.assertNotEqual(rows[0]["pid"], rows[2]["pid"])
        self.assertEqual(rows[2]["pid"], rows[3]["pid"])
        self.assertIn("bench_x ended with SIGABRT (crash)", said)

    def testAProgramThatIsMissingIsAnError(self):
        from peers.stepped import Stepped
        row = Stepped("bench_x", ["/nonexistent"]).answer("a")
        self.assertEqual(row["workload"], "a")
        self.assertIn("bench_x", row["error"])


class Compare(unittest.TestCase):
    """bench/compare tells mistakes in one line, before it measures or needs JAX
    or PyTorch."""

    def refused(self, *arguments):
        done = subprocess.run(
            [sys.executable, os.path.join(TREE, "bench", "compare"),
             *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("bench/compare: "), done.stderr)
        return done.stderr

    def testNumbers(self):
        for n in ("0", "-1", "100000"):
            self.assertIn(f"--threads {n}: this process may use 1 to ",
                          self.refused("--threads", n))
        for n in ("0", "-3"):
            self.assertIn(f"--rounds {n}: at least 1",
                          self.refused("--rounds", n))

    def testFamilies(self):
        self.assertIn("no family 'loop'; there are dispatch, loops,",
                      self.refused("--family", "memory,loop"))
        self.assertIn("models, differentiation",
                      self.refused("--family", "loop"))
        self.assertIn("--limits has workloads of its own, without --family",
                      self.refused("--limits", "--family", "memory"))
        self.assertIn("needs --gradbench DIR",
                      self.refused("--family", "differentiation"))

    def testSuite(self):
        run = os.path.join(TREE, "bench", "gradbench", "run")
        for more, why in (
                ([], "/nonexistent: no checkout of gradbench/gradbench is there"),
                (["--eval", "det,x"], "no eval 'x'; there are hello, det, ")):
            done = subprocess.run([sys.executable, run, "/nonexistent", *more],
                                  capture_output=True, text=True)
            self.assertTrue(done.stderr.startswith(
                f"bench/gradbench/run: {why}"), done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def testFiles(self):
        self.assertIn("--gradbench /nonexistent: no checkout",
                      self.refused("--gradbench", "/nonexistent"))
        for flag in ("--json", "--markdown"):
            for path in ("/nonexistent/rows", TREE):
                self.assertIn(f"{flag} {path}: cannot be written there",
                              self.refused(flag, path))
        self.assertIn("--rows /nonexistent: no file of rows",
                      self.refused("--rows", "/nonexistent"))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "rows")
            for text, why in (("no JSON", "no file of rows"), ("\xe4", "of rows"),
                              ("[]]", "no file of rows"),
                              ("{}", "not a list of rows"),
                              ("[{}]", "not a list of rows")):
                with open(path, "w", encoding="latin-1") as f:
                    f.write(text)
                self.assertIn(f"--rows {path}: ", self.refused("--rows", path))
                self.assertIn(why, self.refused("--rows", path))


class GradBench(unittest.TestCase):
    """The tool answers whatever line it is sent."""

    def testWhatIsNoMessage(self):
        lines = ["no JSON", "\xff", "", "[]", "1", '{"kind": "start"}',
                 '{"id": 1}', '{"id": 2, "kind": "define", "module": "no"}',
                 '{"id": 3, "kind": "define", "module": 7}',
                 '{"id": 4, "kind": "define"}',
                 '{"id": 5, "kind": "define", "module": "det"}',
                 '{"id": 6, "kind": "evaluate", "module": "no", "function": "f"}',
                 '{"id": 7, "kind": "start"}']
        done = subprocess.run([TOOL], input="\n".join(lines) + "\n",
                              stdout=subprocess.PIPE, encoding="latin-1",
                              timeout=60)
        self.assertEqual(done.returncode, 0)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([a["id"] for a in answers],
                         [None] * 6 + [1, 2, 3, 4, 5, 6, 7])
        for answer in answers[:10] + answers[11:12]:
            self.assertFalse(answer["success"])
            self.assertTrue(answer["error"])
        self.assertIn('there is no module "no"; there are ba, det,',
                      answers[7]["error"])
        self.assertTrue(answers[10]["success"])
        self.assertEqual(answers[12]["tool"], "weft")


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
          "(bench/setup-peers)")
    sys.exit()
if sys.argv[1:] == ["Results"]:
    import numpy as np
if sys.argv[1:2] == ["GradBench"]:
    TOOL = sys.argv.pop()
unittest.main()
