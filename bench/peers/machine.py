"""Weft beside what the machine can do: bench/compare --limits.

limits.cpp measures bandwidth and multiply-adds, native.cpp has the loops by
hand; both are built here, for this machine. Each round runs limits.cpp, Weft,
native.cpp, so that all see the same machine; the best of all rounds counts. A
workload that failed or was wrong in any round is named below and not counted.
Bytes are those of arguments and results, once each.
"""

import json
import math
import os
import subprocess

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
# Sums and products that only read, what all but only writes, and what does both.
READS = ["sum_16M_all", "sum_16M_ax0", "sum_16M_ax1", "max_16M_all",
         "max_16M_ax0", "max_16M_ax1", "matvec_4096"]
WRITES = ["outer_add_4096"]
COPIES = ["ew_exp_4M", "ew_tanh_4M", "ew_gelu_erf_4M", "ew_poly8_4M",
          "ew_sincos_log_4M", "adam_4M", "where_clip_4M", "transpose_4096",
          "transpose_add_4096", "concat_ax1_2x2048", "gather_rows_64kx64",
          "cumsum_16M", "cumsum_ax1_1024x4096"]
PRODUCT = "mm_f32_1024"
SIZES = [4, 16, 64, 256]  # MiB that limits.cpp measures


def built(work, name):
    program = os.path.join(work, name)
    subprocess.run([os.environ.get("CXX", "c++"), "-O3", "-march=native",
                    "-ffp-contract=fast", "-pthread",
                    os.path.join(HERE, name + ".cpp"), "-o", program],
                   check=True)
    return program


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def moved(work, name):
    """Bytes read and written."""
    with open(f"{work}/in/{name}/meta.json", encoding="utf-8") as f:
        meta = json.load(f)
    return [sum(np.dtype(d).itemsize * math.prod(shape)
                for d, shape in meta[kind]) for kind in ("inputs", "outputs")]


def size_of(megabytes):
    """The measured size that is nearest, the larger of two as near."""
    return min(reversed(SIZES), key=lambda s: abs(math.log(s / megabytes)))


def limit(limits, name, read, written, threads):
    """GB/s that a plain loop over as many bytes reaches here, and its name."""
    if name in READS:
        keys = [f"read_{size_of(read / 2**20)}MB"]
    elif name in WRITES:
        size = size_of(written / 2**20)
        keys = [f"write_{size}MB", f"write_nt_{size}MB"]
    else:
        size = size_of((read + written) / 2 / 2**20)
        keys = [f"copy_{size}MB", f"copy_nt_{size}MB"]
    return max((limits[f"{k}_GBs_{threads}t"], k) for k in keys)


def line(*cells):
    return "| " + " | ".join(str(c) for c in cells) + " |"


def table(work, rounds, threads, run_weft, dump_inputs):
    """Rows of Markdown, and the errors by workload. run_weft(family, names)
    gives rows of Weft's, those that do not count with an error."""
    families = {"memory": [n for n in READS + WRITES + COPIES if n != "matvec_4096"],
                "contraction": ["matvec_4096", PRODUCT],
                "loops": ["rk4_lv_1000", "rk4_lv_1000_grad", "rk4_pend_1000",
                          "rk4_pend_1000_grad", "newton_while_1024",
                          "newton_while_scalar", "kalman_200_s6",
                          "gru_100x64_b1", "gru_100x64_b32", "nbody64_100",
                          "nbody64_100_grad"]}
    for names in families.values():
        dump_inputs(names)
    limits_program, native = built(work, "limits"), built(work, "native")
    limits, weft, hand, errors = {}, {}, {}, {}
    for _ in range(rounds):
        for key, value in json.loads(output(limits_program)).items():
            limits[key] = max(limits.get(key, 0), value)
        for family, names in families.items():
            rows = {row["workload"]: row for row in run_weft(family, names)}
            for name in names:
                row = rows.get(name, {"error": "did not run"})
                if row.get("error"):
                    errors.setdefault(name, row["error"])
                else:
                    weft[name] = min(row["ms_min"], weft.get(name, math.inf))
        for text in output(native, f"{work}/in").splitlines():
            row = json.loads(text)
            hand[row["workload"]] = min(row["ms_min"], hand.get(
                row["workload"], math.inf))
    for name in errors:
        weft.pop(name, None)
    lines = ["### Beside the machine's limits", "",
             line("workload", "threads", "MB", "ms", "GB/s", "limit",
                  "its GB/s", "share"), line(*["---"] * 8)]
    for name in READS + WRITES + COPIES:
        if name not in weft:
            continue
        read, written = moved(work, name)
        rate = (read + written) / weft[name] / 1e6
        most, key = limit(limits, name, read, written, threads)
        lines.append(line(name, threads, f"{(read + written) / 1e6:.0f}",
                          f"{weft[name]:.3g}", f"{rate:.1f}", key,
                          f"{most:.1f}", f"{rate / most:.2f}"))
    if PRODUCT in weft:
        rate, most = 2 * 1024**3 / weft[PRODUCT] / 1e6, limits[
            f"fma_f32_gflops_{threads}t"]
        lines += ["", f"{PRODUCT}: {rate:.0f} of {most:.0f} GFLOP/s, "
                      f"{rate / most:.2f} of the machine's multiply-adds."]
    if threads == 1:
        lines += ["", line("loop", "Weft ms", "native.cpp ms",
                           "Weft / native"), line(*["---"] * 4)]
        for name, ms in hand.items():
            if name in weft:
                lines.append(line(name, f"{weft[name]:.3g}", f"{ms:.3g}",
                                  f"{weft[name] / ms:.2f}"))
    if errors:
        lines += ["", f"{len(errors)} wrong, not counted: "
                  + "; ".join(f"{n}: {e}" for n, e in errors.items()) + "."]
    return "\n".join(lines), errors
