#!/usr/bin/env python3
"""Makes the data of test/programs: what JAX gives for each program, and the
gradient of it. Tests read the data; nothing but this script needs Python.

usage: make.py [--programs DIR] [name ...]

--programs is a folder of programs in the layout of test/reference/programs
(../README.md there), by default that folder; those that it lacks are skipped.
Needs numpy 2.x and jax 0.10.2 (Apache-2.0), on the CPU.

NAME/ then holds in0.npy …, exp0.npy … (where test/reference/programs has no
such case), grad0.npy … and meta.json with their tolerances: relative 2e-5, and
absolute the greater of 2e-6 of the largest element and four times how far the
same program is from itself in double precision. A gradient is that of
sum(cos(1 + i) * output element i) over the outputs that are floats.
"""

import argparse
import json
import os
import shutil

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax, nn, random

HERE = os.path.dirname(os.path.abspath(__file__))
REFERENCE = os.path.join(HERE, "..", "..", "reference", "programs")
CASES = {}


def case(inputs=None, wrt=(), name=None):
    """A program. Without inputs it is one of the reference's, whose inputs
    and outputs are taken from there and must agree with ours."""
    def add(f):
        CASES[name or f.__name__] = (f, inputs, tuple(wrt))
        return f
    return add


def numbers(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(s).astype(np.float32) for s in shapes]


# --- Networks ---------------------------------------------------------------
def mlp(w1, b1, w2, b2, w3, b3, x):
    h = jnp.tanh(x @ w1 + b1)
    h = jnp.tanh(h @ w2 + b2)
    return h @ w3 + b3


@case(wrt=range(7))
def mlp_forward(*args):
    return mlp(*args)


@case(wrt=range(8))
def mlp_jvp(*args):
    *net, x, t = args
    return jax.jvp(lambda x: mlp(*net, x), (x,), (t,))


def nll(logits, labels):
    picked = jnp.take_along_axis(nn.log_softmax(logits), labels[:, None], 1)
    return -jnp.mean(picked)


def pool(x):
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2),
                             "VALID")


def convnet(k1, b1, k2, b2, w1, c1, w2, c2, x):
    x = nn.relu(pool(lax.conv(x, k1, (1, 1), "VALID") + b1[:, None, None]))
    x = nn.relu(pool(lax.conv(x, k2, (1, 1), "VALID") + b2[:, None, None]))
    x = nn.relu(x.reshape(x.shape[0], -1) @ w1 + c1)
    return x @ w2 + c2


@case()
def convnet_grad(*args):
    *net, x, labels = args
    loss = lambda net: nll(convnet(*net, x), labels)
    return jax.value_and_grad(loss)(tuple(net))


@case(wrt=range(11))
def transformer_block_forward(b1, b2, g1, g2, w1, w2, wk, wo, wq, wv, x):
    def norm(x, g, b):
        mu = x.mean(-1, keepdims=True)
        var = ((x - mu) ** 2).mean(-1, keepdims=True)
        return (x - mu) * lax.rsqrt(var + 1e-5) * g + b
    n, t, d = x.shape
    h = norm(x, g1, b1)
    q, k, v = ((h @ w).reshape(n, t, 2, d // 2) for w in (wq, wk, wv))
    s = jnp.einsum("bthd,bshd->bhts", q, k) / np.sqrt(d // 2)
    s = jnp.where(jnp.tril(jnp.ones((t, t), bool)), s, -1e9)
    o = jnp.einsum("bhts,bshd->bthd", nn.softmax(s), v).reshape(n, t, d)
    x = x + o @ wo
    return x + nn.gelu(norm(x, g2, b2) @ w1) @ w2


@case()
def gru_scan_grad(wz, uz, wr, ur, wh, uh, xs):
    def loss(wz, uz, wr, ur, wh, uh):
        def step(h, x):
            z = nn.sigmoid(x @ wz + h @ uz)
            r = nn.sigmoid(x @ wr + h @ ur)
            n = jnp.tanh(x @ wh + r * (h @ uh))
            h = (1 - z) * n + z * h
            return h, h
        return lax.scan(step, jnp.zeros((xs.shape[1], uz.shape[0]), xs.dtype),
                        xs)[1].sum()
    return jax.grad(loss, range(6))(wz, uz, wr, ur, wh, uh)


def lstm_inputs():
    w, u, b, h, c, xs = numbers(1, (4, 20), (5, 20), (20,), (3, 5), (3, 5),
                                (16, 3, 4))
    return [w * .5, u * .5, b, h, c, xs]


@case(lstm_inputs, wrt=range(6))
def lstm(w, u, b, h, c, xs):
    def step(carry, x):
        h, c = carry
        i, f, g, o = jnp.split(x @ w + h @ u + b, 4, axis=1)
        c = nn.sigmoid(f) * c + nn.sigmoid(i) * jnp.tanh(g)
        h = nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h
    (h, c), hs = lax.scan(step, (h, c), xs)
    return hs, c


@case()
def avg_pool_embedding_grad(table, ids, w):
    loss = lambda t, w: jnp.tanh(t[ids].mean(1) @ w).sum()
    return jax.grad(loss, (0, 1))(table, w)


@case()
def depthwise_dilated_conv_grad(k, x):
    def loss(k, x):
        y = lax.conv_general_dilated(
            x, k, (2, 1), ((1, 2), (0, 1)), rhs_dilation=(1, 2),
            dimension_numbers=("NHWC", "HWIO", "NHWC"), feature_group_count=4)
        return (y ** 2).sum()
    return jax.grad(loss, (0, 1))(k, x)


@case()
def bf16_mlp_grad(w1, b1, w2, b2, x):
    def loss(w1, b1, w2, b2):
        y = jnp.tanh(x @ w1 + b1) @ w2 + b2
        return (y.astype(jnp.float32) ** 2).mean()
    return jax.grad(loss, range(4))(w1, b1, w2, b2)


@case(lambda: numbers(2, (6, 4), (4,), (4,)), wrt=range(3))
def batch_norm(x, scale, shift):
    mu = x.mean(0)
    var = ((x - mu) ** 2).mean(0)
    return (x - mu) / jnp.sqrt(var + 1e-5) * scale + shift


# --- Training ---------------------------------------------------------------
@case(wrt=[*range(18), 19])
def adam_step(*args):
    p, m, v, t = args[:6], args[6:12], args[12:18], args[18]
    x, labels = args[19:]
    g = jax.grad(lambda p: nll(mlp(*p, x), labels))(p)
    t = t + 1
    m = [.9 * m + .1 * g for m, g in zip(m, g)]
    v = [.999 * v + .001 * g * g for v, g in zip(v, g)]
    p = [p - .01 * (m / (1 - .9 ** t)) / (jnp.sqrt(v / (1 - .999 ** t)) + 1e-8)
         for p, m, v in zip(p, m, v)]
    return p, m, v, t


@case(wrt=[*range(6), 7])
def dp_sgd_step(*args):
    p, key, x, labels = args[:6], *args[6:]
    one = lambda p, x, l: nll(mlp(*p, x[None]), l[None])
    g = jax.vmap(jax.grad(one), (None, 0, 0))(p, x, labels)
    norms = jnp.sqrt(sum((a.reshape(len(x), -1) ** 2).sum(1) for a in g))
    clip = jnp.minimum(1, .5 / norms)
    keys = random.split(key, 6)
    noisy = [jnp.tensordot(clip, a, 1) / len(x)
             + .01 * random.normal(k, a.shape[1:], jnp.float32)
             for k, a in zip(keys, g)]
    return [a - .1 * b for a, b in zip(p, noisy)], norms


@case(wrt=(0, 1))
def kmeans_step(centers, points):
    d = ((points[:, None] - centers[None]) ** 2).sum(-1)
    label = d.argmin(1)
    member = nn.one_hot(label, len(centers), dtype=points.dtype)
    n = member.sum(0)
    mean = member.T @ points / jnp.maximum(n, 1)[:, None]
    return jnp.where(n[:, None] > 0, mean, centers), label.astype(jnp.int32)


def federated_inputs():
    w, x = numbers(3, (4,), (5, 8, 4))
    return [w, x, (x @ np.float32([1, -2, 3, .5]) + .1).astype(np.float32)]


@case(federated_inputs, wrt=(0, 1, 2))
def federated(w, x, y):
    def client(w, x, y):
        loss = lambda w: ((x @ w - y) ** 2).mean()
        for _ in range(3):
            w = w - .05 * jax.grad(loss)(w)
        return lax.pmean(w, "clients"), loss(w)
    return jax.vmap(client, (None, 0, 0), axis_name="clients",
                    out_axes=(None, 0))(w, x, y)


# --- Dynamics ---------------------------------------------------------------
@case(wrt=(0, 1))
def lotka_volterra_rk4(y, p):
    def f(y):
        a, b, c, d = p
        return jnp.stack([a * y[0] - b * y[0] * y[1],
                          d * y[0] * y[1] - c * y[1]])

    def step(y, _):
        k1 = f(y)
        k2 = f(y + .05 * k1)
        k3 = f(y + .05 * k2)
        k4 = f(y + .1 * k3)
        y = y + .1 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        return y, y
    return lax.scan(step, y, None, length=40)[1]


@case()
def heat_equation_grad(u):
    def step(u, _):
        lap = (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2]
               - 4 * u[1:-1, 1:-1])
        return u.at[1:-1, 1:-1].add(.2 * lap), None
    return jax.grad(lambda u: (lax.scan(step, u, None, length=20)[0] ** 2)
                    .sum())(u)


def n_body_inputs():
    q, p, m = numbers(4, (5, 3), (5, 3), (5,))
    return [2 * q, .3 * p, np.abs(m) + .5]


@case(n_body_inputs, wrt=(0, 1, 2))
def n_body(q, v, m):
    def potential(q):
        d = q[:, None] - q[None]
        r = jnp.sqrt((d ** 2).sum(-1) + .1)
        return -.5 * (m[:, None] * m[None] * (1 - jnp.eye(len(m), dtype=m.dtype)
                                              ) / r).sum()

    def step(s, _):
        q, v = s
        v = v - .01 * jax.grad(potential)(q) / m[:, None]
        q = q + .02 * v
        v = v - .01 * jax.grad(potential)(q) / m[:, None]
        return (q, v), .5 * (m[:, None] * v ** 2).sum() + potential(q)
    (q, v), energy = lax.scan(step, (q, v), None, length=25)
    return q, v, energy


@case()
def game_of_life(u):
    def step(_, u):
        n = sum(jnp.roll(u, (i, j), (0, 1)) for i in (-1, 0, 1)
                for j in (-1, 0, 1) if i or j)
        return ((n == 3) | ((n == 2) & (u == 1))).astype(jnp.int32)
    return lax.fori_loop(0, 5, step, u)


@case()
def mandelbrot(c):
    def step(_, s):
        z, n = s
        inside = jnp.abs(z) < 2
        return jnp.where(inside, z ** 2 + c, z), n + inside
    z, n = jnp.zeros_like(c), jnp.zeros(c.shape, jnp.int32)
    return lax.fori_loop(0, 25, step, (z, n))[1]


@case()
def vmap_while_loop(n):
    def one(n):
        step = lambda s: (jnp.where(s[0] % 2 == 0, s[0] // 2, 3 * s[0] + 1),
                          s[1] + 1)
        return lax.while_loop(lambda s: s[0] != 1, step, (n, 0))[1]
    return jax.vmap(one)(n)


@case(wrt=(0,))
def scan_reverse_unroll(x):
    return lax.scan(lambda c, x: (c * .5 + x, c - x), jnp.ones((), x.dtype), x,
                    reverse=True)


# --- Statistics -------------------------------------------------------------
@case(wrt=(0, 1))
def viterbi(a, b):
    def step(s, e):
        all = s[:, None] + a
        return all.max(0) + e, all.argmax(0).astype(jnp.int32)
    s, back = lax.scan(step, b[0], b[1:])
    last = s.argmax().astype(jnp.int32)
    return s.max(), lax.scan(lambda i, row: (row[i], row[i]), last, back,
                             reverse=True)[1]


def hmm_inputs():
    prior, a, mu, x = numbers(5, (3,), (3, 3), (3,), (12,))
    return [prior, a, 2 * mu, x]


@case(hmm_inputs, wrt=range(4))
def hmm(prior, a, mu, x):
    a = nn.log_softmax(a)
    emit = -.5 * (x[:, None] - mu) ** 2 - .5 * np.log(2 * np.pi)

    def step(s, e):
        s = nn.logsumexp(s[:, None] + a, axis=0) + e
        return s, s
    s = nn.log_softmax(prior) + emit[0]
    s, all = lax.scan(step, s, emit[1:])
    return nn.logsumexp(s), all


def kalman_inputs():
    q, r, z = numbers(6, (2,), (1,), (20, 1))
    return [np.float32([[1, .1], [0, 1]]), np.abs(q) * .1, np.abs(r),
            np.cumsum(z, 0, dtype=np.float32) * .3]


@case(kalman_inputs, wrt=range(4))
def kalman(f, q, r, zs):
    h = jnp.array([[1, 0]], zs.dtype)

    def step(s, z):
        x, p, log = s
        x, p = f @ x, f @ p @ f.T + jnp.diag(q)
        e, s = z - h @ x, h @ p @ h.T + jnp.diag(r)
        k = p @ h.T / s
        log = log - .5 * (e @ (e / s[0]) + jnp.log(2 * np.pi * s[0, 0]))
        x, p = x + k @ e, p - k @ h @ p
        return (x, p, log), x
    start = (jnp.zeros(2, zs.dtype), jnp.eye(2, dtype=zs.dtype),
             jnp.zeros((), zs.dtype))
    (x, p, log), xs = lax.scan(step, start, zs)
    return log, xs


@case()
def monte_carlo_asian_option(key, s0, k, sigma):
    def price(s0, sigma):
        z = random.normal(key, (256, 8), jnp.float32)
        dt = 1 / 8
        steps = (.02 - sigma ** 2 / 2) * dt + sigma * np.sqrt(dt) * z
        path = s0 * jnp.exp(jnp.cumsum(steps, 1))
        return jnp.exp(-.02) * jnp.maximum(path.mean(1) - k, 0).mean()
    value, greeks = jax.value_and_grad(price, (0, 1))(s0, sigma)
    return value, greeks


@case()
def logsumexp_grad(x):
    f = lambda x: nn.logsumexp(x, axis=1)
    return f(x), jax.grad(lambda x: f(x).sum())(x)


def metropolis_inputs():
    return [np.uint32([0, 7]), np.float32([.5, -1]), np.float32(.8)]


@case(metropolis_inputs, wrt=(1, 2))
def metropolis(key, mu, width):
    """A random walk that is accepted or not; the gradient is that along the
    walk taken."""
    energy = lambda x: .5 * ((x - mu) ** 2).sum()

    def step(x, key):
        a, b = random.split(key)
        to = x + width * random.normal(a, (2,), jnp.float32)
        accept = random.uniform(b, (), jnp.float32) < jnp.exp(energy(x) -
                                                              energy(to))
        x = jnp.where(accept, to, x)
        return x, (x, accept)
    keys = random.split(key, 40)
    _, (xs, accepted) = lax.scan(step, jnp.zeros(2, mu.dtype), keys)
    return xs.mean(0), accepted.sum().astype(jnp.int32)


@case(name="gaussian_process_loglik_grad")
def gaussian_process(theta, x, y):
    def loglik(theta):
        length, variance, noise = jnp.exp(theta)
        k = variance * jnp.exp(-.5 * (x[:, None] - x) ** 2 / length ** 2)
        l = jnp.linalg.cholesky(k + noise * jnp.eye(len(x), dtype=x.dtype))
        a = jax.scipy.linalg.solve_triangular(l, y, lower=True)
        return (-.5 * a @ a - jnp.log(jnp.diagonal(l)).sum()
                - .5 * len(x) * np.log(2 * np.pi))
    return jax.value_and_grad(loglik)(theta)


@case(lambda: [np.linspace(-2, 2, 8, dtype=np.float32),
               *numbers(31, (8,), (5,))], wrt=range(3))
def gp_posterior(x, y, at):
    k = lambda a, b: jnp.exp(-.5 * (a[:, None] - b[None]) ** 2)
    l = jnp.linalg.cholesky(k(x, x) + .1 * jnp.eye(len(x), dtype=x.dtype))
    v = jax.scipy.linalg.solve_triangular(l, k(x, at), lower=True)
    return (k(at, x) @ jax.scipy.linalg.cho_solve((l, True), y),
            k(at, at) - v.T @ v)


# --- Linear algebra and spectra ---------------------------------------------
@case(lambda: numbers(32, (8, 8)), wrt=(0,))
def poisson_fft(f):
    k = jnp.fft.fftfreq(8, 1 / 8).astype(f.dtype)
    k2 = k[:, None] ** 2 + k[None] ** 2
    inverse = jnp.where(k2 > 0, 1 / jnp.maximum(k2, 1), 0)
    return jnp.fft.ifft2(jnp.fft.fft2(f) * inverse).real


@case(lambda: [numbers(33, (64,))[0], abs(numbers(34, (9, 5))[0])],
      wrt=(0, 1))
def mel_bands(sound, filters):
    frames = sound[jnp.arange(7)[:, None] * 8 + jnp.arange(16)[None]]
    window = (.5 - .5 * np.cos(2 * np.pi / 15 * np.arange(16)))
    spectrum = jnp.fft.rfft(frames * window.astype(sound.dtype))
    return jnp.log1p(jnp.abs(spectrum) ** 2 @ filters)


@case(lambda: numbers(35, (6, 3), (6, 2)), wrt=(0, 1))
def qr_least_squares(a, b):
    q, r = jnp.linalg.qr(a)
    return jax.scipy.linalg.solve_triangular(r, q.T @ b)


def positive():
    a, = numbers(36, (4, 4))
    return [a @ a.T + 2 * np.eye(4, dtype=np.float32)]


@case(positive, wrt=(0,))
def eigh_logarithm(x):
    w, v = jnp.linalg.eigh(x)
    return (v * jnp.log(w)) @ v.T


@case(lambda: numbers(37, (8, 3), (8, 3)), wrt=(0, 1))
def procrustes(p, q):
    p, q = p - p.mean(0), q - q.mean(0)
    u, s, vh = jnp.linalg.svd(p.T @ q, full_matrices=False)
    return u @ vh, ((p @ (u @ vh) - q) ** 2).sum()


@case(lambda: numbers(38, (3,), (3, 3), (5, 3)), wrt=range(3))
def normal_density(mean, a, x):
    c = a @ a.T + jnp.eye(3, dtype=a.dtype)
    e = x - mean
    far = (e * jnp.linalg.solve(c, e.T).T).sum(1)
    return -.5 * (far + jnp.linalg.slogdet(c)[1] + 3 * np.log(2 * np.pi))


@case(lambda: numbers(39, (3,), (3,)), wrt=(0, 1))
def lagrangian(x, v):
    l = lambda x, v: .5 * (v @ v + (jnp.cos(x) @ v) ** 2) + jnp.cos(x).sum()
    momentum = lambda x: jax.grad(l, 1)(x, v)
    force = jax.grad(l)(x, v) - jax.jvp(momentum, (x,), (v,))[1]
    return jnp.linalg.solve(jax.hessian(l, 1)(x, v), force)


# --- Solvers ----------------------------------------------------------------
def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


@case(wrt=(0, 1))
def rosenbrock_hvp(x, t):
    return jax.jvp(jax.grad(rosenbrock), (x,), (t,))


@case(wrt=(0,))
def rosenbrock_hessian(x):
    return jax.hessian(rosenbrock)(x)


@case(wrt=(0, 1))
def matrix_power_kron_cg(a, b):
    x, _ = jax.scipy.sparse.linalg.cg(lambda v: a @ v, b, tol=1e-7, maxiter=50)
    return (jnp.linalg.matrix_power(a / 5, 5), jnp.kron(a[:2, :2], a[:2, :3]),
            x)


def equilibrium_inputs():
    w, u, b, x = numbers(7, (6, 6), (4, 6), (6,), (3, 4))
    return [w / np.float32(3 * np.linalg.norm(w, 2)), u, b, x]


@case(equilibrium_inputs, wrt=range(4))
def equilibrium(w, u, b, x):
    """The state that a network of one layer comes to; its derivative is taken
    through enough steps of the iteration."""
    def step(z, _):
        return jnp.tanh(z @ w + x @ u + b), None
    return lax.scan(step, jnp.zeros((3, 6), x.dtype), None, length=60)[0]


def kepler_inputs():
    return [np.linspace(.1, 3, 6, dtype=np.float32),
            np.float32([0, .1, .3, .5, .7, .8])]


@case(kepler_inputs, wrt=(0, 1))
def kepler(m, e):
    def newton(x, _):
        return x - (x - e * jnp.sin(x) - m) / (1 - e * jnp.cos(x)), None
    return lax.scan(newton, m, None, length=12)[0]


@case(wrt=(0,))
def custom_jvp_log1pexp(x):
    return nn.sigmoid(x)


@case()
def sort_grad(x):
    def f(x):
        return ((jnp.sort(x) * jnp.arange(8, dtype=x.dtype)).sum()
                + lax.top_k(x, 2)[0].prod())
    return jax.grad(f)(x)


@case()
def cond_tuple_grad(p, x):
    f = lambda x: lax.cond(p, lambda x: (x.sum(), x),
                           lambda x: (x.prod(), x[::-1]), x)
    return *f(x), jax.grad(lambda x: f(x)[0])(x)


def beam_inputs():
    return numbers(8, (5,), (5, 5), (7, 5))


@case(beam_inputs, wrt=range(3))
def beam_search(start, move, emit):
    """The three best sequences of a chain, by a beam of three."""
    width, n = 3, 5
    score, last = lax.top_k(start + emit[0], width)

    def step(s, e):
        score, last = s
        all = (score[:, None] + move[last] + e).ravel()
        score, at = lax.top_k(all, width)
        last = (at % n).astype(jnp.int32)
        return (score, last), (at // n, last)
    (score, _), (parents, tokens) = lax.scan(step, (score, last), emit[1:])
    return score, parents.astype(jnp.int32), tokens


@case(lambda: numbers(9, (6, 2), (5, 2)), wrt=(0, 1))
def soft_dtw(x, y):
    """Cuturi and Blondel, "Soft-DTW" (2017), with gamma = 1/2."""
    cost = ((x[:, None] - y) ** 2).sum(-1)
    big = 1e4

    def row(above, c):
        def cell(left, s):
            c, up, corner = s
            v = c - .5 * nn.logsumexp(jnp.stack([left, up, corner]) / -.5)
            return v, v
        return above, lax.scan(cell, jnp.asarray(big, x.dtype),
                               (c, above[1:], above[:-1]))[1]

    def step(above, c):
        _, r = row(above, c)
        new = jnp.concatenate([jnp.full(1, big, x.dtype), r])
        return new, r
    first = jnp.concatenate([jnp.zeros(1, x.dtype),
                             jnp.full(len(y), big, x.dtype)])
    return lax.scan(step, first, cost)[1]


@case(lambda: numbers(10, (8,), (8,)), wrt=(0, 1))
def clipped_gradient(x, w):
    """The identity forward; backward no element above 1/2."""
    @jax.custom_vjp
    def clip(x):
        return x
    clip.defvjp(lambda x: (x, None), lambda _, g: (jnp.clip(g, -.5, .5),))
    return jnp.sin(clip(x * w)) * 3


# ----------------------------------------------------------------------------
def leaves(tree):
    return [np.asarray(a) for a in jax.tree.leaves(tree)]


def is_float(a):
    return np.issubdtype(a.dtype, np.floating) or a.dtype == jnp.bfloat16


def gradient(f, wrt, args):
    def total(*wanted):
        all = list(args)
        for i, a in zip(wrt, wanted):
            all[i] = a
        sum = 0
        for y in jax.tree.leaves(f(*all)):
            if jnp.issubdtype(y.dtype, jnp.floating):
                c = np.cos(1 + np.arange(y.size)).reshape(y.shape)
                sum = sum + (y * c.astype(y.dtype)).sum()
        return sum
    return jax.grad(total, tuple(range(len(wrt))))(*(args[i] for i in wrt))


def measured(compute, args):
    """What compute gives, and how far that is from double precision."""
    got = leaves(compute([jnp.asarray(a) for a in args]))
    wide = [a.astype(np.float64) if a.dtype == np.float32 else a for a in args]
    with jax.enable_x64(True):
        exact = leaves(compute([jnp.asarray(a) for a in wide]))
    metas = []
    for g, e in zip(got, exact):
        if not is_float(g):
            metas.append({"exact": True})
            continue
        g64, e64 = g.astype(np.float64), e.astype(np.float64)
        error = np.abs(g64 - e64).max() if g.size else 0
        largest = np.abs(g64).max() if g.size else 0
        # A double-precision run that took another branch says nothing.
        error = error if error < 1e-3 * (largest + 1e-30) else 0
        metas.append({"exact": False, "rtol": 2e-5,
                      "atol": float(max(2e-6 * largest, 4 * error))})
    return got, metas


def check(name, got, meta, folder):
    assert len(got) == len(meta["outputs"]), name
    for g, m in zip(got, meta["outputs"]):
        e = np.load(os.path.join(folder, m["file"]))
        if e.dtype.kind == "V":
            e = e.view(jnp.bfloat16)
        assert g.shape == e.shape, (name, g.shape, e.shape)
        g, e = (a.astype(np.float64) if is_float(a) else a for a in (g, e))
        limit = 0 if m["exact"] else m["atol"] + m["rtol"] * np.abs(e)
        off = np.abs(g - e) - limit
        assert (off <= 0).all(), (name, m["file"], off.max())


def make(name, programs):
    f, inputs, wrt = CASES[name]
    out, theirs = os.path.join(HERE, name), os.path.join(programs, name)
    kept = os.path.isdir(os.path.join(REFERENCE, name))
    shutil.rmtree(out, ignore_errors=True)
    meta = {"source": "make.py, jax " + jax.__version__}
    if inputs is None:
        meta_of = json.load(open(os.path.join(theirs, "meta.json")))
        args = [np.load(os.path.join(theirs, m["file"]))
                for m in meta_of["inputs"]]
        args = [a.view(jnp.bfloat16) if a.dtype.kind == "V" else a
                for a in args]
        check(name, leaves(f(*map(jnp.asarray, args))), meta_of, theirs)
        meta["inputs"] = len(args)
        meta["outputs"] = [{k: m[k] for k in ("exact", "rtol", "atol")
                            if k in m} for m in meta_of["outputs"]]
        if kept and not wrt:
            return
        os.makedirs(out)
        if not kept:
            for i, _ in enumerate(args):
                shutil.copy(os.path.join(theirs, f"in{i}.npy"), out)
            for i, _ in enumerate(meta["outputs"]):
                shutil.copy(os.path.join(theirs, f"exp{i}.npy"), out)
    else:
        args = inputs()
        os.makedirs(out)
        got, meta["outputs"] = measured(lambda a: f(*a), args)
        meta["inputs"] = len(args)
        for kind, arrays in (("in", args), ("exp", got)):
            for i, a in enumerate(arrays):
                np.save(os.path.join(out, f"{kind}{i}.npy"), a)
    if wrt:
        meta["wrt"] = list(wrt)
        got, meta["gradients"] = measured(lambda a: gradient(f, wrt, a), args)
        for i, a in enumerate(got):
            assert np.isfinite(a).all(), name
            np.save(os.path.join(out, f"grad{i}.npy"), a)
    with open(os.path.join(out, "meta.json"), "w") as file:
        json.dump(meta, file, indent=1)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--programs", default=REFERENCE)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    for name in options.names or CASES:
        theirs = os.path.join(options.programs, name)
        if CASES[name][1] is None and not os.path.isdir(theirs):
            print("skipped, not in --programs:", name)
            continue
        print(name)
        make(name, options.programs)


if __name__ == "__main__":
    main()
