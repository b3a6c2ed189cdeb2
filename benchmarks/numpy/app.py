"""The peer of the built-in trainers: NumPy with OpenBLAS on one thread. Prints one JSON object."""
import json
import sys
import time

import numpy as np

with open("/proc/self/maps") as maps:
    blas = sorted({line.split("/")[-2] + "/" + line.split("/")[-1].strip() for line in maps if "libblas" in line or "openblas" in line})
if not any("openblas" in name for name in blas):
    sys.exit(f"NumPy computes with {blas}, not with OpenBLAS.")


def product(rows, depth, columns, seconds):
    """Floating-point operations a second of A·B, the best of many."""
    a = np.random.rand(rows, depth).astype(np.float32)
    b = np.random.rand(depth, columns).astype(np.float32)
    c = np.empty((rows, columns), np.float32)
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        np.matmul(a, b, out=c)
        best = min(best, time.perf_counter() - began)
    return {"flops": 2 * rows * depth * columns / best}


def perceptron(path, samples, inputs, hidden, classes, batch, epochs, rate):
    """Steps a second of a classifier with one hidden layer (ReLU), cross entropy and Adam; the first epoch is not timed."""
    data = np.fromfile(path, np.float32, samples * inputs).reshape(samples, inputs)
    labels = np.fromfile(path, np.int32, samples, offset=4 * samples * inputs)
    random = np.random.default_rng(1)
    shapes = [(inputs, hidden), (hidden,), (hidden, classes), (classes,)]
    weights = [
        (random.standard_normal(s) * np.sqrt(2 / s[0])).astype(np.float32) if len(s) == 2 else np.zeros(s, np.float32) for s in shapes
    ]
    means = [np.zeros(s, np.float32) for s in shapes]
    squares = [np.zeros(s, np.float32) for s in shapes]
    temporary = [np.empty(s, np.float32) for s in shapes]
    step, began, loss = 0, None, 0.0
    for epoch in range(epochs):
        if epoch == 1:
            began, first = time.perf_counter(), step
        order = random.permutation(samples)
        total = 0.0
        for start in range(0, samples, batch):
            rows = order[start : start + batch]
            x, y = data[rows], labels[rows]
            n = len(rows)
            w1, b1, w2, b2 = weights
            h = x @ w1
            h += b1
            np.maximum(h, 0, out=h)
            z = h @ w2
            z += b2
            z -= z.max(axis=1, keepdims=True)
            p = np.exp(z)
            p /= p.sum(axis=1, keepdims=True)
            total -= float(np.log(p[np.arange(n), y]).sum())
            p[np.arange(n), y] -= 1
            p /= n
            gradient_h = p @ w2.T
            gradient_h *= h > 0
            gradients = [x.T @ gradient_h, gradient_h.sum(axis=0), h.T @ p, p.sum(axis=0)]
            step += 1
            move = np.float32(rate / (1 - 0.9**step))
            scale = np.float32(1 / (1 - 0.999**step))
            for w, g, m, v, t in zip(weights, gradients, means, squares, temporary):
                m *= np.float32(0.9)
                np.multiply(g, np.float32(0.1), out=t)
                m += t
                v *= np.float32(0.999)
                np.multiply(g, g, out=t)
                t *= np.float32(0.001)
                v += t
                np.multiply(v, scale, out=t)
                np.sqrt(t, out=t)
                t += np.float32(1e-8)
                np.divide(m, t, out=t)
                t *= move
                w -= t
        loss = total / samples
    return {"steps": (step - first) / (time.perf_counter() - began), "loss": loss}


if sys.argv[1] == "product":
    result = product(*(int(v) for v in sys.argv[2:5]), float(sys.argv[5]))
else:
    result = perceptron(sys.argv[2], *(int(v) for v in sys.argv[3:9]), float(sys.argv[9]))
print(json.dumps(result))
