"""What bench/compare makes of results and rows; it runs nothing itself.

Only difference() needs numpy. test/bench holds all of it to made-up rows.
"""

import math
import os
import signal
import statistics

COLUMNS = ["workload", "threads", "peer", "peer_ms", "weft_ms", "weft_ms_min",
           "ratio", "ratio_min", "compile_ms", "compile_shared_ms",
           "compile_warm_ms", "peer_compile_ms",
           "peak_bytes", "peer_peak_bytes", "ok"]
PAGES = ("Weft keeps the pages of arrays that were freed; the peers fault "
         "fresh ones in for each large result unless they ran with --malloc "
         "(peer NAME+malloc).")

# A result may differ by its tolerance times its own size and that of the root
# mean square of all. Each is about ten times what Weft reached against jax
# 0.10.2 on 2026-11-26, by dtype and family; worst of 107 workloads: 9.1e-6 in
# float32 (the weights' gradient of a 1x1 convolution), 5.1e-15 in float64. One
# unit in the last place of bfloat16 is up to 7.8e-3.
BY_DTYPE = {"float64": 1e-13, "float32": 1e-4, "bfloat16": 2e-2}
BY_FAMILY = {"loops": 3e-5, "memory": 5e-5, "contraction": 5e-5,
             "models": 3e-5}  # float32 only
BY_NAME = {"cumsum_16M": 3e-4}  # 16 M additions in another order: 2.1e-5
BY_NAME.update(dict.fromkeys(
    ["ew_exp_4M", "ew_tanh_4M", "ew_gelu_erf_4M", "ew_poly8_4M",
     "ew_sincos_log_4M", "adam_4M", "softmax_1024", "layernorm_1024"], 5e-6))
# What only moves or picks elements, or rounds once.
BY_NAME.update(dict.fromkeys(
    ["add1_8", "transpose_4096", "transpose_add_4096", "concat_ax1_2x2048",
     "outer_add_4096", "gather_rows_64kx64", "sort_1M", "topk_1024x4096_k16",
     "max_16M_all", "max_16M_ax0", "max_16M_ax1", "where_clip_4M",
     "histogram_1M_256"], 0))
# Peers that compile nothing: what is said of the better peer leaves them out.
APART = ["numpy"]
# Their result orders in0; the orders of equal keys are all sorted, but only one
# is stable, as JAX's and Weft's are.
ORDERS = ["argsort_1M"]


def tolerance(name, family, dtype):
    if name in BY_NAME:
        return BY_NAME[name]
    if dtype == "float32" and family in BY_FAMILY:
        return BY_FAMILY[family]
    return BY_DTYPE[dtype]


def difference(meta, inputs, results, peer=False):
    """Empty, or how the results RESULTS0.npy… differ from JAX's in the folder
    inputs, meta.json of which is meta. Integers and truth values must be equal;
    a peer's may be wider, and its order of equal keys another."""
    import numpy as np
    for i, (dtype, _) in enumerate(meta["outputs"]):
        path = f"{results}{i}.npy"
        if not os.path.exists(path):
            return f"there is no result {i}"
        got, want = np.load(path), np.load(f"{inputs}/exp{i}.npy")
        if got.ndim == 0:  # the suite writes scalars with one axis
            got = got.reshape(1)
        if got.shape != want.shape:
            return f"result {i} has shape {got.shape} for {want.shape}"
        if got.dtype.kind != want.dtype.kind or not (
                peer or got.dtype == want.dtype):
            return f"result {i} is of {got.dtype} for {want.dtype}"
        if want.dtype.kind in "biu":
            bad = got != want
            if peer and meta["workload"] in ORDERS and np.array_equal(
                    np.sort(got), np.sort(want)):
                keys = np.load(f"{inputs}/in0.npy")
                bad = keys[got] != keys[want]
        else:
            wide = np.complex128 if want.dtype.kind == "c" else np.float64
            a, b = got.astype(wide), want.astype(wide)
            finite = np.isfinite(b)
            size = np.abs(b)
            scale = np.sqrt(np.mean(size[finite] ** 2)) if finite.any() else 0
            with np.errstate(invalid="ignore"):
                near = np.abs(a - b) <= tolerance(
                    meta["workload"], meta["family"], dtype) * (size + scale)
            bad = ~(finite & near | (a == b) | np.isnan(a) & np.isnan(b))
        if bad.any():
            at = tuple(int(k) for k in np.argwhere(bad)[0])
            return (f"result {i} is wrong in {int(bad.sum())} of {bad.size} "
                    f"places, first at {list(at)}: {got[at]} for {want[at]}")
    return ""


def ending(status):
    """Empty, or how a program ended that should have ended well."""
    if not status:
        return ""
    if status < 0:
        return f"ended with {signal.Signals(-status).name}"
    return f"ended with status {status}"


def merged(runs):
    """One row a workload out of those of all rounds: the least minimum, the
    median of medians, and the first error of any round."""
    rounds = {}
    for row in runs:
        rounds.setdefault(row["workload"], []).append(row)
    out = {}
    for name, rows in rounds.items():
        timed = [r for r in rows if "ms_min" in r]
        row = out[name] = dict((timed or rows)[0])
        if timed:
            row.update(
                ms_min=min(r["ms_min"] for r in timed),
                ms_median=statistics.median(r["ms_median"] for r in timed),
                compile_ms=min((r.get("compile_ms") or 0) +
                               (r.get("trace_ms") or 0) for r in timed))
        for r in rows:
            if r.get("error"):
                row["error"] = r["error"]
                break
    return out


def compared(head, mine, other):
    """The row of Weft's merged row beside a peer's: head (the family, workload,
    threads, peer) with times and ratios, `error` where Weft failed or its
    results are wrong, `peer_error` where the peer's are."""
    row = dict(head, ok=not mine.get("error"))
    if mine.get("error"):
        row["error"] = mine["error"]
    if other.get("error"):
        row["peer_error"] = other["error"]
    if "ms_median" in other:
        row.update(peer_ms=other["ms_median"], peer_ms_min=other["ms_min"],
                   peer_compile_ms=other["compile_ms"] or None,
                   peer_peak_bytes=other.get("peak_bytes"))
    if "ms_median" in mine:
        row.update(weft_ms=mine["ms_median"], weft_ms_min=mine["ms_min"],
                   compile_ms=mine["compile_ms"],
                   peak_bytes=mine.get("peak_bytes"))
    if "ms_median" in other and "ms_median" in mine:
        row.update(ratio=other["ms_median"] / mine["ms_median"],
                   ratio_min=other["ms_min"] / mine["ms_min"])
    return row


def overlaid(lists):
    """One list out of those of several files, the fields of later ones in place
    of those of earlier ones."""
    out = {}
    for rows in lists:
        for r in rows:
            row = out.setdefault(
                (r["family"], r["workload"], r["threads"], r["peer"]), {})
            if "ok" in r:  # it was compared anew
                row.pop("error", None)
                row.pop("peer_error", None)
            row.update(r)
    return list(out.values())


def failure(row):
    """Empty, or why this row does not count."""
    if not row.get("ok", True) or row.get("error"):
        return row.get("error") or "no"
    if row.get("peer_error"):
        text, peer = row["peer_error"], row["peer"]
        return text if text.startswith(peer) else f"{peer}: {text}"
    return ""


def is_of(row, peers):
    return row["peer"].split("+")[0] in peers


def best(rows, field):
    """Of each workload and number of threads, the row that counts of the peer
    whose time, peer_ms or peer_ms_min, is the least."""
    out = {}
    for row in rows:
        if failure(row) or not row.get(field) or "ratio" not in row:
            continue
        key = row["workload"], row["threads"]
        if key not in out or row[field] < out[key][field]:
            out[key] = row
    return list(out.values())


def number(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    return str(value)


def spread(field, rows):
    values = [r[field] for r in rows if field in r]  # older rows lack some
    mean = math.exp(statistics.fmean(map(math.log, values))) if values else 0
    return f"geometric mean {mean:.2f}, least {min(values, default=0):.2f}"


def summary(rows):
    """The line above a family's table; what failed is counted in it."""
    beside = [r for r in rows if not is_of(r, APART)]
    good = best(beside, "peer_ms")
    wrong = {(r["workload"], r["threads"]) for r in rows
             if failure(r) and (not r.get("ok", True) or r.get("error"))}
    peers = [r for r in rows if r.get("peer_error")]
    parts = []
    if good:
        parts += [f"Against the better peer, {len(good)} rows: "
                  + spread("ratio", good), "of the minima "
                  + spread("ratio_min", best(beside, "peer_ms_min"))]
    for peer in APART:
        alone = best([r for r in rows if is_of(r, [peer])], "peer_ms")
        if alone:
            parts += [f"against {peer} {len(alone)} rows: "
                      + spread("ratio", alone), "of the minima "
                      + spread("ratio_min", alone)]
    if wrong:
        parts.append(f"{len(wrong)} wrong, not counted")
    if peers:
        parts.append(f"{len(peers)} of a peer failed, not counted")
    return parts and ["; ".join(parts) + ".", ""]


def compile_summary(rows):
    """Of each kind of compile time, JAX's over Weft's."""
    parts = []
    for column, words in (("compile_ms", "an empty cache"),
                          ("compile_shared_ms", "the shared kernels"),
                          ("compile_warm_ms", "all on disk")):
        ratios = [{"ratio": r["peer_compile_ms"] / r[column]} for r in rows
                  if r.get(column) and r.get("peer_compile_ms")
                  and not failure(r)]
        if ratios:
            parts.append(f"with {words} {len(ratios)} rows: "
                         + spread("ratio", ratios))
    return parts and ["Trace and compile, JAX over Weft, "
                      + "; ".join(parts) + ".", ""]


def table(rows):
    lines = [PAGES, ""]
    for family in dict.fromkeys(r["family"] for r in rows):
        mine = [r for r in rows if r["family"] == family]
        lines += [f"### {family}", ""] + summary(mine) + compile_summary(mine)
        lines += ["| " + " | ".join(COLUMNS) + " |",
                  "|" + " --- |" * len(COLUMNS)]
        for r in mine:
            cells = [number(r.get(c)) for c in COLUMNS]
            if failure(r):
                cells[-1] = " ".join(failure(r).replace("|", "/").split())
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)
